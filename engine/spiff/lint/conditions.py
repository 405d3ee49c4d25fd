"""Conditions and default flows: where they may be, and that one way is always open."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.errors import ExpressionRefused
from engine.expressions import compile_expression
from engine.expressions.syntax import Literal
from engine.findings import Finding
from engine.spiff.diagram import EVENTS, Diagram, Known
from engine.spiff.names import child, expression_text, local
from engine.spiff.rules import error, warning

NOT_HERE = error(
    "condition-not-here",
    ("{what}从{source}流出，不能带条件", "The {what} leaves a {source} and cannot have a condition"),
    (
        "删除条件；要按条件分支，请用排他或包容网关。",
        "Remove the condition; use an exclusive or inclusive gateway to choose.",
    ),
)
ON_DEFAULT = error(
    "condition-on-default",
    (
        "{what}是默认流，却带有条件；默认流的条件不会被计算",
        "The {what} is the default and has a condition, which is never looked at",
    ),
    ("删除条件，或另选默认流。", "Remove the condition, or make another flow the default."),
)
MISSING = error(
    "condition-missing",
    (
        "{what}从{source}流出，既没有条件，也不是默认流",
        "The {what} leaves a {source} with neither a condition nor being the default",
    ),
    ("填写条件，或把它设为默认流。", "Write a condition, or make it the default flow."),
)
NO_DEFAULT = warning(
    "no-default-flow",
    (
        "{what}的 {count} 条流出都有条件，没有默认流；条件都不成立时办理会停在这里成为异常",
        "All {count} flows out of the {what} have conditions and none is the default: where none holds, the case stops here as an incident",
    ),
    ("把“其余情况”的一条设为默认流。", "Make the flow for “everything else” the default."),
)
USELESS = warning(
    "condition-useless",
    (
        "{what}是唯一的流出，条件不成立时办理会停在这里",
        "The {what} is the only way on; where its condition fails the case stops here",
    ),
    ("删除条件，或再画一条默认流。", "Remove the condition, or add a default flow."),
)

NO_CHOICE = warning(
    "inclusive-without-conditions",
    (
        "{what}的 {count} 条流出都没有条件，会全部执行",
        "None of the {count} flows out of the {what} has a condition: all of them are taken",
    ),
    (
        "填写条件；确实要全部执行时改用并行网关。",
        "Write conditions, or use a parallel gateway if all of them are meant.",
    ),
)
NO_CONDITION = error(
    "condition-no-condition",
    (
        "{what}的条件“{source}”只是一个值，不是条件",
        "The condition “{source}” of the {what} is a mere value, not a condition",
    ),
    ('写出比较，例如 right == "design"。', 'Write a comparison such as right == "design".'),
)
CONSTANT = warning(
    "condition-constant",
    (
        "{what}的条件“{source}”是固定的值，永远得出同一结果",
        "The condition “{source}” of the {what} is a fixed value and always says the same",
    ),
    (
        '写出比较，例如 right == "design"；总要走的一条设为默认流。',
        'Write a comparison such as right == "design"; make the flow that is always taken the default.',
    ),
)
TWICE = warning(
    "condition-twice",
    (
        "{what}的条件“{source}”与前面的一条相同，永远轮不到它",
        "The condition “{source}” of the {what} is that of an earlier flow, so it is never taken",
    ),
    ("删除其中一条，或改写条件。", "Remove one of the two, or change its condition."),
)
_NEVER = ("parallelGateway", "eventBasedGateway", "complexGateway", *EVENTS)


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find conditions where none may be, and choices that may have no way on."""
    del known
    for node in diagram.nodes():
        flows = diagram.outgoing.get(node.get("id", ""), ())
        conditioned = [flow for flow in flows if condition_of(flow) is not None]
        if local(node) in _NEVER:
            yield from (
                NOT_HERE.at(diagram.place(flow), source=diagram.place(node).what) for flow in conditioned
            )
        else:
            yield from _choice(diagram, node, flows, conditioned)
            yield from _sense(diagram, node, conditioned)


def condition_of(flow: _Element) -> _Element | None:
    """Give a flow's condition."""
    return child(flow, "conditionExpression")


def _choice(
    diagram: Diagram, node: _Element, flows: tuple[_Element, ...], conditioned: list[_Element]
) -> Iterator[Finding]:
    default = node.get("default")
    for flow in flows:
        if flow in conditioned and flow.get("id") == default:
            yield ON_DEFAULT.at(diagram.place(flow))
        elif (
            flow not in conditioned
            and flow.get("id") != default
            and local(node) == "exclusiveGateway"
            and len(flows) > 1
        ):
            yield MISSING.at(diagram.place(flow), source=diagram.place(node).what)
    if local(node) == "inclusiveGateway" and not conditioned and len(flows) > 1:
        yield NO_CHOICE.at(diagram.place(node), count=len(flows))
    if conditioned and len(conditioned) == len(flows) and default is None:
        yield from _all_conditioned(diagram, node, conditioned)


def _sense(diagram: Diagram, node: _Element, flows: list[_Element]) -> Iterator[Finding]:
    seen: set[str] = set()
    for flow in flows:
        source = expression_text(condition_of(flow)) or ""
        constant = _constant(source)
        if constant is not None:
            rule = CONSTANT if isinstance(constant.value, bool) else NO_CONDITION
            yield rule.at(diagram.place(flow), source=source)
        elif source in seen and local(node) == "exclusiveGateway":
            yield TWICE.at(diagram.place(flow), source=source)
        seen.add(source)


def _constant(source: str) -> Literal | None:
    try:
        tree = compile_expression(source).tree if source else None
    except ExpressionRefused:
        return None
    return tree if isinstance(tree, Literal) else None


def _all_conditioned(diagram: Diagram, node: _Element, flows: list[_Element]) -> Iterator[Finding]:
    if len(flows) == 1:
        yield USELESS.at(diagram.place(flows[0]))
    elif not _complementary([expression_text(condition_of(flow)) or "" for flow in flows]):
        yield NO_DEFAULT.at(diagram.place(node), count=len(flows))


def _complementary(conditions: list[str]) -> bool:
    """Two conditions of which always one holds: `x` and `not x`."""
    bare = sorted({_bare(condition) for condition in conditions}, key=len)
    return len(bare) == 2 and len(conditions) == 2 and _bare(bare[1].removeprefix("not")) == bare[0]  # noqa: PLR2004 - a pair


def _bare(condition: str) -> str:
    stripped = condition.strip()
    while stripped.startswith("(") and stripped.endswith(")"):
        stripped = stripped[1:-1].strip()
    return stripped
