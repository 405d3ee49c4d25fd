"""The people of the demo office at work: who sees a task, and who takes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from engine import people
from engine.queries import worklist
from engine.queries.rows import WorkRow
from engine.uow import Actor, Engine, UnitOfWork
from web.demo.roster import PEOPLE, UNITS, Colleague

LOOKS: Mapping[str, Sequence[int]] = {
    "intake-clerk": (9, 14, 16),
    "case-handler": (9, 11, 15),
    "pre-examiner": (10, 15),
    "supervisor": (10, 15),
    "reviewer": (10, 15),
    "director": (11, 16),
}
"""The hours of the day at which somebody of a role looks at the worklist."""


GIVEN = "pre-examiner"
"""The role to which the procedures give tasks by name: the others look through their own tasks once a day."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A colleague with the rights that go with the roles."""

    colleague: Colleague
    actor: Actor
    unit: str | None

    @property
    def id(self) -> int:
        """The person's id."""
        return self.actor.person_id or 0

    @property
    def hours(self) -> frozenset[int]:
        """The hours of the day at which the person looks at the worklist."""
        return frozenset(hour for role in self.actor.roles for hour in LOOKS.get(role, ()))

    def lists(self, uow: UnitOfWork, hour: int | None) -> Sequence[WorkRow]:
        """What the person looks through at an hour of the day; None: everything."""
        pool = worklist.pool(uow).rows
        if hour is None or hour == min(self.hours, default=hour) or self.actor.has(GIVEN):
            return (*worklist.mine(uow).rows, *pool)
        return pool


@dataclass(frozen=True, slots=True)
class Seen:
    """An open task, and who could do it."""

    row: WorkRow
    workers: Sequence[Worker]


def workers(uow: UnitOfWork, ids: Mapping[str, int]) -> tuple[Worker, ...]:
    """Everybody who works on cases."""
    names = {key: name for key, name, _ in UNITS}
    found = [(one, people.actor(uow, ids[one.login])) for one in PEOPLE]
    return tuple(
        Worker(one, actor, names.get(one.unit or ""))
        for one, actor in found
        if actor is not None and actor.staff
    )


def look(engine: Engine, everybody: Iterable[Worker], hour: int | None = None) -> list[Seen]:
    """Let everybody look through the own worklist and the pools; the tasks by their number."""
    rows: dict[int, WorkRow] = {}
    could: dict[int, list[Worker]] = {}
    for worker in everybody:
        with engine.reading(worker.actor) as uow:
            for row in worker.lists(uow, hour):
                rows[row.task_id] = row
                could.setdefault(row.task_id, []).append(worker)
    return [Seen(rows[number], could[number]) for number in sorted(rows)]


def taker(seen: Seen, rng: Random) -> Worker:
    """Who does it: the assignee, else one of the case's own unit, else anybody who could."""
    near = [worker for worker in seen.workers if worker.unit == seen.row.unit]
    return rng.choice(near or list(seen.workers))
