"""`kuaibao journal verify`: does the record hold?"""

import click

from engine import journal as record
from engine import people
from engine.text import Text
from web.cli.console import Refusal
from web.cli.desk import Desk, pass_desk
from web.errors import answer


@click.group()
def journal() -> None:
    """The record of everything done."""


@journal.command()
@pass_desk
def verify(desk: Desk) -> None:
    """Prove every case's hash chain; a changed or missing entry is named, and the exit code is 1."""
    with desk.reading() as uow:
        people.all_units(uow)  # a database without any tables is not ready; one without its journal is broken
        broken = record.verify(uow.session)
    if broken:
        raise Refusal(
            Text(f"办理日志有 {len(broken)} 处不一致", f"The journal is broken in {len(broken)} places"),
            *(answer(problem)[1] for problem in broken),
        )
    desk.say("办理日志完整", "The journal holds")


commands = (journal,)
