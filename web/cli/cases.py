"""`kuaibao case`: what a page shows and does, for scripts and for those who like to type."""

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import click
import orjson

from engine import cases
from engine.queries import casefile, dashboard
from engine.queries.rows import CaseRow
from engine.text import Text
from web import case_import, chips, template_book
from web.cli.console import Refusal, json_option
from web.cli.desk import Desk, moves_time, pass_desk
from web.openings import openings
from web.table_file import TableRefused, read_table

AS_JSON = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


@click.group()
def case() -> None:
    """Cases: start, show, list, import."""


@case.command()
@click.argument("key")
@click.option("--title", default="", help="The case's title; the procedure's own when left out.")
@click.option("--facts", "facts", **json_option("The start form's values"))
@click.option("--as", "login", help="Who opens it; the system when left out.")
@click.option(
    "--received", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it came in; today when left out."
)
@moves_time
@pass_desk
def start(desk: Desk, key: str, title: str, facts: dict[str, Any], login: str | None, received: Any) -> None:
    """Open a case of procedure KEY."""
    with desk.unit_of_work(desk.acting(login)) as uow:
        opened = cases.start(
            uow, key, facts=facts, title=title, received_on=received.date() if received else None
        )
    click.echo(opened.number)


@case.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print everything for programs.")
@moves_time
@pass_desk
def show(desk: Desk, number: str, as_json: bool) -> None:  # noqa: FBT001 - click hands flags over by name
    """Show a case: its clocks, its open tasks and what was done."""
    with desk.reading() as uow:
        file = casefile.read(uow, case_named(uow, number).id)
        now = uow.now
    if as_json:
        click.echo(orjson.dumps(file, default=_plain, option=AS_JSON))
        return
    click.echo(
        f"{file.facts.number}  {file.facts.title}  [{file.facts.state}]  {desk.words(file.facts.definition)}"
    )
    for clock in file.clocks:
        chip = chips.chip(clock.chip, now)
        ends = f"{desk.local(clock.chip.ends_at):%Y-%m-%d %H:%M}"
        shown = desk.words(chips.marked(Text(ends, ends), clock.chip))
        click.echo(f"  ◷ {desk.words(clock.chip.name)}  {shown}  {desk.words(chip.text)}")
    for task in file.tasks:
        if task.state == "open":
            who = task.assignee.name if task.assignee else task.role or "-"
            click.echo(f"  ☐ {task.id}  {desk.words(task.name)}  {who}")
    for entry in reversed(file.timeline):
        click.echo(
            f"  {entry.sequence:>3}  {desk.local(entry.at):%Y-%m-%d %H:%M}  {entry.actor}  {entry.kind}"
        )


@case.command("list")
@click.option("--text", default="", help="A part of the number or the title.")
@click.option("--state", help="running, suspended, completed or cancelled.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@moves_time
@pass_desk
def listing(desk: Desk, text: str, state: str | None, limit: int) -> None:
    """List cases, newest first."""
    with desk.reading() as uow:
        found = dashboard.search(uow, text=text, state=state, limit=limit)
    for row in found.rows:
        day = f"{desk.local(row.clock.ends_at):%Y-%m-%d}" if row.clock else "-"
        ends = desk.words(chips.marked(Text(day, day), row.clock)) if row.clock else day
        click.echo(f"{row.number}\t{row.state}\t{row.urgency.value}\t{ends}\t{row.title}")


@case.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--procedure", "key", help="The procedure of rows that name none.")
@click.option("--skip-bad", is_flag=True, help="Import the good rows although there are bad ones.")
@click.option("--as", "login", help="Who opens them; the system when left out.")
@moves_time
@pass_desk
def import_file(desk: Desk, file: Path, key: str | None, skip_bad: bool, login: str | None) -> None:  # noqa: FBT001 - click hands flags over by name
    """Open a case for each row of an XLSX or CSV FILE; with a bad row, none unless --skip-bad."""
    with desk.unit_of_work(desk.acting(login)) as uow:
        try:
            now, known = uow.office.local(uow.now), case_import.imported(uow)
            rules = case_import.Rules(openings(uow), now, key, known)
            good, bad = case_import.check(read_table(file), rules)
        except TableRefused as refused:
            raise Refusal(Text(f"{file}：{refused.reason.zh}", f"{file}: {refused.reason.en}")) from refused
        for row in bad:
            zh, en = "；".join(r.zh for r in row.reasons), "; ".join(r.en for r in row.reasons)
            click.echo(desk.words(Text(f"第 {row.row} 行：{zh}", f"row {row.row}: {en}")), err=True)
        if bad and not skip_bad:
            raise Refusal(
                Text(
                    f"{len(bad)} 行有误，没有导入任何案件；更正后重试，或加 --skip-bad 跳过",
                    f"{len(bad)} bad rows, nothing was imported; correct them, or skip them with --skip-bad",
                )
            )
        with click.progressbar(case_import.open_all(uow, good), length=len(good)) as opened:
            numbers = [started.number for started in opened]
    desk.say(f"已导入 {len(numbers)} 件，跳过 {len(bad)} 行", f"{len(numbers)} imported, {len(bad)} skipped")


@case.command()
@click.argument("key")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Where to write; KEY.xlsx when left out."
)
@pass_desk
def template(desk: Desk, key: str, output: Path | None) -> None:
    """Write the import template of procedure KEY as XLSX: its columns, and lists to choose from."""
    with desk.reading() as uow:
        known = openings(uow)
    if key not in known:
        raise Refusal(
            Text(
                f"没有流程 {key}；可用：{'、'.join(known)}",
                f"no procedure {key}; there are: {', '.join(known)}",
            )
        )
    file = output or Path(f"{key}.xlsx")
    file.write_bytes(template_book.workbook(known[key], desk.language))
    desk.say(f"已写入 {file}", f"Wrote {file}")


def case_named(uow: Any, number: str) -> CaseRow:
    """The case with a number; Refusal."""
    found = [row for row in dashboard.search(uow, text=number).rows if row.number == number]
    if not found:
        raise Refusal(Text(f"没有案件 {number}", f"there is no case {number}"))
    return found[0]


def _plain(value: Any) -> Any:
    """Give what JSON does not know: both languages of a text, a ledger as `period --json` gives it."""
    if isinstance(value, Text):
        return value._asdict()
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return sorted(value) if isinstance(value, frozenset | set) else str(value)


commands = (case,)
