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
from web.composition import open_engine


class Desk(Console):
    """A console with the engine."""

    @cached_property
    def engine(self) -> Engine:
        """The engine on the office's database."""
        return open_engine(self.settings)

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
            found = next((row.id for row in people.listing(uow) if row.login == login), None)
            actor = people.actor(uow, found) if found is not None else None
        if actor is None:
            raise Refusal(Text(f"没有可用的用户 {login}", f"there is no active person {login}"), code=2)
        return actor


def pass_desk(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a `Desk` to a command as its first argument."""

    @click.pass_context
    @wraps(command)
    def with_desk(ctx: click.Context, *args: Any, **options: Any) -> Any:
        console: Console = ctx.obj
        return command(Desk(console.file, console.given), *args, **options)

    return with_desk
