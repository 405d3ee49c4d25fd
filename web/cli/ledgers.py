"""`kuaibao case ledger`: a clock's ledger as a PDF for the file, or the record that its check value is taken of."""

from pathlib import Path

import click

from engine.queries import ledgers
from engine.queries.ledgers import LedgerFile
from engine.text import Text
from engine.uow import UnitOfWork
from web.assets import AssetsNotBuilt
from web.cli.cases import case, case_named
from web.cli.console import Refusal
from web.cli.desk import Desk, moves_time, pass_desk
from web.ledgers import document
from web.ledgers.press import press


@case.command()
@click.argument("number")
@click.argument("clock")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Where to write; a name of its own when left out."
)
@click.option("--record", is_flag=True, help="Print the record instead: its SHA-256 is the check value.")
@moves_time
@pass_desk
def ledger(desk: Desk, number: str, clock: str, output: Path | None, record: bool) -> None:  # noqa: FBT001 - click hands flags over by name
    """Write the ledger of case NUMBER's CLOCK (its name on the diagram, or its id) as PDF."""
    with desk.reading() as uow:
        found = _ledger(uow, case_named(uow, number).id, clock)
        sheet = document.of(uow, found, desk.language)
    if record:
        click.echo(ledgers.record(found.clock.ledger), nl=False)
        return
    file = output or Path(sheet.name)
    file.write_bytes(_pdf(sheet))
    desk.say(f"已写入 {file}（校验值 {found.check}）", f"Wrote {file} (check value {found.check})")


def _ledger(uow: UnitOfWork, case_id: int, clock: str) -> LedgerFile:
    """The ledger of the clock that was named: the last one of that name."""
    rows = ledgers.clocks_of(uow, case_id)
    known = {name: id_ for id_, name in rows} | {str(id_): id_ for id_, _ in rows}
    if clock not in known:
        names = dict.fromkeys(name for _, name in rows)
        raise Refusal(
            Text(
                f"没有时限 {clock}；有：{'、'.join(names)}",
                f"no clock {clock}; there are: {', '.join(names)}",
            )
        )
    return ledgers.read(uow, case_id, known[clock])


def _pdf(sheet: document.Sheet) -> bytes:
    try:
        return press().pdf(sheet.data, sheet.at)
    except AssetsNotBuilt as error:
        raise Refusal(
            Text(f"缺少字体 {error}，请先运行 make assets", f"the font {error} is missing: run `make assets`")
        ) from error


commands = (case,)
