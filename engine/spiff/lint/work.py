"""Activities: each has what it needs to do its work, and that is known."""

from collections.abc import Iterator

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.diagram import ACTIVITIES, EVENTS, Diagram, Known
from engine.spiff.extensions import Extensions, read_extensions
from engine.spiff.names import child, local
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import Place, error, warning

NO_OPERATION = error(
    "service-without-operation",
    ("{what}没有指明要执行的操作", "The {what} does not name the operation to run"),
    ('填写 kb:operation name="…"。', 'Write kb:operation name="…".'),
)
UNKNOWN_OPERATION = error(
    "unknown-operation",
    (
        "{what}的操作“{name}”没有登记；已登记：{known}",
        "The operation “{name}” of the {what} is not registered; there are: {known}",
    ),
    (
        "改正名称，或请开发人员在 workflows/ 中登记该操作。",
        "Correct the name, or have it registered in workflows/.",
    ),
)
NO_DECISION = error(
    "rule-without-decision",
    ("{what}没有指明决策表", "The {what} names no decision table"),
    ('填写 kb:decision key="…"。', 'Write kb:decision key="…".'),
)
UNKNOWN_DECISION = error(
    "unknown-decision",
    (
        "{what}的决策表“{name}”不在流程包中；现有：{known}",
        "The decision table “{name}” of the {what} is not in the bundle; there are: {known}",
    ),
    ("改正名称，或把 .dmn 文件放进流程包。", "Correct the key, or add the .dmn file to the bundle."),
)
UNKNOWN_FORM = error(
    "unknown-form",
    (
        "{what}的表单“{name}”不在流程包中；现有：{known}",
        "The form “{name}” of the {what} is not in the bundle; there are: {known}",
    ),
    (
        "改正名称，或把 .form.json 文件放进 forms 文件夹。",
        "Correct the key, or add the .form.json file to the folder forms.",
    ),
)
NO_MESSAGE = error(
    "task-without-message",
    ("{what}没有指明消息", "The {what} names no message"),
    ("设置 messageRef，引用一个有名称的消息。", "Set messageRef to a message that has a name."),
)
NO_SCRIPT = error(
    "script-missing",
    ("{what}没有脚本", "The {what} has no script"),
    (
        "写一行或几行“变量 = 表达式”，或改为普通任务。",
        "Write lines of “name = expression”, or make it a plain task.",
    ),
)
NOT_USED = warning(
    "extension-not-used",
    (
        "{what}上的 kb:{name} 不起作用（只用于{where}）",
        "kb:{name} does nothing on the {what} (only on {where})",
    ),
    ("删除它，或换成相应类型的任务。", "Remove it, or use the fitting kind of task."),
)
UNKNOWN_REASON = error(
    "unknown-reason",
    (
        "{what}的中止事由“{name}”未登记；已登记：{known}",
        "The suspension reason “{name}” of the {what} is unknown; there are: {known}",
    ),
    ("改用已登记的事由，或请管理员登记。", "Use one of the known reasons, or have it added."),
)
NO_NAME = warning(
    "task-without-name",
    ("{what}没有名称，办理人无法辨认", "The {what} has no name, so nobody can tell what it is"),
    ("给它一个动宾结构的名称，例如“审查材料”。", "Name it by what is to be done, such as “Check papers”."),
)

_USED_ON = {
    "operation": ("serviceTask", "sendTask"),
    "decision": ("businessRuleTask",),
    "form": ("userTask", "manualTask", "startEvent"),
    "message": ("sendTask", "receiveTask", *EVENTS),
    "call": ("callActivity",),
    "suspends": (*ACTIVITIES, "intermediateCatchEvent"),
}


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find activities that lack something, or name what is not known."""
    for node in diagram.nodes():
        extensions, place = read_extensions(node), diagram.place(node)
        yield from _needs(place, node, extensions)
        yield from _names(place, extensions, known)
        yield from _misplaced(place, node, extensions)


def _needs(place: Place, node: _Element, extensions: Extensions) -> Iterator[Finding]:
    kind = local(node)
    if kind == "serviceTask" and extensions.operation is None:
        yield NO_OPERATION.at(place)
    elif kind == "businessRuleTask" and extensions.decision is None:
        yield NO_DECISION.at(place)
    elif kind in ("sendTask", "receiveTask") and not _message(node) and extensions.operation is None:
        yield NO_MESSAGE.at(place)
    elif kind == "scriptTask" and child(node, "script") is None:
        yield NO_SCRIPT.at(place)
    elif kind in ("userTask", "manualTask") and not (node.get("name") or "").strip():
        yield NO_NAME.at(place)


def _message(node: _Element) -> bool:
    return bool(node.get("messageRef")) or any(
        local(each) == "messageEventDefinition" for each in event_definitions(node)
    )


def _names(place: Place, extensions: Extensions, known: Known) -> Iterator[Finding]:
    for rule, name, names in (
        (UNKNOWN_OPERATION, extensions.operation, known.vocabulary.operations),
        (UNKNOWN_DECISION, extensions.decision, known.decisions),
        (UNKNOWN_FORM, extensions.form, known.forms),
        *((UNKNOWN_REASON, reason, known.vocabulary.reasons) for reason in extensions.suspends),
    ):
        if name is not None and names is not None and name not in names:
            yield rule.at(place, name=name, known=listed(names))


def listed(names: frozenset[str]) -> str:
    """List names for a sentence."""
    return ", ".join(sorted(names)) or "—"


def _misplaced(place: Place, node: _Element, extensions: Extensions) -> Iterator[Finding]:
    present = {
        "operation": extensions.operation is not None,
        "decision": extensions.decision is not None,
        "form": extensions.form is not None,
        "message": bool(extensions.message.keep or extensions.message.keys or extensions.message.fields),
        "call": bool(extensions.inputs or extensions.outputs),
        "suspends": bool(extensions.suspends),
    }
    for name, there in present.items():
        if there and local(node) not in _USED_ON[name]:
            yield NOT_USED.at(place, name=name, where=", ".join(_USED_ON[name]))
