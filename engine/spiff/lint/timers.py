"""Timers: readable, of the kind that their place says, neither endless nor absurd."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.errors import ExpressionRefused
from engine.findings import Finding
from engine.graph import TimerKind
from engine.spiff.diagram import EVENTS, Diagram, Known
from engine.spiff.lint.expressions import FOREIGN, PARTS, expression_findings
from engine.spiff.names import children, expression_text, is_true, local
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import Place, error, warning
from engine.spiff.timers import TimerUnreadable, Timing, read_timer
from engine.text import Text

WRITE = (
    "写作：时间点 2026-10-01T09:00，时长 P3D、PT4H 或“15 calendar-days”“3 working-days”，周期 R3/P1D；或给出其中一种的表达式。",
    "Write a date as 2026-10-01T09:00, a duration as P3D, PT4H, “15 calendar-days” or “3 working-days”, a cycle as R3/P1D; or an expression that gives one of these.",
)
MISSING = error(
    "timer-missing",
    ("{what}没有填写时间", "The {what} does not say when"),
    WRITE,
)
SYNTAX = error(
    "timer-unreadable",
    ("{what}的时间“{text}”无法识别", "The time “{text}” of the {what} cannot be read"),
    WRITE,
)
CRON = error(
    "timer-cron",
    (
        "{what}的时间“{text}”是 cron 写法，这里不支持",
        "The time “{text}” of the {what} is a cron line, which is not read here",
    ),
    WRITE,
)
KIND = error(
    "timer-kind",
    ("{what}要求填写{wanted}，“{text}”却是{found}", "The {what} wants {wanted}, but “{text}” is {found}"),
    ("换成相应的定时类型，或改写时间。", "Choose the fitting kind of timer, or write the time differently."),
)
ZERO = error(
    "timer-zero",
    (
        "{what}的时长“{text}”为零，会立即触发",
        "The duration “{text}” of the {what} is zero: it would fire at once",
    ),
    ("填写大于零的时长，或删除这个定时。", "Write a duration above zero, or remove the timer."),
)
TOO_OFTEN = error(
    "timer-too-often",
    (
        "{what}的周期“{text}”太短（每 {seconds} 秒），会不停触发",
        "The cycle “{text}” of the {what} is too short (every {seconds} seconds): it would never stop firing",
    ),
    ("周期至少为一分钟。", "Let a cycle last at least a minute."),
)
ABSURD = error(
    "timer-absurd",
    (
        "{what}的时间“{text}”超出合理范围（一百年以内）",
        "The time “{text}” of the {what} is out of all reason (a hundred years)",
    ),
    ("检查数字和单位。", "Check the number and the unit."),
)
NEVER = error(
    "timer-never",
    (
        "{what}的周期“{text}”重复 0 次，永远不会触发",
        "The cycle “{text}” of the {what} repeats 0 times: it never fires",
    ),
    ("写明次数（R3/…），或不限次数（R/…）。", "Write how often (R3/…), or leave it out for ever (R/…)."),
)
ONCE = warning(
    "cycle-fires-once",
    (
        "{what}使用周期“{text}”，但它只会触发一次",
        "The {what} has a cycle “{text}”, but fires only once",
    ),
    (
        "改用时长；需要反复提醒时用不中断的边界事件。",
        "Use a duration, or a non-interrupting boundary event to remind again and again.",
    ),
)

_KINDS = {"timeDate": TimerKind.DATE, "timeDuration": TimerKind.DURATION, "timeCycle": TimerKind.CYCLE}
_CALLED = {
    TimerKind.DATE: Text("时间点", "a date"),
    TimerKind.DURATION: Text("时长", "a duration"),
    TimerKind.CYCLE: Text("周期", "a cycle"),
}
SHORTEST = 60
LONGEST = 100 * 366 * 86_400
YEARS = range(2000, 2200)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find timers that cannot be read, never fire or never stop."""
    del known
    for event in diagram.each(*EVENTS):
        for definition in event_definitions(event):
            if local(definition) == "timerEventDefinition":
                yield from _timer(diagram.place(event), event, definition)


def _timer(place: Place, event: _Element, definition: _Element) -> Iterator[Finding]:
    when = next(children(definition, *_KINDS), None)
    text = expression_text(when)
    if when is None or text is None:
        yield MISSING.at(place)
        return
    try:
        timing = read_timer(text)
    except TimerUnreadable as problem:
        yield (CRON if str(problem) == "cron" else SYNTAX).at(place, text=text)
    except ExpressionRefused:
        yield from _expression(place, local(when), text)
    else:
        if timing is not None:
            yield from _sense(place, _KINDS[local(when)], text, timing)
        if local(when) == "timeCycle" and not _repeats(event):
            yield ONCE.at(place, text=text)


def _expression(place: Place, name: str, text: str) -> Iterator[Finding]:
    findings = list(expression_findings(place, PARTS[name], text))
    yield from findings
    if not any(finding.rule == FOREIGN.code for finding in findings):
        yield SYNTAX.at(place, text=text)


def _sense(place: Place, wanted: TimerKind, text: str, timing: Timing) -> Iterator[Finding]:
    if timing.kind is not wanted:
        yield KIND.at(place, wanted=_CALLED[wanted], text=text, found=_CALLED[timing.kind])
    elif timing.seconds > LONGEST or (timing.year is not None and timing.year not in YEARS):
        yield ABSURD.at(place, text=text)
    elif timing.times == 0:
        yield NEVER.at(place, text=text)
    elif timing.kind is TimerKind.CYCLE and timing.seconds < SHORTEST:
        yield TOO_OFTEN.at(place, text=text, seconds=f"{timing.seconds:g}")
    elif timing.kind is TimerKind.DURATION and timing.seconds == 0:
        yield ZERO.at(place, text=text)


def _repeats(event: _Element) -> bool:
    """Say whether an event may fire again: non-interrupting ones, and the start of a process."""
    if local(event) == "boundaryEvent":
        return not is_true(event.get("cancelActivity"), missing=True)
    if local(event) != "startEvent":
        return False
    parent = event.getparent()
    top = parent is not None and local(parent) == "process"
    return top or not is_true(event.get("isInterrupting"), missing=True)
