"""Forecasts of open cases: how likely each clock is missed, and when it is as likely over as not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select

from engine.forecast import Course, Outlook, Standing, Thin, standing
from engine.model import OPEN, Case, Clock, ClockState, Task, TaskKind
from engine.periods import Terms, Unit, end_of
from engine.queries import courses, dashboard
from engine.queries.chips import chip, open_clocks
from engine.queries.courses import Chosen
from engine.queries.history import Past, past
from engine.queries.rows import CaseRow, ClockChip, ForecastRow, RiskRow, Risks
from engine.steps.rights import SUPERVISORS, require_role
from engine.text import Text
from engine.uow import UnitOfWork

Forecasts = Mapping[int | None, ForecastRow]
"""By clock; None is the case as a whole."""

LISTED = 300
"""So many are shown; all of them are counted."""

AT_RISK = 0.3
"""From here on a clock is shown as being at risk."""


def of_case(uow: UnitOfWork, case_id: int) -> Forecasts:
    """The outlook of every open clock of a case whose file the reader may see, and of the case; five statements.

    What was learnt from is read besides, once a day.
    """
    known = past(uow)
    found = outlooks(uow, case_id, known)
    rows = {clock: row(uow, known, clock, one) for clock, one in found.items()}
    if None in rows:
        own = [rows[clock] for clock, one in found.items() if clock is not None and not one.standing.own]
        rows[None] = _not_before(rows[None], own)
    return rows


def risks(uow: UnitOfWork, *, least: float = AT_RISK, thin: bool = False, limit: int = LISTED) -> Risks:
    """The open clocks that are missed with a probability of at least `least`, the likeliest first; nine statements.

    `thin`: those of which there is not enough data instead. NotAllowed for who does not supervise. Cases that the
    reader is recused from are left out.
    """
    require_role(uow, "watch", *SUPERVISORS)
    known = past(uow)
    found = _open(uow, select(Case.id).where(Case.state.in_(OPEN), dashboard.visible(uow)), known)
    clocks = [(case, clock, one) for (case, clock), one in found.items() if clock is not None]
    likely = [one for one in clocks if _chance(one[2]) >= least]
    unknown = [one for one in clocks if isinstance(one[2], Thin)]
    running = [_chance(one) for _, _, one in clocks if _chance(one) >= 0.0 and not one.standing.still]
    likely.sort(key=lambda one: -_chance(one[2]))
    listed = [
        (case, row(uow, known, clock, one)) for case, clock, one in (unknown if thin else likely)[:limit]
    ]
    return Risks(
        rows=tuple(sorted(_shown(uow, listed), key=_likeliest)),
        running=len(running),
        expected=sum(running),
        likely=len(likely),
        thin=len(unknown),
        since=known.since,
        cases=known.cases,
        read=known.read,
    )


def row(uow: UnitOfWork, known: Past, clock: int | None, found: Outlook | Thin) -> ForecastRow:
    """An outlook as a row."""
    at = found.standing
    outlook = found if isinstance(found, Outlook) else None
    compared = outlook.sample.others(at.case) if outlook else ()
    over = found.finished if isinstance(found, Thin) else sum(spell.over for spell in compared)
    finish = finish_at(uow, known, outlook.remaining) if outlook else None
    return ForecastRow(
        clock_id=clock,
        enough=outlook is not None,
        miss=outlook.miss if outlook else None,
        finish_at=finish,
        provisional=finish is not None and not uow.office.calendar.is_published(uow.office.today(finish)),
        still=at.still,
        sample=len(compared),
        finished=over,
        basis=outlook.basis if outlook else None,
        stage=tuple(at.stage.split("+")) if at.stage else (),
        stayed=at.stayed,
        since=outlook.sample.since if outlook else 0,
        left=at.left,
    )


def finish_at(uow: UnitOfWork, known: Past, remaining: float | None) -> datetime | None:
    """The instant after so much more working time; None where nobody knows how much, or it is decades."""
    if remaining is None:
        return None
    position = known.line.at(uow.now) + remaining
    return known.line.instant(position) if position <= known.line.worked.before[-1] else None


def outlooks(uow: UnitOfWork, case_id: int, known: Past) -> Mapping[int | None, Outlook | Thin]:
    """The outlooks of one case's open clocks; five statements."""
    found = _open(uow, select(Case.id).where(Case.id == case_id), known)
    return {clock: outlook for (_, clock), outlook in found.items()}


