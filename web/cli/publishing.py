"""`kuaibao calendar preview`, `publish` and `withdraw`: what a change of the calendar moves, and moving it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from engine import calendar_years
from engine.calendar_years import MovedClock, Preview
from engine.queries.rows import CalendarRevisionRow
from engine.text import Text
from web.calendar_words import moved_by
from web.cli.calendar import calendar
from web.cli.console import Refusal, remark_line
from web.cli.desk import Desk, pass_desk

_STEPS = 1000


@calendar.command()
@click.argument("number", type=int)
@click.option(
    "--replace",
    "replacing",
    type=int,
    multiple=True,
    help="A published source to withdraw in the same act; repeatable.",
)
@click.option(
    "--rows", type=click.IntRange(0, 100_000), default=50, show_default=True, help="At most so many clocks."
)
@pass_desk
def preview(desk: Desk, number: int, replacing: tuple[int, ...], rows: int) -> None:
    """Print what publishing draft NUMBER, or withdrawing what is published, would move."""
    with desk.reading() as uow, _bar(desk, Text("预览", "Preview")) as tell:
        found = calendar_years.preview(uow, number, tell, replacing=replacing, limit=max(rows, 1))
        standing = calendar_years.check(uow, number, replacing=replacing) if found.action == "publish" else ()
    _say_counts(desk, found)
    for row in found.rows[:rows]:
        click.echo(_moved(desk, row))
    if standing:
        raise Refusal(*map(remark_line, standing))


def _moved(desk: Desk, row: MovedClock) -> str:
    old, new = (f"{desk.local(end):%Y-%m-%d %H:%M}" for end in (row.old_end, row.new_end))
    at_once = row.overdue_after and not row.overdue_before
    overdue = [desk.words(Text("即超期", "overdue at once"))] if at_once else []
    return "\t".join((row.case_number, desk.words(row.clock), old, new, desk.words(moved_by(row)), *overdue))


def _say_counts(desk: Desk, found: Preview) -> None:
    desk.say(
        f"在办时限 {found.open} 个，受影响 {found.changed} 个：提前 {found.nearer}，推迟 {found.later}，"
        f"即超期 {found.now_overdue}，不再暂定 {found.becomes_final}，变为暂定 {found.becomes_provisional}",
        f"{found.open} open clocks, {found.changed} change: {found.nearer} nearer, {found.later} later, "
        f"{found.now_overdue} overdue at once, {found.becomes_final} no longer provisional, {found.becomes_provisional} provisional",
    )


@calendar.command()
@click.argument("number", type=int)
@click.option("--note", default="", help="Kept with the revision.")
@click.option(
    "--replace",
    "replacing",
    type=int,
    multiple=True,
    help="A published source to withdraw in the same act; repeatable.",
)
@click.option("--as", "login", help="Who publishes it; the system when left out.")
@pass_desk
def publish(desk: Desk, number: int, note: str, replacing: tuple[int, ...], login: str | None) -> None:
    """Let draft NUMBER count, and count every open clock anew."""
    with desk.unit_of_work(desk.acting(login)) as uow:
        revision = calendar_years.publish(uow, number, note, replacing=replacing)
    _count(desk, revision)


@calendar.command()
@click.argument("number", type=int)
@click.option("--note", default="", help="Kept with the revision.")
@click.option("--as", "login", help="Who withdraws it; the system when left out.")
@pass_desk
def withdraw(desk: Desk, number: int, note: str, login: str | None) -> None:
    """Let published source NUMBER count no more, and count every open clock anew."""
    with desk.unit_of_work(desk.acting(login)) as uow:
        revision = calendar_years.withdraw(uow, number, note)
    _count(desk, revision)


def _count(desk: Desk, revision: int) -> None:
    with desk.refusals(), _bar(desk, Text("重算时限", "Counting anew")) as tell:
        row = calendar_years.finish(desk.engine, revision, tell)
    _say_revision(desk, row)


def _say_revision(desk: Desk, row: CalendarRevisionRow) -> None:
    left = row.total - row.done
    rest = (
        Text(f"，其余 {left} 个由调度进程完成", f"; the scheduler does the other {left}")
        if left > 0
        else Text("", "")
    )
    desk.say(
        f"第 {row.id} 次修订：已核对 {row.done} 个时限，{row.moved} 个有变动{rest.zh}",
        f"Revision {row.id}: {row.done} clocks looked at, {row.moved} changed{rest.en}",
    )


@contextmanager
def _bar(desk: Desk, label: Text) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, for people only."""
    with click.progressbar(length=_STEPS, label=desk.words(label), file=sys.stderr) as bar:

        def tell(done: int, total: int) -> None:
            share = round(_STEPS * done / total) if total else _STEPS
            bar.update(max(0, share - bar.pos))

        yield tell


commands = (calendar,)
