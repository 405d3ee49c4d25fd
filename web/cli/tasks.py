"""`kuaibao task`: a person's work, for scripts and for those who like to type."""

from typing import Any

import click
import orjson

from engine import tasks
from engine.forms import Field
from engine.queries import worklist
from engine.queries.rows import TaskForm
from web.cli.console import json_option
from web.cli.desk import Desk, moves_time, pass_desk


@click.group()
def task() -> None:
    """User tasks: list, claim, complete."""


@task.command("list")
@click.option("--as", "login", required=True, help="Whose worklist.")
@moves_time
@pass_desk
def work(desk: Desk, login: str) -> None:
    """List a person's tasks, then those that the person's groups may claim."""
    with desk.reading(desk.acting(login)) as uow:
        rows = [("mine", row) for row in worklist.mine(uow).rows] + [
            ("pool", row) for row in worklist.pool(uow).rows
        ]
    for place, row in rows:
        click.echo(
            "\t".join(
                (str(row.task_id), place, row.urgency.value, row.number, desk.words(row.name), row.title)
            )
        )


@task.command()
@click.argument("task_id", type=int)
@click.option("--as", "login", required=True, help="Who claims it.")
@moves_time
@pass_desk
def claim(desk: Desk, task_id: int, login: str) -> None:
    """Claim task TASK_ID."""
    with desk.unit_of_work(desk.acting(login)) as uow:
        tasks.claim(uow, task_id)


@task.command()
@click.argument("task_id", type=int)
@click.option("--as", "login", required=True, help="Who completes it.")
@click.option("--values", "values", **json_option("The form's values"))
@moves_time
@pass_desk
def complete(desk: Desk, task_id: int, login: str, values: dict[str, Any]) -> None:
    """Complete task TASK_ID, and say where the case stands."""
    with desk.unit_of_work(desk.acting(login)) as uow:
        done = tasks.complete(uow, task_id, values)
    click.echo(f"{done.number}\t{done.case_state}")


@task.command("form")
@click.argument("task_id", type=int)
@click.option("--as", "login", required=True, help="Who asks.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the values that the form begins with, for programs."
)
@moves_time
@pass_desk
def form(desk: Desk, task_id: int, login: str, as_json: bool) -> None:  # noqa: FBT001 - click hands flags over by name
    """Show what task TASK_ID asks for: names, labels, and what may be chosen."""
    with desk.reading(desk.acting(login)) as uow:
        found = worklist.form(uow, task_id)
    if as_json:
        values = found.form.initial(found.values) if found.form else {}
        click.echo(orjson.dumps(values, option=orjson.OPT_INDENT_2))
        return
    for field in found.form.fields if found.form else ():
        if not field.is_static and not field.readonly:
            _describe(desk, found, field)


def _describe(desk: Desk, found: TaskForm, field: Field, indent: str = "") -> None:
    star = "*" if field.required else ""
    offered = [f"{one.value}={desk.words(one.label)}" for one in field.choices]
    offered += [f"{one.id}={one.name}" for one in found.people.get(field.name, ())]
    click.echo(
        "\t".join((f"{indent}{field.name}{star}", field.type, desk.words(field.label), " ".join(offered)))
    )
    for inner in field.fields:
        _describe(desk, found, inner, f"{indent}  ")


commands = (task,)
