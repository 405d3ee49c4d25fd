"""Whether a clock can be kept: the waits between its start and its stop, held against its period."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.decisions import DecisionTable
from engine.feasibility.bounds import Bounds
from engine.feasibility.conditions import facts_of
from engine.feasibility.course import NOWHERE, Course, Path
from engine.feasibility.ground import Ground, scopes
from engine.feasibility.lengths import HOUR, NOTHING, WORKING_DAY, Length, length_of
from engine.feasibility.region import Region
from engine.feasibility.survey import Survey, is_part
from engine.feasibility.waits import PEOPLE, Cause, Context, Unknown
from engine.forms import Form
from engine.graph import Node, Process
from engine.policies import ClockPolicy


class Severity(StrEnum):
    """What comes of it, from the worst."""

    IMPOSSIBLE = "impossible"  # what is waited at least is longer than the period, whatever the calendar
    TIGHT = "tight"  # it may be missed although nobody is late
    UNKNOWN = "unknown"  # the waits whose length is known fit
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one clock. `process` and `element` say where it is drawn.

    `least`: to the stop that is farthest, the path that forces the least; `forced`: it alone leaves no time to work
    in. `most`: the path that allows the most. `excluded`: the nodes at which the clock is suspended.
    """

    process: str
    element: str
    clock: ClockPolicy
    severity: Severity
    least: Path = NOWHERE
    most: Path = NOWHERE
    forced: bool = False
    unknowns: tuple[Unknown, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def period(self) -> Length:
        """The clock's period."""
        return length_of(self.clock) or NOTHING

    @property
    def target(self) -> Length | None:
        """The near end of a range; None where there is none."""
        target = self.clock.target
        return None if target is None else length_of(replace(self.clock, amount=target))

    @property
    def path(self) -> Path:
        """The path that decided."""
        return self.least if self.forced else self.most


def verdicts(
    processes: Mapping[str, Process],
    forms: Mapping[str, Form],
    tables: Mapping[str, DecisionTable],
    *,
    of: Iterable[Process] | None = None,
) -> tuple[Verdict, ...]:
    """Judge every clock of the processes, or of some of them; those of a process before those of its parts."""
    survey = Survey(processes, forms, tables)
    judged = processes.values() if of is None else of
    return tuple(verdict for process in judged for verdict in _all(survey, process))


def _all(survey: Survey, process: Process) -> Iterator[Verdict]:
    for clock in process.clocks:
        if length_of(clock):
            yield _between(survey, process, None, clock)
    for scope in scopes(process):
        for node in scope.nodes.values():
            for clock in node.clocks:
                bound = clock.starts_after or clock.stops_after
                if length_of(clock):
                    yield (_between if bound else _at)(survey, process, node, clock)


# --- a clock of an activity, while a token is in it ----------------------------------------------------------------


def _at(survey: Survey, process: Process, host: Node, clock: ClockPolicy) -> Verdict:
    wait = survey.waits(process, _context(clock)).at(host, own=False)
    part = is_part(host)
    work, unknowns = (wait.work, wait.unknowns) if part else ((), ())  # of a task the clock is the limit
    least, most = Path((host.id,), wait.least), Path((host.id,), wait.most, (), work)
    found = Verdict(process.id, host.id, clock, Severity.FINE, least, most, unknowns=unknowns)
    forced = _is_full(least.length, found.period, busy=bool(work), even=True)
    impossible = _is_beyond(
        least.length.amount(clock.unit), least.length.calendar().least, found.period, clock
    )
    return _judged(replace(found, forced=forced), impossible=impossible)


# --- a clock from one place to another -----------------------------------------------------------------------------


def _between(survey: Survey, process: Process, host: Node | None, clock: ClockPolicy) -> Verdict:
    ground, element = survey.ground(process), host.id if host is not None else process.id
    context, found = _region(survey, Bounds(ground, host, clock))
    course = Course(found)
    most = course.farthest()
    if most is None:
        nowhere = (Unknown(element, Cause.ENDLESS),)
        return Verdict(process.id, element, clock, Severity.UNKNOWN, unknowns=nowhere)
    least = max((path for _, path in course.least()), key=lambda path: path.length.usual)
    met, waits = found.places(), survey.waits(process, context)
    excluded = tuple(name for name, node in ground.nodes.items() if name in met and waits.stands_still(node))
    verdict = Verdict(process.id, element, clock, Severity.FINE, least, most)
    verdict = replace(verdict, unknowns=course.unknowns(), excluded=excluded)
    forced = _is_full(least.length, verdict.period, busy=_is_worked_on(ground, least), even=True)
    return _judged(replace(verdict, forced=forced), impossible=_is_impossible(course, verdict))


def _region(survey: Survey, bounds: Bounds) -> tuple[Context, Region]:
    """The region, with what the clock's condition says of variables that nobody writes on the way."""
    context = _context(bounds.clock)
    found = bounds.region(survey, context)
    nodes = (bounds.ground.nodes[place] for place in found.places() if place in bounds.ground.nodes)
    changed = {name for node in nodes for name in survey.written(node)} if context.known else set()
    kept = frozenset((name, domain) for name, domain in context.known if name not in changed)
    if kept == context.known:
        return context, found
    context = Context(context.reasons, kept)
    return context, bounds.region(survey, context)


def _context(clock: ClockPolicy) -> Context:
    return Context(frozenset(clock.suspend_for), frozenset(facts_of(clock.when).items()))


def _is_worked_on(ground: Ground, path: Path) -> bool:
    """Whether people have something to do on a path besides waiting."""
    waited = {step.node for step in path.steps}
    return any(ground.nodes[name].kind in PEOPLE and name not in waited for name in path.nodes)


# --- against the period --------------------------------------------------------------------------------------------


def _judged(verdict: Verdict, *, impossible: bool) -> Verdict:
    severity = Severity.UNKNOWN if verdict.unknowns else Severity.FINE
    if impossible:
        severity = Severity.IMPOSSIBLE
    elif verdict.forced or _is_full(verdict.most.length, verdict.period, busy=bool(verdict.most.work)):
        severity = Severity.TIGHT
    return replace(verdict, severity=severity)


def _is_full(length: Length, period: Length, *, busy: bool, even: bool = False) -> bool:
    """Whether waits leave no time; with work to be done, they leave less than a working day, or hour.

    `even`: neither do those that last as long as the period.
    """
    room, needed = period.usual - length.usual, HOUR if period.hours else WORKING_DAY
    return bool(length) and (room < 0 or (even and room == 0) or (busy and room < needed))


def _is_impossible(course: Course, verdict: Verdict) -> bool:
    """Whether a stop can never be come to in time, on no path and whatever the calendar."""
    clock, period = verdict.clock, verdict.period
    for stop, path in course.least():
        if path.length.usual > period.usual:
            own = course.at_least(stop, lambda wait: wait.shortest.amount(clock.unit))
            days = course.at_least(stop, lambda wait: wait.shortest.calendar().least)
            if _is_beyond(own, days, period, clock):
                return True
    return False


def _is_beyond(own: int, days: int, period: Length, clock: ClockPolicy) -> bool:
    """Whether waits of so many of the clock's own unit, or so many days, are longer than its period at its longest.

    That a last day moves to the end of a rest makes no difference: what is waited ends on a working day as well.
    """
    return own > clock.amount or days > period.calendar().most
