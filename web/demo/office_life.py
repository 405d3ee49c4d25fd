"""The life of the demo office: what is planned when people look at their worklists."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from engine.queries import dashboard
from engine.queries.rows import WorkRow
from engine.uow import SYSTEM
from web.demo.arrivals import Arrival
from web.demo.deeds import Deeds
from web.demo.fates import Fate, Pause, fate
from web.demo.moved import later
from web.demo.oversight import Oversight
from web.demo.pace import effort, hurry, reply
from web.demo.petitions import Petitions
from web.demo.simulation import Simulation
from web.demo.staff import Seen, Worker, look, taker
from web.demo.waits import Awaited, waits

CLAIMED = 0.3
"""So many tasks are claimed when they are planned; the others are taken and done in one."""

READ = 0.35
"""On so many days people read what they have been told."""

UNREAD = timedelta(days=4)
"""So long after the last days have begun nobody reads any more."""

DRAFTED = 0.5
"""So many of the tasks in hand are begun."""

EXTENDED = 0.5
"""So many of the cases that run short are extended, where that may be."""

EXTENSIBLE = ("patent-infringement", "patent-passing-off")
GIVEN = 0.05
"""So many tasks are given to somebody by the head of the unit."""

LATE = timedelta(days=24)
"""Cases that have come since then, before the last days, may still lie where they are."""

FIRST = ("check_papers", "verify_lead")
CONFLICTED = 0.015
"""In so many cases somebody steps back."""


class OfficeLife:
    """Plans what everybody does with what they see. `lately`: from then on most tasks are claimed at once."""

    def __init__(
        self, simulation: Simulation, everybody: Sequence[Worker], deeds: Deeds, lately: datetime
    ) -> None:
        self._simulation, self._engine = simulation, simulation.engine
        self._everybody, self._deeds, self._lately = everybody, deeds, lately
        self._petitions = Petitions(simulation.engine, everybody)
        self._oversight = Oversight(simulation.engine, deeds, self._plan)
        self._planned: set[int] = set()
        self._considered: set[str] = set()
        self._fates: dict[str, Fate] = {}
        self._met: dict[str, datetime] = {}
        with self._engine.reading(SYSTEM) as uow:
            self._waits = waits(uow)

    def receive(self, arrival: Arrival) -> None:
        """Register what comes in."""
        clerks = [one for one in self._everybody if arrival.role in one.actor.roles]
        self._deeds.register(arrival, self._deeds.rng(arrival.at.isoformat(), "clerk").choice(clerks))

    def look(self, hour: int) -> None:
        """Let those look at their worklists who do so at this time of day, and plan what is new there."""
        for seen in look(self._engine, [one for one in self._everybody if hour in one.hours], hour):
            if seen.row.task_id not in self._planned and seen.row.case_state == "running":
                self._planned.add(seen.row.task_id)
                self._take_up(seen)

    def close_the_day(self, day: date) -> None:
        """Before going home: what has come is read now and then, and more time is asked for where it is short."""
        lately = day >= self._engine.office.today(self._lately + UNREAD)
        if not lately and self._deeds.rng(day, "notices").random() < READ:
            for worker in self._everybody:
                self._deeds.read_notices(worker)
        self._ask_for_time()

    def begin_drafts(self) -> None:
        """Some of what people have taken is begun and not finished."""
        begun = [seen for seen in look(self._engine, self._everybody) if seen.row.assignee_id is not None]
        for seen in begun:
            row = seen.row
            own = (row.definition_key, row.node_id) not in self._waits and row.kind == "task"
            if (
                own
                and row.case_state == "running"
                and self._deeds.rng(row.task_id, "draft").random() < DRAFTED
            ):
                self._deeds.draft(row.task_id, seen.workers[0])

    def _ask_for_time(self) -> None:
        director = next(one for one in self._everybody if "director" in one.actor.roles)
        with self._engine.reading(director.actor) as uow:
            found = dashboard.attention(uow)
        for row in found.overdue:
            if row.number not in self._considered and row.definition_key in EXTENSIBLE:
                self._considered.add(row.number)
                if self._deeds.rng(row.number, "extension").random() < EXTENDED:
                    self._decide(self._petitions.extend(row.id, director), row.number, director)

    def _take_up(self, seen: Seen) -> None:
        row = seen.row
        self._meet(row)
        worker = taker(seen, self._deeds.rng(row.number, row.role))
        awaited = self._waits.get((row.definition_key, row.node_id))
        if awaited is None or row.kind == "watch":
            self._begin(row, worker)
        else:
            self._await(row, worker, awaited)

    def _begin(self, row: WorkRow, worker: Worker) -> None:
        rng = self._deeds.rng(row.number, row.task_id)
        days = effort(rng, row.node_id) * worker.colleague.haste * self._pace(row)
        if self._forgotten(row):
            days += rng.uniform(12.0, 40.0)
        do = self._oversight.settle if row.kind == "watch" else self._deeds.complete
        self._plan(days, partial(self._complete, do, row.task_id, worker))
        share = 1 - CLAIMED / 2 if self._engine.now() >= self._lately else CLAIMED
        if row.assignee_id is None and rng.random() < share:
            self._plan(min(days, 0.1) * rng.random(), partial(self._deeds.claim, row.task_id, worker))
        elif row.assignee_id is None and rng.random() < GIVEN:
            self._deeds.assign(row.task_id, worker, self._chief(row))

    def _pace(self, row: WorkRow) -> float:
        """A case that is left lying is not hurried either."""
        pace = self._fates[row.number].pace
        left = row.clock.ends_at - self._engine.now() if row.clock is not None else None
        return pace * hurry(left) if pace <= 2 else pace  # noqa: PLR2004 - twice as slow as usual

    def _forgotten(self, row: WorkRow) -> bool:
        forgotten = self._fates[row.number].forgotten
        if forgotten is None:
            return False
        return later(self._engine.office, self._met[row.number], forgotten) <= self._engine.now()

    def _complete(self, do: Callable[[int, Worker], bool], task_id: int, worker: Worker) -> None:
        if not do(task_id, worker):
            self._planned.discard(task_id)

    # --- those outside ---

    def _await(self, row: WorkRow, worker: Worker, awaited: Awaited) -> None:
        rng = self._deeds.rng(row.number, row.task_id)
        right = self._deeds.form(row.task_id, SYSTEM).values.get("right")
        coming = reply(rng, row.node_id, right)
        if coming is None:
            return
        deed = partial(self._write, row.task_id, awaited, worker)
        if not coming.by_message:
            deed = partial(self._complete, self._deeds.complete, row.task_id, worker)
        left = _own_period(row, self._engine.now())
        if left is None:
            self._plan(coming.after, deed)
        else:
            self._simulation.plan(self._at_work(self._engine.now() + left * rng.uniform(0.15, 0.95)), deed)

    def _write(self, task_id: int, awaited: Awaited, worker: Worker) -> None:
        if not self._deeds.write(task_id, awaited, worker):
            self._planned.discard(task_id)

    # --- what happens to a case ---

    def _meet(self, row: WorkRow) -> None:
        """See a case for the first time, and decide what becomes of it."""
        if row.number in self._fates:
            return
        self._met[row.number] = self._engine.now()
        rng, late = self._deeds.rng(row.number), self._engine.now() >= self._lately - LATE
        found = self._fates[row.number] = fate(rng, row.definition_key, late=late)
        if row.node_id in FIRST and rng.random() < CONFLICTED:
            self._deeds.recuse(
                row.case_id, rng.choice([w for w in self._everybody if "case-handler" in w.actor.roles])
            )
        if found.withdrawn is not None:
            self._plan(found.withdrawn, partial(self._deeds.withdraw, row.number))
        if found.pause is not None:
            self._plan(found.pause.after, partial(self._pause, row, found.pause))

    def _pause(self, row: WorkRow, pause: Pause) -> None:
        chief = self._chief(row)
        asked = self._petitions.suspend(row.case_id, pause, chief)
        self._decide(
            asked, row.number, chief, lambda: self._plan(pause.lasts, partial(self._go_on, row, pause))
        )

    def _go_on(self, row: WorkRow, pause: Pause) -> None:
        chief = self._chief(row)
        self._decide(self._petitions.resume(row.case_id, pause, chief), row.number, chief)

    def _decide(
        self, asked: int | None, number: str, head: Worker, then: Callable[[], None] | None = None
    ) -> None:
        """Let a head grant what was asked, a little later."""
        if asked is None:
            return

        def grant() -> None:
            if self._petitions.grant(asked, head) and then is not None:
                then()

        self._plan(self._deeds.rng(number, asked, "decision").uniform(0.1, 1.5), grant)

    def _chief(self, row: WorkRow) -> Worker:
        chiefs = [one for one in self._everybody if "supervisor" in one.actor.roles]
        return next((one for one in chiefs if one.unit == row.unit), chiefs[0])

    # --- when ---

    def _plan(self, days: float, deed: Callable[[], object]) -> None:
        self._simulation.plan(later(self._engine.office, self._engine.now(), days), deed)

    def _at_work(self, at: datetime) -> datetime:
        """The instant, moved into working hours."""
        return self._engine.office.opening(at)


def _own_period(row: WorkRow, now: datetime) -> timedelta | None:
    """What is left of a task's own period, that of a party."""
    clock = row.clock
    return (
        clock.ends_at - now
        if clock is not None and clock.node_id == row.node_id and clock.ends_at > now
        else None
    )
