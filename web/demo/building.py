"""The demo office is built: people, procedures, and months of work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial

from dateutil.relativedelta import relativedelta

from engine import alarms, definitions
from engine.blueprint import Bundle
from engine.office import Office
from engine.uow import SYSTEM, Engine
from web.demo.arrivals import arrivals
from web.demo.deeds import Deeds
from web.demo.moved import MovedTime
from web.demo.office_life import OfficeLife
from web.demo.pending import leave
from web.demo.roster import hire
from web.demo.simulation import Simulation
from web.demo.staff import LOOKS, workers

LATELY = timedelta(days=6)
"""For so long most of what people work on is claimed."""

Tell = Callable[[float], None]
"""Hears how much of the work is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built: about so many cases, over so many months up to `until`; the same for the same seed.

    `moved`: `until` is another present than that of the day, and goes on from there.
    """

    until: datetime
    cases: int = 300
    months: int = 4
    seed: int = 1
    moved: bool = False

    def since(self, office: Office) -> datetime:
        """When the office opens."""
        begin = office.local(self.until) - relativedelta(months=self.months)
        return datetime.combine(begin.date(), time(8), office.timezone).astimezone(UTC)


def build(
    engine: Engine, now: MovedTime, plan: Plan, bundles: Iterable[Bundle], *, password: str, tell: Tell
) -> list[str]:
    """Fill an empty office; what could not be done. `now` is the engine's time; it ends at `plan.until`."""
    with engine.unit_of_work(SYSTEM) as uow:
        ids = hire(uow, password)
    for bundle in bundles:
        with engine.unit_of_work(SYSTEM) as uow:
            definitions.deploy(uow, bundle)
    if not plan.cases:
        now.to(plan.until)
        return []
    with engine.reading(SYSTEM) as uow:
        staff = workers(uow, ids)
    simulation, deeds = Simulation(engine, now), Deeds(engine, plan.seed)
    life = OfficeLife(simulation, staff, deeds, lately=plan.until - LATELY)
    _fill(simulation, life, deeds, plan)
    begin, whole = now(), plan.until - now()
    simulation.run(plan.until, lambda at: tell((at - begin) / whole))
    leave(engine, staff)
    tell(1.0)
    return deeds.stuck


def _fill(simulation: Simulation, life: OfficeLife, deeds: Deeds, plan: Plan) -> None:
    """Plan what comes in, and the days on which people work."""
    office, since = simulation.engine.office, plan.since(simulation.engine.office)
    for arrival in arrivals(deeds.rng("arrivals"), office, since, plan.until, plan.cases):
        simulation.plan(arrival.at.astimezone(UTC), partial(life.receive, arrival))
    day, last = office.today(since), office.today(plan.until)
    days = [day + timedelta(number) for number in range((last - day).days + 1)]
    working = [day for day in days if office.calendar.is_working(day)]
    hours = sorted({hour for looks in LOOKS.values() for hour in looks})
    for day in working:
        for hour in hours:
            at = datetime.combine(day, time(hour, deeds.rng(day, hour).randrange(30)), office.timezone)
            simulation.plan(at.astimezone(UTC), partial(life.look, hour))
        evening = datetime.combine(day, time(16, 40), office.timezone)
        simulation.plan(evening.astimezone(UTC), partial(life.close_the_day, day))
    simulation.plan(plan.until - LATELY, partial(alarms.wind_up, simulation.engine))
    simulation.plan(plan.until - timedelta(minutes=12), life.begin_drafts)
