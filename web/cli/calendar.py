"""`kuaibao calendar`: the working calendar, what it stands on, and what a change of it would move."""

import sys
from datetime import date
from pathlib import Path

import click

from engine import calendar_years
from engine.calendars import Overlay
from engine.calendars.reading import NoticeRead
from engine.queries import calendars
from engine.queries.rows import OverlayRow
from engine.text import Text
from web.calendar_import import About, numbers_of
from web.calendar_reading import Given, TableRefused
from web.calendar_words import SCOPES, STATES
from web.cli.console import Refusal, remark_line
from web.cli.desk import Desk, pass_desk
from web.year_view import FIRST_YEAR, LAST_YEAR, NAMES, Stretch, whole_year

_STEPS = 1000
_SINCE = click.DateTime(["%Y-%m-%d"])


@click.group()
def calendar() -> None:
    """The working calendar: a year of it, its sources, and their publication."""


@calendar.command()
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@pass_desk
def show(desk: Desk, year: int) -> None:
    """Print a year's special days, and on whose word they are."""
    with desk.reading() as uow:
        found = whole_year(uow.office.calendar, year)
    state = Text("已公布", "published") if found.published else Text("暂定", "provisional")
    desk.say(
        f"{year}年（{state.zh}），全年 {found.working} 个工作日",
        f"{year} ({state.en}), {found.working} working days",
    )
    for row in found.stretches:
        click.echo(_stretch(desk, row))


def _stretch(desk: Desk, row: Stretch) -> str:
    days = row.first.isoformat() + (f"..{row.last:%m-%d}" if row.last != row.first else "")
    said = [desk.words(NAMES[row.mark]), desk.words(row.name), row.hours, desk.words(row.source)]
    return "\t".join((f"{days:<17}", *(part or "-" for part in said)))


@calendar.command("list")
@pass_desk
def listing(desk: Desk) -> None:
    """List what was imported, and how far the published calendar reaches."""
    with desk.reading() as uow:
        found, horizon = calendars.overview(uow), calendars.horizon(uow)
    for row in found.overlays:
        state, scope = desk.words(STATES[row.state]), desk.words(SCOPES[row.scope])
        click.echo(f"{row.id}\t{state}\t{scope}\t{row.days}\t{desk.words(row.source)}{_progress(desk, row)}")
    desk.say(
        f"放假安排已公布至 {horizon.published_until}；在办时限 {horizon.open} 个，其中暂定 {horizon.provisional} 个",
        f"Published until {horizon.published_until}; {horizon.open} open clocks, {horizon.provisional} provisional",
    )


def _progress(desk: Desk, row: OverlayRow) -> str:
    revision = row.withdrawn or row.published
    if revision is None or revision.finished_at is not None:
        return ""
    counting = Text("正在重算", "counting")
    return f"\t{desk.words(counting)} {revision.done}/{revision.total}"


@calendar.command("import")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--form",
    type=click.Choice(["notice", "csv", "ics"]),
    help="What FILE is; its ending says so when left out.",
)
@click.option(
    "--scope", type=click.Choice(list(SCOPES)), help="Whose days they are; FILE says so when left out."
)
@click.option("--source", help="The document, as ledgers cite it; FILE's own title when left out.")
@click.option("--source-en", default="", help="The same in English.")
@click.option("--valid-from", type=_SINCE, help="Only days from this one on count.")
@click.option("--valid-until", type=_SINCE, help="Only days up to this one count.")
@click.option("--as", "login", help="Who imports it; the system when left out.")
@pass_desk
def import_file(
    desk: Desk,
    file: Path,
    form: str | None,
    login: str | None,
    **about: str | date | None,
) -> None:
    """Read FILE (- for standard input) and keep its days as a draft; what is wrong is named, and nothing is kept."""
    given = _given(file, form)
    read = given.read()
    for finding in read.findings:
        click.echo(desk.words(remark_line(finding)), err=True)
    if read.overlay is None:
        number = len(read.errors)
        raise Refusal(
            Text(f"有 {number} 处需要更正，没有保存任何内容", f"{number} to correct; nothing was saved")
        )
    overlay = _about(read.overlay, about)
    with desk.unit_of_work(desk.acting(login)) as uow:
        made = calendar_years.draft(uow, overlay, form=given.form, original=given.original)
    _report(desk, made, read, overlay)


def _given(file: Path, form: str | None) -> Given:
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return Given.file(file.name, content, form or "")
    except OSError as error:
        raise Refusal(
            Text(f"无法读取 {file}：{error.strerror}", f"{file} cannot be read: {error.strerror}")
        ) from error
    except TableRefused as refused:
        raise Refusal(refused.reason) from refused


def _about(overlay: Overlay, about: dict[str, str | date | None]) -> Overlay:
    said = About.of(overlay)
    days = {name: day.date().isoformat() for name in ("valid_from", "valid_until") if (day := about[name])}  # type: ignore[union-attr]
    source = about["source"]
    return About(
        scope=str(about["scope"] or said.scope),
        source_zh=str(source or said.source_zh),
        source_en=str(about["source_en"] or (said.source_en if not source else "")),
        **days,
    ).over(overlay)


def _report(desk: Desk, number: int, read: NoticeRead, overlay: Overlay) -> None:
    counts = numbers_of(read)
    desk.say(
        f"草稿 {number}：{overlay.source.zh}；休息 {counts['rest']} 天，上班 {counts['work']} 天，半天 {counts['half']} 天",
        f"Draft {number}: {overlay.source.en}; {counts['rest']} days of rest, {counts['work']} worked, {counts['half']} half",
    )
    desk.say(f"下一步：kuaibao calendar preview {number}", f"Next: kuaibao calendar preview {number}")


@calendar.command()
@click.argument("number", type=int)
@click.option("--as", "login", help="Who drops it; the system when left out.")
@pass_desk
def drop(desk: Desk, number: int, login: str | None) -> None:
    """Give draft NUMBER up."""
    with desk.unit_of_work(desk.acting(login)) as uow:
        calendar_years.drop(uow, number)
    desk.say(f"草稿 {number} 已删除", f"Draft {number} was dropped")
