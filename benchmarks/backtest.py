"""How well forecasts come true: `python -m benchmarks.backtest [--quick] [--seed N] [--write]`.

An office is run for a year and a half, and twice a week somebody asks what is to be expected of every clock that runs
and has not ended, knowing only what was known then: the tasks opened, the clocks stopped, and the ends as they were
counted by that morning. What became of each clock is then compared with what was said. `--write` puts the picture and
the numbers into docs/.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from benchmarks.calibration import DOCS, Forecast, bins, figures, put, report, table
from benchmarks.calibration_plot import draw
from engine.bundles import read_folder
from engine.database import Database
from engine.forecast import Course, History, Outlook, Survival, Thin, running, standing, still
from engine.journal import JournalEntry
from engine.model import Case
from engine.queries import courses
from engine.queries.timeline import Timeline, timeline
from engine.uow import SYSTEM, Engine, UnitOfWork
from web.cli.procedures import procedure_folders
from web.composition import open_engine
from web.demo.building import Plan, build
from web.demo.moved import MovedTime
from web.house import office_of
from web.settings import Settings

ROOT = Path(__file__).parents[1]
UNTIL = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SEED = 12
WEEKDAYS = (0, 3)
FIRST = timedelta(days=190)
"""So long the office learns before it is asked."""

LAST = timedelta(days=60)
"""What is asked later than so long before the end can hardly be judged."""


@dataclass(frozen=True)
class Known:
    """A clock as it became, with the ends that it had: since when, and which."""

    course: Course
    ends: tuple[tuple[int, int], ...]

    def by(self, now: int) -> Course:
        """The clock as it was known at an instant."""
        course = self.course
        known = [end for at, end in self.ends if at <= now]
        stands = tuple((first, _by(until, now)) for first, until in course.stands if first <= now)
        return replace(
            course,
            ends=known[-1] if known else course.ends,
            stopped=_by(course.stopped, now),
            stands=stands,
            stages=tuple(stage for stage in course.stages if stage[0] <= now),
        )


def _by(at: int | None, now: int) -> int | None:
    return at if at is not None and at <= now else None


def office(folder: Path, *, cases: int, months: int, seed: int) -> Engine:
    """The demo office, run for so many months."""
    (folder / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    settings = Settings.read(folder / "config.yaml")
    plan = Plan(UNTIL, cases, months, seed, moved=True)
    now = MovedTime(plan.since(office_of(settings)))
    engine = open_engine(
        settings, now, database=Database(f"sqlite:///{folder / 'office.sqlite3'}", durable=False)
    )
    engine.database.create()
    bundles = [read_folder(one) for one in procedure_folders(ROOT / "bpmn")]
    build(engine, now, plan, bundles, password="long enough", tell=lambda _: None)  # noqa: S106 - nobody signs in
    return engine


def read(uow: UnitOfWork) -> tuple[list[Known], Timeline]:
    """Every clock, and each of its ends since when it was known."""
    line = timeline(uow.office, uow.now)
    found = courses.read(uow, select(Case.id), line)
    ends: dict[int, list[tuple[int, int]]] = {}
    columns = (JournalEntry.at, JournalEntry.kind, JournalEntry.facts)
    query = select(*columns).where(JournalEntry.kind.in_(("clock-started", "clock-recounted")))
    for row in uow.session.execute(query.order_by(JournalEntry.case_id, JournalEntry.sequence)):
        end = row.facts["ends_at" if row.kind == "clock-started" else "to"]
        ends.setdefault(row.facts["clock"], []).append(
            (line.at(row.at), line.at(datetime.fromisoformat(end)))
        )
    known = [
        Known(course, tuple(ends.get(clock, ()))) for (_, clock), course in found.items() if clock is not None
    ]
    return known, line


def mornings(line: Timeline, since: date, until: date) -> Iterator[tuple[date, int]]:
    """The instants at which somebody asks."""
    day = since + FIRST
    while day <= until - LAST:
        if day.weekday() in WEEKDAYS and line.office.calendar.is_working(day):
            yield day, line.at(datetime.combine(day, time(10), line.office.timezone))
        day += timedelta(days=1)


def forecasts(known: Sequence[Known], now: int, last: int) -> Iterator[Forecast]:
    """What was said at an instant, and what became of it by the last one."""
    then = [one.by(now) for one in known if one.course.begins <= now]
    history = History.of(then, now)
    rates = _rates(then, now)
    become = {
        id(course): one.course
        for course, one in zip(then, (k for k in known if k.course.begins <= now), strict=True)
    }
    for course in then:
        at = standing(course, now)
        if course.stopped is not None or at.still or at.left is None or at.left <= 0:
            continue
        yield _judged(course, become[id(course)], history.outlook(at), rates, (now, last), at.left)


def _judged(
    course: Course,
    became: Course,
    outlook: Outlook | Thin,
    rates: Mapping[tuple[str, str], float],
    when: tuple[int, int],
    left: int,
) -> Forecast:
    said = outlook if isinstance(outlook, Outlook) else None
    curve, unit = (said.sample.curve, left if said.sample.shares else 1) if said else (Survival.of(()), 1)
    low, median, high = (curve.quantile(share) for share in (0.1, 0.5, 0.9))
    tenth = _longer(became, when, None if low is None else low * unit)
    last = _longer(became, when, None if high is None else high * unit)
    return Forecast(
        case=course.case,
        said=said.miss.value if said and said.miss else None,
        rate=rates.get((course.procedure, course.policy)),
        missed=_longer(became, when, left),
        longer=_longer(became, when, None if median is None else median * unit),
        within=None if last is None or tenth is None else tenth and not last,
        basis=said.basis.value if said else None,
    )


def _longer(became: Course, when: tuple[int, int], length: float | None) -> bool | None:
    """Did it take longer than that? None where the run ends before that could be seen of any clock.

    It is not enough to leave out what has not stopped: of the long ones only those that stopped early would be left.
    """
    now, last = when
    if length is None or now + length > last:
        return None
    until = became.stopped if became.stopped is not None else last
    took = running(became.stands, until) - running(became.stands, now)
    return None if became.stopped is None and took <= length else took > length


def _rates(then: Iterable[Course], now: int) -> dict[tuple[str, str], float]:
    """What who knows nothing of the case would say: the share of this clock's that were missed until then."""
    over: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    for course in then:
        if course.stopped is not None and course.ends is not None and not still(course.stands, now):
            over[course.procedure, course.policy] += 1
            missed[course.procedure, course.policy] += course.stopped > course.ends
    return {key: missed[key] / number for key, number in over.items()}


