"""A demo is built beside the office's database and taken over when it is whole; a half-built one is never seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from engine import people
from engine.blueprint import Bundle
from engine.database import Database
from engine.queries import dashboard
from engine.queries.dashboard import Found
from engine.uow import SYSTEM, Engine
from web.composition import open_engine, wall_clock
from web.demo.building import Plan, Tell, build
from web.demo.moved import MovedTime
from web.demo.office_mark import OfficeMark, default_password, demo_password
from web.house import office_of
from web.settings import Settings


def occupied(engine: Engine) -> bool:
    """Are there people or cases already?"""
    with engine.reading(SYSTEM) as uow:
        return bool(people.listing(uow)) or bool(dashboard.search(uow, limit=1).total)


@dataclass(frozen=True, slots=True)
class Launched:
    """What there is in the demo, and what could not be done in building it."""

    found: Found
    stuck: tuple[str, ...]


def launch(settings: Settings, target: Database, plan: Plan, bundles: list[Bundle], tell: Tell) -> Launched:
    """Build a demo into an empty database.

    PostgreSQL has no files to build beside: there the mark says that the demo is not whole until it is.
    """
    with _workshop(settings, target) as database:
        now = MovedTime(plan.since(office_of(settings)))
        engine = open_engine(settings, now, database=database)
        mark = OfficeMark(public=default_password())
        with engine.unit_of_work(SYSTEM) as uow:
            mark.put(uow)
        stuck = build(engine, now, plan, bundles, password=demo_password(), tell=tell)
        whole = replace(mark, complete=True, ahead_seconds=_ahead(plan))
        with engine.unit_of_work(SYSTEM) as uow:
            whole.put(uow)
            return Launched(dashboard.search(uow, limit=1), tuple(stuck))


def _ahead(plan: Plan) -> float:
    return (plan.until - wall_clock()).total_seconds() if plan.moved else 0.0


@contextmanager
def _workshop(settings: Settings, target: Database) -> Iterator[Database]:
    """Where the demo is built: a copy of the target, which the target becomes if all goes well."""
    if not target.sqlite:
        database = Database(target.url, durable=False)
        try:
            yield database
        finally:
            database.dispose()
        return
    with TemporaryDirectory(prefix="demo-", dir=settings.var) as folder:
        database = Database(f"sqlite:///{Path(folder) / 'demo.sqlite3'}", durable=False)
        try:
            database.become(target)
            yield database
            target.become(database)
        finally:
            database.dispose()
