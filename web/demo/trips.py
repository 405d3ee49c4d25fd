"""A demo's trips through time: one at a time, in slices, and remembered, so that any process can go on with it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Self

from engine import marks
from engine.text import Text
from engine.uow import SYSTEM, Engine, UnitOfWork
from web.demo.office_mark import OfficeMark
from web.demo.travel import FARTHEST, travel
from web.office_time import OfficeTime

NAME = "demo-trip"


class TripRefused(Exception):
    """The time cannot be moved like this; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Trip:
    """The last trip: from, to, and how far it has come; who began it, and how many alarms have rung."""

    since: datetime
    until: datetime
    reached: datetime
    by: str
    rung: int = 0

    @property
    def arrived(self) -> bool:
        """Is it at its end?"""
        return self.reached >= self.until

    @property
    def share(self) -> float:
        """How much of the way is behind it, from 0 to 1."""
        whole = self.until - self.since
        return 1.0 if self.arrived or not whole else (self.reached - self.since) / whole

    @classmethod
    def read(cls, uow: UnitOfWork) -> Self | None:
        """The office's last trip."""
        facts = marks.read(uow, NAME)
        if facts is None:
            return None
        instants = {name: datetime.fromisoformat(facts[name]) for name in ("since", "until", "reached")}
        return cls(**instants, by=facts["by"], rung=facts["rung"])

    def put(self, uow: UnitOfWork) -> None:
        """Remember it."""
        facts = asdict(self)
        instants = {name: facts[name].isoformat() for name in ("since", "until", "reached")}
        marks.put(uow, NAME, {**facts, **instants})


def begin(engine: Engine, until: datetime, by: str) -> Trip:
    """Set out for an instant; TripRefused. One that is still under way is taken over."""
    with engine.unit_of_work(SYSTEM) as uow:
        if OfficeMark.read(uow) is None:
            raise TripRefused(_REAL)
        _check(uow, until)
        last = Trip.read(uow)
        since = last.since if last is not None and not last.arrived else uow.now
        trip = Trip(since, until, uow.now, by)
        trip.put(uow)
    return trip


def go_on(engine: Engine, time: OfficeTime, *, seconds: float | None = None) -> Trip | None:
    """Go on with the trip, for about so many seconds or to its end; None where there is none."""
    with time.held():
        with engine.reading(SYSTEM) as uow:
            trip = Trip.read(uow)
        if trip is None or trip.arrived:
            return trip
        rung = travel(engine, time, trip.until, _enough(seconds))
        return _remember(engine, time, rung)


def stop(engine: Engine) -> None:
    """End the trip where it is."""
    with engine.unit_of_work(SYSTEM) as uow:
        trip = Trip.read(uow)
        if trip is not None and not trip.arrived:
            replace(trip, until=trip.reached).put(uow)


def _enough(seconds: float | None) -> Callable[[], bool]:
    if seconds is None:
        return lambda: False
    end = monotonic() + seconds
    return lambda: monotonic() > end


def _remember(engine: Engine, time: OfficeTime, rung: int) -> Trip | None:
    """Keep the present and the trip as they are now, whatever became of them meanwhile."""
    with engine.unit_of_work(SYSTEM) as uow:
        mark, trip = OfficeMark.read(uow), Trip.read(uow)
        if mark is None or trip is None:
            return None
        ahead = max(mark.ahead, time.ahead())
        replace(mark, ahead_seconds=ahead.total_seconds()).put(uow)
        trip = replace(trip, reached=min(uow.now, trip.until), rung=trip.rung + rung)
        trip.put(uow)
    return trip


def _check(uow: UnitOfWork, until: datetime) -> None:
    now = uow.now
    if until < now:
        here = f"{uow.office.local(now):%Y-%m-%d %H:%M}"
        raise TripRefused(Text(f"时间只能向前移动；现在是 {here}", f"Time only goes forward; it is {here}"))
    if until > now + FARTHEST:
        days = FARTHEST.days
        raise TripRefused(Text(f"一次最多向前移动 {days} 天", f"At most {days} days at once"))


_REAL = Text(
    "本环境不是演示环境，办公时间不能移动",
    "This office is no demo: the time of a real office is never moved",
)
