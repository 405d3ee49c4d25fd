"""Who may act: each task for people has somebody, and four eyes stay four."""

from collections.abc import Iterator, Mapping

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.clocks import whole
from engine.spiff.diagram import Diagram, Known
from engine.spiff.extensions import lane_assignments
from engine.spiff.lint.work import listed
from engine.spiff.names import bpmn, identifiers, is_variable, local, own_extensions
from engine.spiff.rules import Place, error, warning

NOBODY = warning(
    "task-unassigned",
    (
        "{what}没有指定由谁办理，不会出现在任何人的待办里",
        "The {what} says not who may do it, so it appears on nobody's worklist",
    ),
    (
        '加上 kb:assignment role="…"，或写在它所在的泳道上。',
        'Add kb:assignment role="…" to it, or to its lane.',
    ),
)
EMPTY = error(
    "assignment-empty",
    (
        "{what}的 kb:assignment 既没有 role，也没有 among 或 assignee",
        "kb:assignment of the {what} has neither role, among nor assignee",
    ),
    ('写明候选组，例如 role="case-handler"。', 'Name the candidate group, such as role="case-handler".'),
)
UNKNOWN_ROLE = error(
    "unknown-role",
    (
        "{what}的角色“{role}”未登记；已登记：{known}",
        "The role “{role}” of the {what} is unknown; there are: {known}",
    ),
    ("改用已登记的角色。", "Use one of the known roles."),
)
SEPARATE_UNKNOWN = error(
    "separate-from-unknown",
    (
        "{what}须与“{id}”分由两人办理，但该流程中没有这个用户任务",
        "The {what} is to be separate from “{id}”, but this process has no such user task",
    ),
    ("separate-from 填写同一流程中用户任务的 id。", "Name the id of a user task of the same process."),
)
SEPARATE_SELF = error(
    "separate-from-self",
    (
        "{what}须与它自己分由两人办理，永远无人能办",
        "The {what} is to be separate from itself, so nobody could ever do it",
    ),
    ("改为前面的起草或申请任务的 id。", "Name the earlier task, where it was drafted or asked for."),
)
COUNT = error(
    "assignment-count",
    (
        "{what}的办理人数“{count}”应为正整数",
        "The count “{count}” of the {what} must be a whole number from 1",
    ),
    ('例如 count="2"。', 'For example count="2".'),
)
COUNT_OF_WHOM = error(
    "assignment-count-of-whom",
    (
        "{what}要求至少 {count} 人，却没有用 among 指明人员变量",
        "The {what} needs {count} persons, but among does not say of which variable",
    ),
    ('写明变量，例如 among="handlers"。', 'Name the variable, such as among="handlers".'),
)
AMONG = error(
    "assignment-among",
    ("{what}的 among“{name}”不能用作变量名", "among “{name}” of the {what} cannot be the name of a variable"),
    ("填写保存人员编号列表的变量名。", "Name the variable that holds the ids of the persons."),
)

_FOR_PEOPLE = ("userTask", "manualTask")


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find tasks that nobody could do, or that the wrong person could."""
    lanes = lane_assignments(diagram.root)
    for process in diagram.executable:
        people = {node.get("id", ""): node for node in process.iter(*(bpmn(kind) for kind in _FOR_PEOPLE))}
        for node in process.iter(bpmn("*")):
            for assignment in own_extensions(node):
                if local(assignment) == "assignment":
                    yield from _assignment(diagram.place(node), node, assignment, people, known)
        for node in people.values():
            if node.get("id", "") not in lanes and not any(
                local(each) == "assignment" for each in own_extensions(node)
            ):
                yield NOBODY.at(diagram.place(node))


def _assignment(
    place: Place, node: _Element, assignment: _Element, people: Mapping[str, _Element], known: Known
) -> Iterator[Finding]:
    role, among = (assignment.get("role") or "").strip(), (assignment.get("among") or "").strip()
    if not role and not among and not (assignment.get("assignee") or "").strip():
        yield EMPTY.at(place)
    if role:
        yield from unknown_roles(place, (role,), known)
    if among and not is_variable(among):
        yield AMONG.at(place, name=among)
    yield from _count(place, assignment, among)
    for identifier in identifiers(assignment.get("separate-from")):
        if identifier == node.get("id"):
            yield SEPARATE_SELF.at(place)
        elif identifier not in people:
            yield SEPARATE_UNKNOWN.at(place, id=identifier)


def unknown_roles(place: Place, roles: tuple[str, ...], known: Known) -> Iterator[Finding]:
    """Find roles that the office does not have."""
    names = known.vocabulary.roles
    for role in roles:
        if names is not None and role not in names:
            yield UNKNOWN_ROLE.at(place, role=role, known=listed(names))


def _count(place: Place, assignment: _Element, among: str) -> Iterator[Finding]:
    text = assignment.get("count")
    if text is None:
        return
    count = whole(text)
    if count is None or count < 1:
        yield COUNT.at(place, count=text)
    elif count > 1 and not among:
        yield COUNT_OF_WHOM.at(place, count=count)
