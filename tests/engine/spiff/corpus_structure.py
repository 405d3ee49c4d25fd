"""Files whose tokens get stuck, multiply, or go round for ever."""

from collections.abc import Iterator

from bpmn_xml import (
    ALL,
    DEFINITIONS,
    between,
    chain,
    clock,
    doc,
    end,
    event,
    ext,
    flow,
    node,
    plain,
    script,
    service,
    start,
    timer,
    user,
)
from corpus_case import Case, case

XOR, AND, OR = "exclusiveGateway", "parallelGateway", "inclusiveGateway"


def structure() -> Iterator[Case]:
    island = between(user(), "u") + plain("x") + plain("y") + chain("x", "y")
    yield case("an island", doc(island), "unreachable")
    yield case("a lonely task", doc(between(user(), "u") + plain("x")), "unreachable")
    yield case(
        "a circle beside",
        doc(between(user(), "u") + user("x") + user("y") + chain("x", "y", "x")),
        "unreachable",
    )
    yield case("a start that leads nowhere", doc(start() + user() + end() + chain("u", "e")), "unreachable")
    yield case(
        "a boundary event on an island",
        doc(
            island
            + '<bpmn:boundaryEvent id="b" attachedToRef="x">'
            + timer("P1D")
            + "</bpmn:boundaryEvent>"
            + chain("b", "e")
        ),
        "unreachable",
    )
    yield case(
        "an island in a sub-process",
        doc(
            between(node("subProcess", "x", start("s2") + end("e2") + chain("s2", "e2") + plain("lost")), "x")
        ),
        "unreachable",
    )
    yield case(
        "a task that leads nowhere",
        doc(start() + user() + user("w") + end() + chain("s", "u", "e") + flow("u", "w")),
        "dead-end",
        warns=True,
    )
    yield case("a start that is all", doc(start() + end() + plain("a") + chain("s", "a")), "unreachable")
    for name, inside, ids in (
        ("two scripts", script("a") + script("b"), ("a", "b", "a")),
        ("one script", script("a"), ("a", "a")),
        ("a gateway and a task", node(XOR, "g") + plain("a"), ("g", "a", "g")),
        (
            "a service and a script",
            node(
                "serviceTask",
                "v",
                '<bpmn:extensionElements><kb:operation name="operate"/></bpmn:extensionElements>',
            )
            + script("a"),
            ("v", "a", "v"),
        ),
    ):
        yield case(
            f"an endless loop of {name}",
            doc(start() + inside + end() + flow("s", ids[0]) + chain(*ids)),
            "endless-loop",
        )
    split = start() + script("a") + node(AND, "g") + end() + chain("s", "a", "g", "a") + chain("g", "e")
    yield case("a loop that forks", doc(split), "endless-loop")
    both = start() + script("a") + end() + chain("s", "a", "a") + chain("a", "e")
    yield case("a task that goes on and back", doc(both), "endless-loop")
    inner = start("s2") + script("a2") + script("b2") + end("e2") + chain("s2", "a2", "b2", "a2")
    yield case(
        "an endless loop in a sub-process", doc(between(node("subProcess", "x", inner), "x")), "endless-loop"
    )
    yield case(
        "a loop through a sub-process without a wait",
        doc(
            start()
            + node("subProcess", "x", start("s2") + plain("a2") + end("e2") + chain("s2", "a2", "e2"))
            + end()
            + chain("s", "x", "x")
        ),
        "endless-loop",
    )
    yield case(
        "a loop over a link",
        doc(
            start()
            + script("a")
            + node("intermediateThrowEvent", "t", DEFINITIONS["link"])
            + node("intermediateCatchEvent", "c", DEFINITIONS["link"])
            + end()
            + chain("s", "a", "t")
            + chain("c", "a")
        ),
        "endless-loop",
    )
    yield case(
        "people in a circle",
        doc(
            start()
            + user("a")
            + user("b")
            + node(XOR, "g", "", 'default="f1"')
            + end()
            + chain("s", "g")
            + flow("g", "a", identifier="f1")
            + flow("g", "e", "x == 1")
            + chain("a", "b", "a")
        ),
        "cannot-end",
        warns=True,
    )


def fork(split: str, join: str) -> str:
    default = 'default="f2"' if split == XOR else ""
    condition, other = (None if split == AND else "x == 1"), ("x == 2" if split == OR else None)
    return doc(start() + node(split, "g", "", default) + user("a") + user("b") + node(join, "j") + user("w") + end() + chain("s", "g")
               + flow("g", "a", condition, "f1") + flow("g", "b", other, "f2") + chain("a", "j") + chain("b", "j") + chain("j", "w", "e"))  # fmt: skip


