"""`kb:clock` and its rungs, as the policies that the clocks run by."""

import re

from lxml.etree import _Element

from engine.policies import ClockPolicy, Rung, RungBase, Unit
from engine.spiff.names import identifiers, is_true, kb

RUNG_AT = re.compile(r"(?P<sign>[+-])?\s*(?P<amount>\d{1,6})\s*(?P<unit>%|[a-z-]+)")
KINDS = ("promise", "ordinary", "activity")
PRIORITIES = ("high", "urgent")
_DAYS = {Unit.HOURS: 0.22, Unit.WORKING_DAYS: 1.45, Unit.CALENDAR_DAYS: 1.0, Unit.MONTHS: 30.4}
_BY_NAME = {name: unit for unit in Unit for name in (unit.value, unit.value.removesuffix("s"))}


def read_unit(text: str | None) -> Unit | None:
    """Read a unit; `working-day` is `working-days`."""
    return _BY_NAME.get((text or "").strip())


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
    at = element.get("at", "").strip()
    place = read_place(at)
    if place is None:
        return None
    base, amount, unit = place
    notify, priority = identifiers(element.get("notify")), element.get("priority", "").strip() or None
    task, at_once = element.get("task", "").strip() or None, is_true(element.get("at-once"), missing=False)
    return Rung(0, at, base, amount, unit, notify, priority, task, at_once)


def read_place(at: str) -> tuple[RungBase, int, Unit | None] | None:
    """Read where a rung stands: `50%`, `-2 working-days`, `end`, `+1 working-day`."""
    if at == "end":
        return RungBase.END, 0, None
    found = RUNG_AT.fullmatch(at)
    if found is None:
        return None
    sign, amount, word = found["sign"], int(found["amount"]), found["unit"]
    if word == "%":
        return (RungBase.SHARE, amount, None) if sign is None and 0 < amount <= 100 else None  # noqa: PLR2004 - percent
    unit = read_unit(word)
    if sign is None or unit is None or amount == 0:
        return None
    return (RungBase.BEFORE_END if sign == "-" else RungBase.AFTER_END), amount, unit


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
