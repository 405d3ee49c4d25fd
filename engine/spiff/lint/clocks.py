"""Clocks: numbers that make sense, places that exist, people who are known."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.policies import LONGEST, Unit
from engine.spiff.clocks import KINDS, days, read_unit, whole
from engine.spiff.diagram import NODES, Diagram, Known
from engine.spiff.lint.assignments import unknown_roles
from engine.spiff.lint.rungs import rungs
from engine.spiff.lint.work import UNKNOWN_REASON, listed
from engine.spiff.names import bpmn, identifiers, local, own_extensions
from engine.spiff.rules import Place, error, warning
from engine.text import Text

NUMBER = error(
    "clock-number",
    (
        "时限“{clock}”（{what}）的 {attribute}“{text}”不是整数",
        "{attribute} “{text}” of the clock “{clock}” ({what}) is not a whole number",
    ),
    ("只写数字，单位写在 unit 里。", "Write digits only; the unit belongs into unit."),
)
AMOUNT = error(
    "clock-amount",
    (
        "时限“{clock}”（{what}）的期限 {amount} 应大于零，且不超过一百年",
        "The amount {amount} of the clock “{clock}” ({what}) must be above zero, and no longer than a hundred years",
    ),
    ("填写实际的期限。", "Write the real period."),
)
TARGET = error(
    "clock-target",
    (
        "时限“{clock}”（{what}）的目标 {target} 应大于零，且不超过期限 {amount}",
        "The target {target} of the clock “{clock}” ({what}) must be above zero and not beyond its amount {amount}",
    ),
    (
        '目标是范围的近端，例如 3 至 6 个月：target="3" amount="6"。',
        'The target is the near end: 3 to 6 months is target="3" amount="6".',
    ),
)
UNIT = error(
    "clock-unit",
    (
        "时限“{clock}”（{what}）的单位“{unit}”不认识",
        "The unit “{unit}” of the clock “{clock}” ({what}) is unknown",
    ),
    (
        "可用：hours（工作小时）、working-days、calendar-days、months。",
        "There are: hours (working hours), working-days, calendar-days, months.",
    ),
)
KIND = error(
    "clock-kind",
    (
        "时限“{clock}”（{what}）的类型“{kind}”不认识",
        "The kind “{kind}” of the clock “{clock}” ({what}) is unknown",
    ),
    (
        "可用：promise（承诺）、ordinary（法定）、activity（环节）、party（当事人期限，届满不算超期）。",
        "There are: promise, ordinary, activity, party (a party's own period, whose end is no breach).",
    ),
)
DUPLICATE = error(
    "clock-duplicate",
    (
        "时限 id “{clock}”在流程中重复（{what}）",
        "The clock id “{clock}” occurs twice in the process ({what})",
    ),
    ("给每个时限不同的 id。", "Give each clock an id of its own."),
)
UNKNOWN_NODE = error(
    "clock-unknown-node",
    (
        "时限“{clock}”（{what}）的 {attribute} 指向“{id}”，该流程中没有这个环节",
        "{attribute} of the clock “{clock}” ({what}) names “{id}”, which this process does not have",
    ),
    ("填写同一流程中任务、事件或网关的 id。", "Name a task, event or gateway of the same process."),
)
EXTENSION = error(
    "clock-extension",
    (
        "时限“{clock}”（{what}）的 {attribute} 为 {number}，{problem}",
        "{attribute} of the clock “{clock}” ({what}) is {number}: {problem}",
    ),
    (
        "按规定填写，例如三个月的期限最多延长一个月。",
        "Write what the rule allows, such as one month on three.",
    ),
)
NOBODY = warning(
    "extension-by-nobody",
    (
        "时限“{clock}”（{what}）可以延长，却没有写明由谁批准",
        "The clock “{clock}” ({what}) may be extended, but nobody is named who may do it",
    ),
    ('填写 extension-by="director"。', 'Write extension-by="director".'),
)
NO_NAME = warning(
    "clock-without-name",
    ("时限“{clock}”（{what}）没有名称", "The clock “{clock}” ({what}) has no name"),
    ("写明 name 和 en，例如“10日办结”。", "Write name and en, such as “Closed within 10 days”."),
)
NO_BASIS = warning(
    "clock-without-basis",
    ("时限“{clock}”（{what}）没有写明依据", "The clock “{clock}” ({what}) does not say on what it rests"),
    ("填写 basis：条文，或“内部规定”。", "Write its basis: the article, or “office rule”."),
)

_NUMBERS = ("amount", "target", "max-extension", "max-extensions")


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find clocks that could not run, or would run wrong."""
    for process in diagram.executable:
        ids = {node.get("id") for node in process.iter(*(bpmn(name) for name in NODES))}
        seen: set[str] = set()
        for host in process.iter(bpmn("*")):
            for clock in own_extensions(host):
                if local(clock) != "clock":
                    continue
                identifier = (clock.get("id") or "").strip()
                place = diagram.place(host)
                if identifier in seen:
                    yield DUPLICATE.at(place, clock=identifier)
                seen.add(identifier)
                yield from _clock(place, clock, ids, known)