def soundness() -> Iterator[Case]:
    yield case("a choice joined as if both came", fork(XOR, AND), "deadlock")
    yield case("some joined as if all came", fork(OR, AND), "deadlock-possible", warns=True)
    yield case("all merged as if one came", fork(AND, XOR), "merge-twice", warns=True)
    yield case("some merged as if one came", fork(OR, XOR), "merge-twice", warns=True)
    race = (start() + node("eventBasedGateway", "g") + node("intermediateCatchEvent", "a", timer("P1D")) + node("intermediateCatchEvent", "b", timer("P2D"))
            + node(AND, "j") + end() + chain("s", "g", "a", "j") + chain("g", "b", "j") + chain("j", "e"))  # fmt: skip
    yield case("a race joined as if both won", doc(race), "deadlock")
    border = (
        between(user() + node(AND, "j"), "u", "j")
        + '<bpmn:boundaryEvent id="b" attachedToRef="u">'
        + timer("P1D")
        + "</bpmn:boundaryEvent>"
        + chain("b", "j")
    )
    yield case("an interrupted task joined with itself", doc(border), "deadlock")
    starts = (
        start()
        + start("s2", DEFINITIONS["message"])
        + node(AND, "j")
        + end()
        + chain("s", "j")
        + chain("s2", "j", "e")
    )
    yield case("two starts joined", doc(starts, pre=ALL), "deadlock")
    early = (start() + node(AND, "g") + user("a") + node(XOR, "x", "", 'default="f1"') + user("b") + node(AND, "j") + end("stop") + end() + chain("s", "g", "a", "x")
             + flow("x", "j", identifier="f1") + flow("x", "stop", "x == 1") + chain("g", "b", "j", "e"))  # fmt: skip
    yield case("a branch that may end early", doc(early), "deadlock-possible", warns=True)
    conditional = (
        start()
        + user()
        + user("a")
        + user("b")
        + node(AND, "j")
        + end()
        + chain("s", "u")
        + flow("u", "a", "x == 1")
        + flow("u", "b", "x == 2")
        + chain("a", "j", "e")
        + chain("b", "j")
    )
    yield case(
        "conditional flows joined as if all were taken", doc(conditional), "deadlock-possible", warns=True
    )
    back = (
        start()
        + node(AND, "j")
        + user("a")
        + node(XOR, "x", "", 'default="f1"')
        + end()
        + chain("s", "j", "a", "x")
        + flow("x", "e", identifier="f1")
        + flow("x", "j", "x == 1")
    )
    yield case("a loop back into a join", doc(back), "deadlock")
    tasks = (
        start()
        + user()
        + user("a")
        + user("b")
        + user("w")
        + end()
        + chain("s", "u", "a", "w", "e")
        + chain("u", "b", "w")
    )
    yield case("two flows out of a task that meet in another", doc(tasks), "merge-twice", warns=True)
    remind = (
        between(user() + user("w"), "u", "w")
        + '<bpmn:boundaryEvent id="b" attachedToRef="u" cancelActivity="false">'
        + timer("P1D")
        + "</bpmn:boundaryEvent>"
        + chain("b", "w")
    )
    yield case("a reminder that goes the way of its task", doc(remind), "merge-twice", warns=True)
    inner = fork(XOR, AND)
    body = (
        inner[inner.index("<bpmn:startEvent") : inner.index("</bpmn:process>")]
        .replace('"s"', '"s2"')
        .replace('"e"', '"e2"')
    )
    yield case(
        "a deadlock in a sub-process",
        doc(start() + node("subProcess", "sub", body) + end("e") + chain("s", "sub", "e")),
        "deadlock",
    )


def idle() -> Iterator[Case]:
    for kind in ("task", "scriptTask", "serviceTask", "subProcess", "callActivity"):
        inside = {
            "task": plain("k"),
            "scriptTask": script("k"),
            "serviceTask": service("k"),
            "subProcess": node(
                "subProcess", "k", start("s2") + plain("a2") + end("e2") + chain("s2", "a2", "e2")
            ),
            "callActivity": node("callActivity", "k", "", 'calledElement="q"'),
        }[kind]
        called = (
            '<bpmn:process id="q" isExecutable="true">'
            + start("s3")
            + end("e3")
            + chain("s3", "e3")
            + "</bpmn:process>"
        )
        for trigger in ("timer", "message"):
            border = event("boundaryEvent", "b", DEFINITIONS[trigger], 'attachedToRef="k"') + chain("b", "e")
            yield case(
                f"a {trigger} on a {kind} that does not wait",
                doc(between(inside, "k") + border, pre=ALL, post=called),
                "boundary-never-fires",
                warns=True,
            )
    for trigger in ("error", "escalation"):
        border = event("boundaryEvent", "b", DEFINITIONS[trigger], 'attachedToRef="u"') + chain("b", "e")
        yield case(
            f"an {trigger} on a user task",
            doc(between(user(), "u") + border, pre=ALL),
            "boundary-never-fires",
            warns=True,
        )
    ticking = clock('id="c" name="x" basis="y" amount="1" unit="months"', 'at="end" notify="assignee"')
    yield case(
        "a clock on a script",
        doc(between(node("scriptTask", "k", ext(ticking) + "<bpmn:script>x = 1</bpmn:script>"), "k")),
        "clock-passes-at-once",
        warns=True,
    )
    thrown = node(
        "subProcess",
        "x",
        start("s2") + user("u2") + end("e2", DEFINITIONS["error"]) + chain("s2", "u2", "e2"),
    )
    yield case("an error nobody catches", doc(between(thrown, "x"), pre=ALL), "error-not-caught")
    other = event(
        "boundaryEvent", "b", DEFINITIONS["error"].replace('"E"', '"F"'), 'attachedToRef="x"'
    ) + chain("b", "e")
    yield case(
        "an error of another code caught",
        doc(between(thrown, "x") + other, pre=ALL + '<bpmn:error id="F" errorCode="OTHER"/>'),
        "error-not-caught",
    )


GROUPS = (structure, soundness, idle)
