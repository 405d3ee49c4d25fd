"""Escalation rungs: readable, in order, and each tells somebody."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.errors import PeriodInvalid
from engine.findings import Finding
from engine.periods import problem_text
from engine.policies import Rung, RungBase, Unit, parse_rung
from engine.spiff.clocks import PRIORITIES, days, position, read_unit, whole
from engine.spiff.diagram import Known
from engine.spiff.lint.assignments import unknown_roles
from engine.spiff.names import identifiers, kb
from engine.spiff.rules import Place, error, warning

NONE = warning(
    "clock-without-rungs",
    (
        "时限“{clock}”（{what}）没有督办级别，临近或超期时不会提醒任何人",
        "The clock “{clock}” ({what}) has no rungs: nobody is told when it runs out",
    ),
    ('加上 kb:rung，例如 at="80%" 和 at="end"。', 'Add kb:rung, such as at="80%" and at="end".'),
)
AT = error(
    "rung-unreadable",
    (
        "时限“{clock}”（{what}）的督办级别“{at}”有误：{problem}",
        "The rung “{at}” of the clock “{clock}” ({what}) is wrong: {problem}",
    ),
    (
        "写作 50%、-2 working-days、end 或 +1 working-day。",
        "Write 50%, -2 working-days, end or +1 working-day.",
    ),
)
TWICE = error(
    "rung-duplicate",
    (
        "时限“{clock}”（{what}）的督办级别“{at}”重复",
        "The rung “{at}” of the clock “{clock}” ({what}) occurs twice",
    ),
    ("合并为一个。", "Make them one."),
)
ORDER = warning(
    "rung-order",
    (
        "时限“{clock}”（{what}）的督办级别“{at}”应在“{before}”之前",
        "The rung “{at}” of the clock “{clock}” ({what}) comes before “{before}”",
    ),
    ("按时间先后排列；运行时按时间触发。", "Put them in order of time, as they fire."),
)
EARLY = warning(
    "rung-before-start",
    (
        "时限“{clock}”（{what}）的督办级别“{at}”早于起算，将在起算时触发",
        "The rung “{at}” of the clock “{clock}” ({what}) would be before its start: it fires at the start",
    ),
    ("缩短提前量。", "Use a shorter distance."),
)
SILENT = warning(
    "rung-silent",
    (
        "时限“{clock}”（{what}）的督办级别“{at}”既不通知谁，也不建任务",
        "The rung “{at}” of the clock “{clock}” ({what}) neither tells anybody nor opens a task",
    ),
    ('填写 notify="assignee,supervisor"。', 'Write notify="assignee,supervisor".'),
)
PRIORITY = error(
    "rung-priority",
    (
        "时限“{clock}”（{what}）的督办级别“{at}”的优先级“{priority}”不认识",
        "The priority “{priority}” of the rung “{at}” of the clock “{clock}” ({what}) is unknown",
    ),
    ("可用：high、urgent。", "There are: high, urgent."),
)

PEOPLE = ("assignee", "group", "initiator")


def rungs(place: Place, clock: _Element, known: Known) -> Iterator[Finding]:
    """Find rungs that would not fire, fire wrongly, or tell nobody."""
    elements = list(clock.iterchildren(kb("rung")))
    name = (clock.get("id") or "").strip() or "?"
    if not elements:
        yield NONE.at(place, clock=name)
    read: list[Rung] = []
    for element in elements:
        at = element.get("at", "").strip()
        try:
            read.append(parse_rung(at))
        except PeriodInvalid as problem:
            yield AT.at(place, clock=name, at=at, problem=problem_text(problem))
        yield from _terms(place, name, element, known)
    yield from _order(place, name, clock, read)


def _terms(place: Place, clock: str, element: _Element, known: Known) -> Iterator[Finding]:
    at, priority = element.get("at", "").strip(), (element.get("priority") or "").strip()
    notify, task = identifiers(element.get("notify")), identifiers(element.get("task"))
    if not notify and not task:
        yield SILENT.at(place, clock=clock, at=at)
    if priority and priority not in PRIORITIES:
        yield PRIORITY.at(place, clock=clock, at=at, priority=priority)
    told = tuple(role for role in notify if role not in PEOPLE)
    yield from unknown_roles(place, (*told, *task), known)


def _order(place: Place, name: str, clock: _Element, read: list[Rung]) -> Iterator[Finding]:
    amount, unit = whole(clock.get("amount")), read_unit(clock.get("unit"))
    if amount is None or unit is None:
        return
    seen: set[tuple[object, ...]] = set()
    latest: Rung | None = None
    for rung in read:
        key = (rung.base, rung.amount, rung.unit)
        if key in seen:
            yield TWICE.at(place, clock=name, at=rung.at)
        elif _early(rung, amount, unit):
            yield EARLY.at(place, clock=name, at=rung.at)
        elif latest is not None and position(rung, amount, unit) < position(latest, amount, unit):
            yield ORDER.at(place, clock=name, at=rung.at, before=latest.at)
        seen.add(key)
        latest = rung if latest is None else max(latest, rung, key=lambda each: position(each, amount, unit))


def _early(rung: Rung, amount: int, unit: Unit) -> bool:
    """Say whether a rung lies before the start: exactly in the clock's unit, by a wide margin in another one."""
    if rung.base is not RungBase.BEFORE_END:
        return False
    return (
        rung.amount > amount if rung.unit is unit else position(rung, amount, unit) < -days(amount, unit) / 2
    )