def _clock(place: Place, clock: _Element, ids: set[str | None], known: Known) -> Iterator[Finding]:
    yield from _amounts(place, clock)
    yield from _extensions(place, clock)
    yield from _bounds(place, clock, ids)
    yield from unknown_roles(place, identifiers(clock.get("extension-by")), known)
    reasons = known.vocabulary.reasons
    for reason in identifiers(clock.get("suspend-for")):
        if reasons is not None and reason not in reasons:
            yield UNKNOWN_REASON.at(place, name=reason, known=listed(reasons))
    yield from rungs(place, clock, known)
    if not (clock.get("name") or "").strip():
        yield NO_NAME.at(place, clock=_id(clock))
    if not (clock.get("basis") or "").strip() and clock.get("kind") != "activity":
        yield NO_BASIS.at(place, clock=_id(clock))


def _id(clock: _Element) -> str:
    return (clock.get("id") or "").strip() or "?"


def _amounts(place: Place, clock: _Element) -> Iterator[Finding]:
    for attribute in _NUMBERS:
        text = clock.get(attribute)
        if text is not None and text.strip() and whole(text) is None:
            yield NUMBER.at(place, clock=_id(clock), attribute=attribute, text=text)
    unit, amount, target = (
        read_unit(clock.get("unit")),
        whole(clock.get("amount")),
        whole(clock.get("target")),
    )
    for attribute in ("unit", "extension-unit"):
        if clock.get(attribute) and read_unit(clock.get(attribute)) is None:
            yield UNIT.at(place, clock=_id(clock), unit=clock.get(attribute))
    if amount is not None and (amount < 1 or (unit is not None and amount > LONGEST[unit])):
        yield AMOUNT.at(place, clock=_id(clock), amount=amount)
    elif amount is not None and target is not None and not 0 < target <= amount:
        yield TARGET.at(place, clock=_id(clock), target=target, amount=amount)
    if clock.get("kind", "ordinary") not in KINDS:
        yield KIND.at(place, clock=_id(clock), kind=clock.get("kind"))


def _extensions(place: Place, clock: _Element) -> Iterator[Finding]:
    longest, times, amount = (
        whole(clock.get(name)) for name in ("max-extension", "max-extensions", "amount")
    )
    for attribute, number in (("max-extension", longest), ("max-extensions", times)):
        if number is not None and number < 0:
            yield _extension(place, clock, attribute, number, Text("不能为负数", "it cannot be negative"))
    if not longest or longest < 0:
        return
    if amount is not None and amount > 0 and _longer(clock, longest, amount):
        yield _extension(
            place,
            clock,
            "max-extension",
            longest,
            Text("超过期限本身", "that is longer than the period itself"),
        )
    if times == 0:
        yield _extension(place, clock, "max-extensions", 0, Text("却允许延长", "yet an extension is allowed"))
    if not identifiers(clock.get("extension-by")):
        yield NOBODY.at(place, clock=_id(clock))


def _longer(clock: _Element, extension: int, amount: int) -> bool:
    unit = read_unit(clock.get("unit"))
    other = read_unit(clock.get("extension-unit")) or unit
    return unit is not None and other is not None and days(extension, other) > days(amount, unit)


def _too_long(clock: _Element, longest: int, amount: int, unit: Unit) -> bool:
    """Say whether an extension is longer than the period, whatever the two are counted in."""
    return days(longest, read_unit(clock.get("extension-unit")) or unit) > days(amount, unit)


def _extension(place: Place, clock: _Element, attribute: str, number: int, problem: Text) -> Finding:
    return EXTENSION.at(place, clock=_id(clock), attribute=attribute, number=number, problem=problem)


def _bounds(place: Place, clock: _Element, ids: set[str | None]) -> Iterator[Finding]:
    for attribute in ("starts-after", "stops-after"):
        for name in identifiers(clock.get(attribute)):
            if name not in ids:
                yield UNKNOWN_NODE.at(place, clock=_id(clock), attribute=attribute, id=name)
