"""`kb:clock` and its rungs, as the policies that the clocks run by."""

import re

from lxml.etree import _Element

from engine.errors import PeriodInvalid
from engine.policies import PARTY, ClockPolicy, Rung, RungBase, Unit, parse_rung, unit_named
from engine.spiff.names import identifiers, is_true, kb

KINDS = ("promise", "ordinary", "activity", PARTY)
PRIORITIES = ("high", "urgent")
_DAYS = {Unit.HOURS: 0.22, Unit.WORKING_DAYS: 1.45, Unit.CALENDAR_DAYS: 1.0, Unit.MONTHS: 30.4}


def read_unit(text: str | None) -> Unit | None:
    """Read a unit, or None."""
    try:
        return unit_named(text)
    except PeriodInvalid:
        return None


def whole(text: str | None) -> int | None:
    """Read a whole number, or None."""
    stripped = (text or "").strip()
    return int(stripped) if re.fullmatch(r"-?[0-9]{1,9}", stripped) else None


def read_clock(element: _Element) -> ClockPolicy | None:
    """Read a clock; None where its id, amount or unit is missing."""
    identifier, amount, unit = element.get("id"), whole(element.get("amount")), read_unit(element.get("unit"))
    if not identifier or amount is None or unit is None:
        return None
    return ClockPolicy(
        id=identifier.strip(),
        name=element.get("name", "").strip(),
        name_en=element.get("en", "").strip(),
        amount=amount,
        unit=unit,
        kind=element.get("kind", "ordinary").strip(),
        target=whole(element.get("target")),
        starts_after=identifiers(element.get("starts-after")),
        stops_after=identifiers(element.get("stops-after")),
        when=element.get("when", "").strip() or None,
        basis=element.get("basis", "").strip(),
        suspend_for=identifiers(element.get("suspend-for")),
        max_extension=whole(element.get("max-extension")) or 0,
        max_extensions=_or_one(whole(element.get("max-extensions"))),
        extension_by=identifiers(element.get("extension-by")),
        rungs=_rungs(element, amount, unit),
        extension_unit=read_unit(element.get("extension-unit")),
    )


def _or_one(number: int | None) -> int:
    return 1 if number is None else number


def _rungs(element: _Element, amount: int, unit: Unit) -> tuple[Rung, ...]:
    read = [rung for rung in map(read_rung, element.iterchildren(kb("rung"))) if rung is not None]
    ordered = sorted(read, key=lambda rung: position(rung, amount, unit))
    return tuple(_at_level(rung, level) for level, rung in enumerate(ordered, 1))


def _at_level(rung: Rung, level: int) -> Rung:
    return Rung(
        level, rung.at, rung.base, rung.amount, rung.unit, rung.notify, rung.priority, rung.task, rung.at_once
    )


def read_rung(element: _Element) -> Rung | None:
    """Read one rung (its level is given by the clock); None where `at` makes no sense."""
    try:
        return parse_rung(
            element.get("at", ""),
            notify=identifiers(element.get("notify")),
            priority=element.get("priority", "").strip() or None,
            task=element.get("task", "").strip() or None,
            at_once=is_true(element.get("at-once"), missing=False),
        )
    except PeriodInvalid:
        return None


def days(amount: int, unit: Unit) -> float:
    """Give a period's length in calendar days, roughly: to compare two periods on a diagram, never to count one."""
    return amount * _DAYS[unit]


def position(rung: Rung, amount: int, unit: Unit) -> float:
    """Give a rung's place in days from the start of its clock, roughly."""
    length = days(amount, unit)
    if rung.base is RungBase.SHARE:
        return length * rung.amount / 100
    if rung.unit is None:
        return length
    distance = days(rung.amount, rung.unit)
    return length - distance if rung.base is RungBase.BEFORE_END else length + distance
