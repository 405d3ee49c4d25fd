"""Loops and multi-instance activities: how often is said once, and stays in bounds."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.errors import ExpressionRefused
from engine.expressions import RESERVED, compile_expression
from engine.expressions.syntax import Literal, Unary
from engine.findings import Finding
from engine.spiff.clocks import whole
from engine.spiff.diagram import ACTIVITIES, Diagram, Known, is_event_subprocess
from engine.spiff.names import child, expression_text, is_variable, own_extension
from engine.spiff.rules import Place, error, warning

MOST = 10_000
NO_COUNT = error(
    "multi-instance-count",
    ("{what}是多实例，却没有说明对什么重复", "The {what} is multi-instance but does not say over what"),
    (
        "填写实例数量（loopCardinality），或集合变量（kb:each collection）。",
        "Give a number (loopCardinality), or a collection (kb:each collection).",
    ),
)
TWO_COUNTS = error(
    "multi-instance-two-counts",
    ("{what}同时写了实例数量和集合", "The {what} has both a number of instances and a collection"),
    ("只保留一个。", "Keep one of them."),
)
CARDINALITY = error(
    "multi-instance-cardinality",
    (
        f"{{what}}的实例数量是 {{number}}，应为 0 到 {MOST} 的整数",
        f"The number of instances of the {{what}} is {{number}}; it must be a whole number from 0 to {MOST}",
    ),
    ("改小数量，或按实际的集合重复。", "Use a smaller number, or repeat over a collection."),
)
EACH_ALONE = error(
    "each-without-loop",
    ("{what}有 kb:each，但没有设为多实例", "The {what} has kb:each but is not multi-instance"),
    (
        "设为并行或串行多实例，或删除 kb:each。",
        "Make it parallel or sequential multi-instance, or remove kb:each.",
    ),
)
OUTPUT = error(
    "multi-instance-output",
    (
        "{what}只写了“{present}”，没有写“{missing}”，结果无法收集",
        "The {what} has “{present}” but no “{missing}”, so no results are collected",
    ),
    (
        "output（汇总变量）和 output-item（每次的结果变量）要一起写。",
        "Write output (the list) and output-item (the result of each) together.",
    ),
)
NAME = error(
    "multi-instance-name",
    (
        "{what}的 {attribute}“{name}”不能用作变量名",
        "{attribute} “{name}” of the {what} cannot be the name of a variable",
    ),
    (
        "用小写英文、数字和下划线，以字母开头。",
        "Use lower-case English letters, digits and underscores, a letter first.",
    ),
)
SAME_NAME = error(
    "multi-instance-same-name",
    (
        "{what}的每一项也叫“{name}”，与集合同名，会遮住集合",
        "Each item of the {what} is called “{name}” like the collection, and would hide it",
    ),
    (
        "给每一项换一个名称，例如 handlers 的每一项叫 handler。",
        "Call each item differently: handler for handlers.",
    ),
)
ENDLESS = error(
    "loop-endless",
    (
        "{what}是循环，却没有条件，也没有次数上限",
        "The {what} is a loop with neither a condition nor a maximum",
    ),
    ("填写循环条件（loopCondition）或最多次数（loopMaximum）。", "Write a loopCondition or a loopMaximum."),
)
MAXIMUM = error(
    "loop-maximum",
    (
        f"{{what}}的最多次数是 {{number}}，应为 1 到 {MOST} 的整数",
        f"loopMaximum of the {{what}} is {{number}}; it must be a whole number from 1 to {MOST}",
    ),
    ("改成合理的次数。", "Write a sensible number."),
)
NOT_HERE = warning(
    "loop-not-here",
    ("{what}是事件子流程，循环设置不起作用", "The {what} is an event sub-process; its loop does nothing"),
    ("删除循环设置。", "Remove the loop."),
)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find repetitions without a number, without an end, or beyond all bounds."""
    del known
    for activity in diagram.each(*ACTIVITIES):
        many, loop = (
            child(activity, "multiInstanceLoopCharacteristics"),
            child(activity, "standardLoopCharacteristics"),
        )
        if is_event_subprocess(activity):
            if many is not None or loop is not None:
                yield NOT_HERE.at(diagram.place(activity))
        elif many is not None:
            yield from _many(diagram.place(activity), activity, many)
        elif own_extension(activity, "each") is not None:
            yield EACH_ALONE.at(diagram.place(activity))
        if loop is not None:
            yield from _loop(diagram.place(activity), loop)


def _many(place: Place, activity: _Element, many: _Element) -> Iterator[Finding]:
    said = _said(activity, many)
    cardinality = child(many, "loopCardinality")
    if cardinality is None and not said["collection"]:
        yield NO_COUNT.at(place)
    if cardinality is not None:
        if said["collection"]:
            yield TWO_COUNTS.at(place)
        yield from _cardinality(place, expression_text(cardinality) or "")
    yield from _names(place, said)


def _said(activity: _Element, many: _Element) -> dict[str, str]:
    """Give what is said of collection, item and results, by `kb:each` or in BPMN's own words."""
    each = own_extension(activity, "each")
    if each is None:
        each = own_extension(many, "each")
    standard = {
        "collection": _text(many, "loopDataInputRef"),
        "output": _text(many, "loopDataOutputRef"),
        "item": _item(many, "inputDataItem"),
        "output-item": _item(many, "outputDataItem"),
    }
    own = {} if each is None else {name: (each.get(name) or "").strip() for name in standard}
    return {name: value or own.get(name, "") for name, value in standard.items()}


def _text(many: _Element, name: str) -> str:
    return expression_text(child(many, name)) or ""


def _item(many: _Element, name: str) -> str:
    element = child(many, name)
    return "" if element is None else (element.get("name") or element.get("id") or "").strip()


def _names(place: Place, said: dict[str, str]) -> Iterator[Finding]:
    for attribute, name in said.items():
        if name and (not is_variable(name) or name in RESERVED):
            yield NAME.at(place, attribute=attribute, name=name)
    if said["item"] and said["item"] == said["collection"]:
        yield SAME_NAME.at(place, name=said["item"])
    for present, missing in (("output", "output-item"), ("output-item", "output")):
        if said[present] and not said[missing]:
            yield OUTPUT.at(place, present=present, missing=missing)


def _cardinality(place: Place, source: str) -> Iterator[Finding]:
    number = _constant(source)
    if number is not None and (
        not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST
    ):
        yield CARDINALITY.at(place, number=number)


def _constant(source: str) -> object:
    """Give the value of an expression that is a constant, or None."""
    try:
        tree = compile_expression(source).tree
    except ExpressionRefused:
        return None
    if isinstance(tree, Literal):
        return tree.value
    if isinstance(tree, Unary) and tree.sign == "-" and isinstance(tree.operand, Literal):
        value = tree.operand.value
        return -value if isinstance(value, int | float) else None
    return None


def _loop(place: Place, loop: _Element) -> Iterator[Finding]:
    maximum = (loop.get("loopMaximum") or "").strip()
    condition = expression_text(child(loop, "loopCondition"))
    if not maximum and (condition is None or _constant(condition) is True):
        yield ENDLESS.at(place)
    elif maximum and not 1 <= (whole(maximum) or 0) <= MOST:
        yield MAXIMUM.at(place, number=maximum)
