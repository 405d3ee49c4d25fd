"""Doing in time what waits for it, through APScheduler: it sleeps until the next. Any number may run on one database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.date import DateTrigger

from engine.alarms import next_wake, ring_due, wind_up
from engine.outbox import Outbox
from engine.uow import Engine

LONGEST_SLEEP = timedelta(seconds=30)
SHORTEST_SLEEP = timedelta(seconds=1)
"""So long it lets an alarm be that somebody else is ringing."""

BATCH = 100
log = structlog.get_logger()

Ahead = Callable[[], timedelta]
"""By how much the engine's time is ahead of the time of day: not at all, but in a demo whose time was moved."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Work that falls due: `do` does a batch and says how much it was, `wake` says when there is more."""

    name: str
    do: Callable[[], int]
    wake: Callable[[], datetime | None]


class Watch:
    """Makes its rounds when something is due and sleeps until then, or until this process sets something earlier.

    It looks again after `longest` at the latest, for what other processes set.
    """

    def __init__(
        self,
        rounds: Rounds,
        longest: timedelta,
        now: Callable[[], datetime],
        plan: Callable[[datetime], None],
    ) -> None:
        self._rounds = rounds
        self._longest = longest
        self._now = now
        self._plan_at = plan
        self._lock = Lock()
        self._planned: datetime | None = None  # while it is at work
        self._heard: datetime | None = None  # since it began to work

    def begin(self) -> None:
        """Go round at once."""
        with self._lock:
            self._plan(self._now())

    def hear(self, wake_at: datetime) -> None:
        """Something was set in this process: do not sleep past it."""
        with self._lock:
            self._heard = min(wake_at, self._heard or wake_at)
            if self._planned is not None and wake_at < self._planned:
                self._plan(wake_at)

    def go_round(self) -> None:
        """Do everything that is due, then sleep; trouble with the database is no reason to stop."""
        wake: datetime | None = None
        with self._lock:
            self._planned = self._heard = None
        try:
            while self._rounds.do():
                pass
            wake = self._rounds.wake()
        except Exception:
            log.exception("rounds failed", rounds=self._rounds.name)
        with self._lock:
            self._plan(self.until(wake))

    def until(self, wake: datetime | None) -> datetime:
        """When to go round again, if there is something to do at `wake`."""
        now = self._now()
        soonest = min((at for at in (wake, self._heard) if at is not None), default=now + self._longest)
        return min(max(soonest, now + SHORTEST_SLEEP), now + self._longest)

    def _plan(self, at: datetime) -> None:
        self._planned = at
        self._plan_at(at)


class Scheduler:
    """Rings what is due, and sends what is in the outbox, if one is given: each in a thread of its own, so that a slow
    mail server delays no alarm.

    The engine's `now` must be the time of day, or by as much `ahead` of it as that says now.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        longest_sleep: timedelta = LONGEST_SLEEP,
        batch: int = BATCH,
        ahead: Ahead = timedelta,
        outbox: Outbox | None = None,
    ) -> None:
        self._engine = engine
        self._ahead = ahead
        self._scheduler: BaseScheduler | None = None
        rounds = [Rounds("alarms", partial(_ring, engine, batch), partial(next_wake, engine))]
        if outbox is not None:
            rounds.append(Rounds("outbox", outbox.deliver_due, outbox.next_wake))
        self.watches = {
            one.name: Watch(one, longest_sleep, engine.now, partial(self._plan, one.name)) for one in rounds
        }

    def start(self) -> None:
        """Work in threads of this process (`kuaibao serve`)."""
        self._run(BackgroundScheduler(**self._options()))

    def run(self) -> None:
        """Work until the process is told to end (`kuaibao scheduler`); does not return before."""
        self._run(BlockingScheduler(**self._options()))

    def stop(self) -> None:
        """Finish what is being done, and stop."""
        scheduler, self._scheduler = self._scheduler, None
        self._engine.on_alarm = None
        if scheduler is not None:
            scheduler.shutdown(wait=True)

    def hear(self, wake_at: datetime) -> None:
        """An alarm was set in this process, or a mail put into the outbox: do not sleep past it."""
        for watch in self.watches.values():
            watch.hear(wake_at)

    def _options(self) -> dict[str, object]:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        executors = {name: ThreadPoolExecutor(1) for name in self.watches}
        return {"executors": executors, "job_defaults": defaults, "timezone": "UTC"}

    def _run(self, scheduler: BaseScheduler) -> None:
        self._scheduler = scheduler
        self._engine.on_alarm = self.hear
        for watch in self.watches.values():
            watch.begin()
        scheduler.start()

    def _plan(self, name: str, at: datetime) -> None:
        if self._scheduler is not None:
            trigger, work = DateTrigger(at - self._ahead()), self.watches[name].go_round
            self._scheduler.add_job(work, trigger, id=name, executor=name, replace_existing=True)


def _ring(engine: Engine, batch: int) -> int:
    wind_up(engine)
    return ring_due(engine, limit=batch)


def start_beside(
    engine: Engine,
    *,
    batch: int = BATCH,
    longest_sleep: float = 30,
    ahead: Ahead = timedelta,
    outbox: Outbox | None = None,
) -> Scheduler:
    """Work in threads beside what this process does; `longest_sleep` in seconds."""
    sleep = timedelta(seconds=longest_sleep)
    scheduler = Scheduler(engine, longest_sleep=sleep, batch=batch, ahead=ahead, outbox=outbox)
    scheduler.start()
    return scheduler


def run_until_stopped(
    engine: Engine,
    *,
    batch: int = BATCH,
    longest_sleep: float = 30,
    ahead: Ahead = timedelta,
    outbox: Outbox | None = None,
) -> None:
    """Work until the process is told to end; `longest_sleep` in seconds."""
    sleep = timedelta(seconds=longest_sleep)
    scheduler = Scheduler(engine, longest_sleep=sleep, batch=batch, ahead=ahead, outbox=outbox)
    try:
        scheduler.run()
    except (KeyboardInterrupt, SystemExit):
        scheduler.stop()