def stage_names(uow: UnitOfWork, cases: Sequence[int]) -> Mapping[tuple[int, str], Text]:
    """The names of the activities that cases have been in, by case and node; one statement."""
    query = select(Task.case_id, Task.node_id, Task.name).where(Task.case_id.in_(cases))
    rows = uow.session.execute(query.where(Task.kind == TaskKind.TASK).order_by(Task.id))
    return {(case_id, node): name for case_id, node, name in rows}


# --- parts -----------------------------------------------------------------------------------------------------


def _open(uow: UnitOfWork, chosen: Chosen, known: Past) -> dict[tuple[int, int | None], Outlook | Thin]:
    """The outlook of whatever has not stopped."""
    found = courses.read(uow, chosen, known.line)
    now, resumed = known.line.at(uow.now), _resumed(uow, chosen)
    places = {
        key: _place(course, now, resumed.get(key[1] or 0), known)
        for key, course in found.items()
        if course.stopped is None
    }
    return {key: known.history.outlook(place) for key, place in places.items()}


def _not_before(whole: ForecastRow, clocks: Sequence[ForecastRow]) -> ForecastRow:
    """The case as a whole: it is not over before its clocks are, whatever other cases were compared with."""
    latest = max(clocks, key=lambda one: one.finish_at or _NEVER, default=whole)
    if whole.finish_at is None or latest.finish_at is None or latest.finish_at <= whole.finish_at:
        return whole
    return replace(whole, finish_at=latest.finish_at, provisional=latest.provisional)


_NEVER = datetime.min.replace(tzinfo=UTC)


def _chance(found: Outlook | Thin) -> float:
    """How likely a clock is missed; less than nothing where nobody knows."""
    return found.miss.value if isinstance(found, Outlook) and found.miss is not None else -1.0


def _place(course: Course, now: int, resumed: datetime | None, known: Past) -> Standing:
    return standing(course, now, ends=None if resumed is None else known.line.at(resumed))


def _resumed(uow: UnitOfWork, chosen: Chosen) -> dict[int, datetime]:
    """The ends of clocks that stand still, as if they went on today."""
    query = select(Clock.id, Clock.ledger).where(Clock.state == ClockState.SUSPENDED)
    rows = uow.session.execute(query.where(Clock.case_id.in_(chosen)))
    return {clock: _end(uow, Terms.from_json(ledger["terms"])) for clock, ledger in rows}


def _end(uow: UnitOfWork, terms: Terms) -> datetime:
    office = uow.office
    until = office.local(uow.now) if terms.period.unit is Unit.HOURS else office.today(uow.now)
    return end_of(replace(terms, until=until), office.calendar).ends_at


def _shown(uow: UnitOfWork, found: Sequence[tuple[int, ForecastRow]]) -> list[RiskRow]:
    """The rows with their cases and clocks, in the same order; four statements."""
    ids = list(dict.fromkeys(case for case, _ in found))
    cases = {one.id: one for one in dashboard.listed(uow, ids)}
    clocks = {one.id: one for rows in open_clocks(uow, ids).values() for one in rows}
    names = stage_names(uow, ids)
    return [
        _risk(cases[case], chip(clocks[one.clock_id or 0], uow.now, uow.office), one, names)
        for case, one in found
    ]


def _risk(
    case: CaseRow, clock: ClockChip, one: ForecastRow, names: Mapping[tuple[int, str], Text]
) -> RiskRow:
    stage = tuple(names.get((case.id, node), Text(node, node)) for node in one.stage)
    return RiskRow(case, clock, one, stage)


def _likeliest(one: RiskRow) -> tuple[float, datetime, int]:
    return (-(one.forecast.miss.value if one.forecast.miss else 0.0), one.clock.ends_at, one.clock.id)