def run(*, cases: int, months: int, seed: int) -> list[Forecast]:
    """Everything that was said."""
    with tempfile.TemporaryDirectory(prefix="kuaibao-") as folder:
        engine = office(Path(folder), cases=cases, months=months, seed=seed)
        with engine.reading(SYSTEM) as uow:
            known, line = read(uow)
        engine.database.dispose()
    last = line.at(UNTIL)
    since = min(line.instant(one.course.begins) for one in known).date()
    found = []
    for _, now in mornings(line, since, line.office.today(UNTIL)):
        found += forecasts(known, now, last)
    return found


def main() -> None:
    """Run it, and print one JSON line and a table."""
    asked = sys.argv[1:]
    seed = int(asked[asked.index("--seed") + 1]) if "--seed" in asked else SEED
    size = {"cases": 600, "months": 12} if "--quick" in asked else {"cases": 1500, "months": 18}
    found = run(**size, seed=seed)
    numbers = {"benchmark": "backtest", **size, "seed": seed, **figures(found)}
    print(json.dumps(numbers))
    print(table(found))
    if "--write" in asked:
        (DOCS / "pictures" / "calibration.svg").write_text(draw(bins(found)))
        put(DOCS / "forecast.md", report(found, numbers, chinese=False))
        put(DOCS / "forecast.zh-CN.md", report(found, numbers, chinese=True))


if __name__ == "__main__":
    main()
