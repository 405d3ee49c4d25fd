"""`kuaibao period`: a deadline calculator that people use by itself."""

import json

import click

from engine.periods import Ledger, calculate, parse_start
from engine.text import Text
from web.cli.console import Console, pass_console
from web.house import office_of


@click.command()
@click.argument("start")
@click.argument("amount", type=int)
@click.argument("unit")
@click.option(
    "--suspend",
    "suspensions",
    multiple=True,
    metavar="EFFECTIVE..RESUMED",
    help="A suspension; the effective day is excluded, the day of resumption counts. Repeatable.",
)
@click.option(
    "--extend",
    "extensions",
    multiple=True,
    metavar="AMOUNT",
    help="An extension in the same unit. Repeatable.",
)
@click.option("--until", help="Count an open suspension (`2026-02-03..`) as if it ended on this day.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print last_day, ends_at, provisional and steps for programs."
)
@pass_console
def period(
    console: Console,
    start: str,
    amount: int,
    unit: str,
    suspensions: tuple[str, ...],
    extensions: tuple[str, ...],
    until: str | None,
    as_json: bool,  # noqa: FBT001 - click hands flags over by name
) -> None:
    """Count a period from START: AMOUNT of UNIT (hours, working-days, calendar-days, months), and say why.

    For example: kuaibao period 2026-01-31 1 months --suspend 2026-02-03..2026-02-08 --extend 1
    """
    office = office_of(console.settings)
    with console.refusals():
        ledger = calculate(
            start, amount, unit, suspensions, extensions,
            calendar=office.calendar, hours=office.hours, closing=office.closing, until=parse_start(until) if until else None,
        )  # fmt: skip
    click.echo(
        json.dumps(ledger.to_json(), ensure_ascii=False, indent=2) if as_json else _lines(console, ledger)
    )


def _lines(console: Console, ledger: Ledger) -> str:
    end = f"{ledger.ends_at:%Y-%m-%d %H:%M}"
    mark = Text("（暂定）", " (provisional)") if ledger.provisional else Text("", "")
    head = Text(
        f"届满日 {ledger.last_day}{mark.zh}，截止 {end}", f"Last day {ledger.last_day}{mark.en}, ends {end}"
    )
    lines = [console.words(head)]
    for number, step in enumerate(ledger.steps, start=1):
        article = console.words(step.article)
        lines.append(f"{number:>3}. {console.words(step.text)}" + (f"  [{article}]" if article else ""))
    return "\n".join(lines)


commands = (period,)
