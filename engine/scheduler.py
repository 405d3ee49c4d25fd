"""Ringing alarms in time, through APScheduler: it sleeps until the next one. Any number may run on one database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.date import DateTrigger

from engine.alarms import next_wake, ring_due
from engine.uow import Engine

LONGEST_SLEEP = timedelta(seconds=30)
SHORTEST_SLEEP = timedelta(seconds=1)
"""So long it lets an alarm be that somebody else is ringing."""

BATCH = 100
_JOB = "alarms"
log = structlog.get_logger()

Ahead = Callable[[], timedelta]
"""By how much the engine's time is ahead of the time of day: not at all, but in a demo whose time was moved."""


class Scheduler:
    """Rings what is due and sleeps until the next alarm, or until this process sets an earlier one.

    It looks again after `longest_sleep` at the latest, for the alarms that other processes set. The engine's `now`
    must be the time of day, or by as much `ahead` of it as that says now.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        longest_sleep: timedelta = LONGEST_SLEEP,
        batch: int = BATCH,
        ahead: Ahead = timedelta,
    ) -> None:
        self._engine = engine
        self._ahead = ahead
        self._longest = longest_sleep
        self._batch = batch
        self._lock = Lock()
        self._planned: datetime | None = None  # while it rings
        self._heard: datetime | None = None  # since it began to ring
        self._scheduler: BaseScheduler | None = None

    def start(self) -> None:
        """Ring in a thread of this process (`kuaibao serve`)."""
        self._run(BackgroundScheduler(**self._options()))

    def run(self) -> None:
        """Ring until the process is told to end (`kuaibao scheduler`); does not return before."""
        self._run(BlockingScheduler(**self._options()))

    def stop(self) -> None:
        """Finish what is being rung, and stop."""
        scheduler, self._scheduler = self._scheduler, None
        self._engine.on_alarm = None
        if scheduler is not None:
            scheduler.shutdown(wait=True)

    def hear(self, wake_at: datetime) -> None:
        """An alarm was set in this process: do not sleep past it."""
        with self._lock:
            self._heard = min(wake_at, self._heard or wake_at)
            if self._planned is not None and wake_at < self._planned:
                self._plan(wake_at)

    def _options(self) -> dict[str, object]:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        return {"executors": {"default": ThreadPoolExecutor(1)}, "job_defaults": defaults, "timezone": "UTC"}

    def _run(self, scheduler: BaseScheduler) -> None:
        self._scheduler = scheduler
        self._engine.on_alarm = self.hear
        with self._lock:
            self._plan(self._engine.now())
        scheduler.start()

    def _plan(self, at: datetime) -> None:
        if self._scheduler is not None:
            self._planned = at
            self._scheduler.add_job(
                self._wake, DateTrigger(at - self._ahead()), id=_JOB, replace_existing=True
            )

    def _wake(self) -> None:
        """Ring everything that is due, then sleep; trouble with the database is no reason to stop."""
        wake: datetime | None = None
        with self._lock:
            self._planned = self._heard = None
        try:
            while ring_due(self._engine, limit=self._batch):
                pass
            wake = next_wake(self._engine)
        except Exception:
            log.exception("alarms could not be rung")
        with self._lock:
            self._plan(self._until(wake))

    def _until(self, wake: datetime | None) -> datetime:
        now = self._engine.now()
        soonest = min((at for at in (wake, self._heard) if at is not None), default=now + self._longest)
        return min(max(soonest, now + SHORTEST_SLEEP), now + self._longest)


def start_beside(
    engine: Engine, *, batch: int = BATCH, longest_sleep: float = 30, ahead: Ahead = timedelta
) -> Scheduler:
    """Ring in a thread beside what this process does; `longest_sleep` in seconds."""
    scheduler = Scheduler(engine, longest_sleep=timedelta(seconds=longest_sleep), batch=batch, ahead=ahead)
    scheduler.start()
    return scheduler


def run_until_stopped(
    engine: Engine, *, batch: int = BATCH, longest_sleep: float = 30, ahead: Ahead = timedelta
) -> None:
    """Ring until the process is told to end; `longest_sleep` in seconds."""
    scheduler = Scheduler(engine, longest_sleep=timedelta(seconds=longest_sleep), batch=batch, ahead=ahead)
    try:
        scheduler.run()
    except (KeyboardInterrupt, SystemExit):
        scheduler.stop()
