"""The processes that are measured, drawn for this engine: `simple` and `mid25`, and a rework loop."""

from engine.blueprint import Bundle
from tests.drawing import bundle, clock, form, node, process, rung

SIMPLE_TASKS = ("first", "second")
MID25_TASKS = ("register", "search", "inspect", "decide", "serve")

_HANDLER = '<kb:assignment role="case-handler"/>'
_RUNGS = (rung("50%", "assignee"), rung("-2 working-days", "assignee"), rung("end", "supervisor"))


def _user(name: str, *, key: str | None = None) -> str:
    return node("user", name, kb=_HANDLER + (f'<kb:form key="{key}"/>' if key else ""))


def _script(name: str, line: str) -> str:
    return node("script", name, f"<bpmn:script>{line}</bpmn:script>")


def simple() -> Bundle:
    """Two user tasks in a row."""
    nodes = [node("start", "begin"), _user("first"), _user("second"), node("end", "done")]
    return bundle("simple", process("simple", nodes, "begin -> first -> second -> done"))


def mid25() -> Bundle:
    """25 nodes, five user tasks with forms, an AND and two XOR blocks, scripts, two clocks with three rungs each."""
    clocks = clock("promise", 10, "calendar-days", *_RUNGS, starts_after="register", stops_after="serve")
    clocks += clock(
        "ordinary", 1, "months", *_RUNGS, kind="ordinary", starts_after="register", stops_after="serve"
    )
    nodes = [
        node("start", "begin"),
        _user("register", key="register"),
        _script("s1", "total = amount + 1"),
        node("xor", "g1"),
        _script("s2", "level = 'large'"),
        _script("s3", "level = 'small'"),
        node("xor", "m1"),
        node("and", "fork"),
        _user("search", key="search"),
        _script("s4", "found = len(results)"),
        _user("inspect", key="inspect"),
        _script("s5", "seen = findings != ''"),
        node("and", "join"),
        _script("s6", "ready = found >= 0"),
        node("service", "assess", kb='<kb:operation name="assess"/>'),
        _user("decide", key="decide"),
        node("xor", "g2"),
        _script("s7", "outcome = 'upheld'"),
        _script("s8", "outcome = 'rejected'"),
        node("xor", "m2"),
        _script("s9", "prepared = True"),
        _user("serve", key="serve"),
        _script("s10", "served = True"),
        _script("s11", "closed = True"),
        node("end", "done"),
    ]
    paths = (
        "begin -> register -> s1 -> g1 -[amount > 100]-> s2 -> m1 -> fork -> search -> s4 -> join",
        "g1 -[*]-> s3 -> m1",
        "fork -> inspect -> s5 -> join -> s6 -> assess -> decide -> g2 -[infringes]-> s7 -> m2",
        "g2 -[*]-> s8 -> m2 -> s9 -> serve -> s10 -> s11 -> done",
    )
    forms = {
        "register": form(
            "register", ("claimant", "amount"), claimant="string", respondent="string", amount="integer"
        ),
        "search": form("search", (), results={"type": "array", "items": {"type": "string"}}, remark="string"),
        "inspect": form("inspect", (), findings="string", days="integer"),
        "decide": form("decide", ("infringes",), infringes="boolean", reasons="string"),
        "serve": form("serve", (), served_on="string"),
    }
    return bundle("mid25", process("mid25", nodes, *paths, kb=clocks), forms=forms)


ANSWERS = {
    "register": {"claimant": "某科技有限公司", "respondent": "某商行", "amount": 250},
    "search": {"results": ["CN301234567S", "CN307654321S"], "remark": "两件在先设计"},
    "inspect": {"findings": "现场照片十二张，样品一件", "days": 2},
    "decide": {"infringes": True, "reasons": "整体视觉效果无实质性差异"},
    "serve": {"served_on": "2026-03-11"},
}
"""What people type into the forms of `mid25`."""


def rework() -> Bundle:
    """One user task that goes round until it is good."""
    nodes = [
        node("start", "begin"),
        _user("draft", key="draft"),
        node("xor", "again"),
        _script("count", "rounds = rounds + 1"),
        node("end", "done"),
    ]
    paths = ("begin -> draft -> again -[not good]-> count -> draft", "again -[*]-> done")
    forms = {"draft": form("draft", ("good",), good="boolean", text="string")}
    return bundle("rework", process("rework", nodes, *paths), forms=forms)
