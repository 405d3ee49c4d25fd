"""What commands that need the office's database stand on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, wraps
from typing import Any

import click

from engine import people
from engine.text import Text
from engine.uow import SYSTEM, Actor, Engine, UnitOfWork
from web.cli.console import Console, Refusal
from web.cli.instants import parse_instant
from web.composition import OpenOffice, open_office
from web.demo.trips import TripRefused, begin, go_on


class Desk(Console):
    """A console with the engine. `travelled`: how many alarms rang when `--at` moved the time."""

    travelled: int = 0

    @cached_property
    def office(self) -> OpenOffice:
        """The office: its engine, its time, and whether it is a demo."""
        return open_office(self.settings)

    @property
    def engine(self) -> Engine:
        """The engine on the office's database."""
        return self.office.engine

    def travel(self, written: str) -> int:
        """Move a demo's time forward to an instant; the number of alarms that rang on the way."""
        until = parse_instant(written, self.local(self.engine.now()))
        try:
            with self.refusals():
                begin(self.engine, until, by=_OPERATOR)
                trip = go_on(self.engine, self.office.time)
        except TripRefused as refused:
            raise Refusal(refused.reason, code=2) from refused
        return trip.rung if trip is not None else 0

    def close(self) -> None:
        """Close the database's connections, where one was opened."""
        if "office" in vars(self):
            self.engine.database.dispose()

    @contextmanager
    def unit_of_work(self, actor: Actor = SYSTEM) -> Iterator[UnitOfWork]:
        """One transaction; what the engine refuses becomes a sentence."""
        with self.refusals(), self.engine.unit_of_work(actor) as uow:
            yield uow

    @contextmanager
    def reading(self, actor: Actor = SYSTEM) -> Iterator[UnitOfWork]:
        """One state of the database to read from."""
        with self.refusals(), self.engine.reading(actor) as uow:
            yield uow

    def local(self, instant: datetime) -> datetime:
        """An instant on the office's own clock."""
        return self.engine.office.local(instant)

    def acting(self, login: str | None) -> Actor:
        """The person with a login name as an actor; the system for None."""
        if login is None:
            return SYSTEM
        with self.reading() as uow:
            found = id_of(uow, login)
            actor = people.actor(uow, found) if found is not None else None
        if actor is None:
            raise Refusal(Text(f"没有可用的用户 {login}", f"there is no active person {login}"), code=2)
        return actor


_OPERATOR = "kuaibao"
_AT = "at"


def moves_time(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--at`: in a demo, time is moved forward to that instant before anything is done."""
    return click.option(
        "--at",
        metavar="INSTANT",
        expose_value=False,
        callback=_remember,
        help="In a demo: move its time forward to this instant first (2026-10-09T09:00, 2026-10-09, +3d).",
    )(command)


def _remember(ctx: click.Context, _parameter: click.Parameter, written: str | None) -> None:
    if written is not None:
        ctx.meta[_AT] = written


def id_of(uow: UnitOfWork, login: str) -> int | None:
    """The id of the person with a login name, active or not."""
    return next((row.id for row in people.listing(uow) if row.login == login), None)


def pass_desk(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a `Desk` to a command as its first argument."""

    @click.pass_context
    @wraps(command)
    def with_desk(ctx: click.Context, *args: Any, **options: Any) -> Any:
        console: Console = ctx.obj
        desk = Desk(console.file, console.given)
        ctx.call_on_close(desk.close)
        if _AT in ctx.meta:
            desk.travelled = desk.travel(ctx.meta[_AT])
        return command(desk, *args, **options)

    return with_desk
