"""Files whose work, people, clocks or extensions the office could not follow; tables and forms that are none."""

from collections.abc import Iterator

from bpmn_xml import (
    ALL,
    DEFINITIONS,
    GOOD_CLOCK,
    GOOD_RUNG,
    between,
    chain,
    clock,
    clocked,
    doc,
    end,
    ext,
    node,
    plain,
    raw,
    script,
    service,
    start,
    timer,
    user,
)
from corpus_case import Case, case

DIRECTOR = '<kb:assignment role="director"/>'
CATCH = "intermediateCatchEvent"
FORM = (
    b'{"x-key": "known", "title": "\xe8\xa1\xa8", "x-title-en": "Form", "type": "object", "properties": {}}'
)


def work() -> Iterator[Case]:
    yield case(
        "a service task of plain BPMN",
        doc(between(node("serviceTask", "v"), "v")),
        "service-without-operation",
    )
    yield case("a service without a name", doc(between(service("v", " "), "v")), "service-without-operation")
    yield case(
        "an operation nobody has", doc(between(service("v", "transmogrify"), "v")), "unknown-operation"
    )
    yield case(
        "a rule task of plain BPMN", doc(between(node("businessRuleTask", "r"), "r")), "rule-without-decision"
    )
    yield case(
        "a table that is not there",
        doc(between(node("businessRuleTask", "r", ext('<kb:decision key="gone"/>')), "r")),
        "unknown-decision",
    )
    yield case(
        "a form that is not there", doc(between(user("u", '<kb:form key="gone"/>'), "u")), "unknown-form"
    )
    yield case(
        "a form of another case",
        doc(between(user("u", '<kb:form key="Known"/>'), "u")),
        "unknown-form",
        others={"forms/a.form.json": FORM},
    )
    for kind in ("sendTask", "receiveTask"):
        yield case(f"a {kind} without a message", doc(between(node(kind, "k"), "k")), "task-without-message")
    yield case("a script task without a script", doc(between(node("scriptTask", "k"), "k")), "script-missing")
    yield case(
        "a reason nobody knows",
        doc(between(user("u", '<kb:suspends reason="holiday"/>'), "u")),
        "unknown-reason",
    )
    for word, kind in (
        ("operation", "userTask"),
        ("decision", "userTask"),
        ("form", "serviceTask"),
        ("suspends", "exclusiveGateway"),
    ):
        element = {
            "operation": '<kb:operation name="operate"/>',
            "decision": '<kb:decision key="d"/>',
            "form": '<kb:form key="known"/>',
            "suspends": '<kb:suspends reason="hearing"/>',
        }[word]
        others = {"known.form.json": FORM}
        if word != "decision":
            inside = ext(*(('<kb:operation name="operate"/>',) if kind == "serviceTask" else ()), element)
            yield case(
                f"{word} on a {kind}",
                doc(between(node(kind, "k", inside, 'name="x"'), "k")),
                "extension-not-used",
                warns=True,
                others=others,
            )
    yield case(
        "a task without a name", doc(between(user(attributes=""), "u")), "task-without-name", warns=True
    )
    yield case(
        "a form nobody uses",
        doc(between(user(), "u")),
        "form-not-used",
        warns=True,
        others={"known.form.json": FORM},
    )


def messages() -> Iterator[Case]:
    for kind, inside, attributes in (
        (CATCH, DEFINITIONS["message"], ""),
        ("receiveTask", "", 'messageRef="M"'),
    ):
        yield case(
            f"a {kind} without keys",
            doc(between(node(kind, "k", inside, attributes), "k"), pre=ALL),
            "message-without-keys",
            warns=True,
        )
    watching = node(
        "subProcess",
        "x",
        start("s2", DEFINITIONS["message"]) + end("e2") + chain("s2", "e2"),
        'triggeredByEvent="true"',
    )
    yield case(
        "an event sub-process without keys",
        doc(between(user(), "u") + watching, pre=ALL),
        "message-without-keys",
        warns=True,
    )
    for keep in ("soon", "0 days", "P30D", "-3 days", "99999999 months", "30"):
        kept = ext(f'<kb:message keep="{keep}"><kb:key name="n" expression="n"/></kb:message>')
        yield case(
            f"a message kept for {keep}",
            doc(between(node(CATCH, "k", kept + DEFINITIONS["message"]), "k"), pre=ALL),
            "message-keep",
        )
    for row in ("<kb:key/>", '<kb:key expression="x"/>', "<kb:field/>", '<kb:field from="x"/>'):
        told = ext(f"<kb:message>{row}</kb:message>")
        yield case(
            f"the message row {row}",
            doc(between(node(CATCH, "k", told + DEFINITIONS["message"]), "k"), pre=ALL),
            "message-row",
        )


def assigned(attributes: str, more: str = "") -> str:
    body = ext(f"<kb:assignment {attributes}/>")
    return doc(between(user() + node("userTask", "w", body, 'name="x"'), "u", "w") + more)


def assignments() -> Iterator[Case]:
    yield case(
        "nobody", doc(between(node("userTask", "u", "", 'name="x"'), "u")), "task-unassigned", warns=True
    )
    yield case(
        "nobody for a manual task",
        doc(between(node("manualTask", "u", "", 'name="x"'), "u")),
        "task-unassigned",
        warns=True,
    )
    yield case("an empty assignment", assigned(""), "assignment-empty")
    yield case("an assignment of spaces", assigned('role="  "'), "assignment-empty")
    for role in ("boss", "case handler", "Case-Handler", "办案人员", "director,supervisor"):
        yield case(f"the role {role}", assigned(f'role="{role}"'), "unknown-role")
    for other in ("gone", "s", "e", "p", "f"):
        yield case(
            f"separate from {other}",
            assigned(f'role="director" separate-from="{other}"'),
            "separate-from-unknown",
        )
    yield case("separate from itself", assigned('role="director" separate-from="u,w"'), "separate-from-self")
    for count in ("0", "-1", "two", "", "1.5"):
        yield case(
            f"{count} persons",
            assigned(f'role="director" among="handlers" count="{count}"'),
            "assignment-count",
        )
    yield case("two of nobody", assigned('role="director" count="2"'), "assignment-count-of-whom")
    for name in ("1st", "a b", "handlers,others", "x.y"):
        yield case(f"among {name}", assigned(f'among="{name}"'), "assignment-among")
    early = ext('<kb:assignment role="director" separate-from="w"/>')
    late = doc(between(node("userTask", "u", early, 'name="x"') + user("w"), "u", "w"))
    yield case("separate from a later task", late, "separate-from-later", warns=True)


def calls() -> Iterator[Case]:
    yield case("a call of nothing", doc(between(node("callActivity", "k"), "k")), "call-nothing")
    yield case(
        "a call of an empty name",
        doc(between(node("callActivity", "k", "", 'calledElement=""'), "k")),
        "call-nothing",
    )
    yield case(
        "a call of what is gone",
        doc(between(node("callActivity", "k", "", 'calledElement="gone"'), "k")),
        "unknown-process",
    )
    shown = f'<bpmn:process id="q" isExecutable="false">{start("s2")}</bpmn:process>'
    yield case(
        "a call of an illustration",
        doc(between(node("callActivity", "k", "", 'calledElement="q"'), "k"), post=shown),
        "call-not-executable",
    )
    yield case(
        "a process that calls itself",
        doc(between(user() + node("callActivity", "k", "", 'calledElement="p"'), "u", "k")),
        "call-endless",
    )
    inner = (
        start("s2")
        + node("callActivity", "k2", "", 'calledElement="p"')
        + end("e2")
        + chain("s2", "k2", "e2")
    )
    second = f'<bpmn:process id="q" isExecutable="true">{inner}</bpmn:process>'
    yield case(
        "two processes that call each other",
        doc(between(node("callActivity", "k", "", 'calledElement="q"'), "k"), post=second),
        "call-endless",
    )
    other = raw(second).encode()
    yield case(
        "two files that call each other",
        doc(between(node("callActivity", "k", "", 'calledElement="q"'), "k")),
        "call-endless",
        others={"q.bpmn": other},
    )
    way_round = doc(start() + node("exclusiveGateway", "g", "", 'default="f2"') + node("callActivity", "k", "", 'calledElement="p"') + end() + chain("s", "g")
                    + '<bpmn:sequenceFlow id="f1" sourceRef="g" targetRef="k"><bpmn:conditionExpression>n &gt; 0</bpmn:conditionExpression></bpmn:sequenceFlow>'
                    + '<bpmn:sequenceFlow id="f2" sourceRef="g" targetRef="e"/>' + chain("k", "e"))  # fmt: skip
    yield case("a process that may call itself", way_round, "call-circle", warns=True)


def timed(attributes: str, rule: str, *, warns: bool = False) -> Case:
    return case(f"a clock with {attributes}", clocked(attributes), rule, warns=warns)


def clocks() -> Iterator[Case]:
    base = 'id="c" name="x" basis="y" '
    for amount in ("ten", "1.5", "10日", "０"):
        yield timed(f'{base}amount="{amount}" unit="months"', "clock-number")
    for amount in ("0", "-5", "99999999"):
        yield timed(f'{base}amount="{amount}" unit="months"', "clock-amount")
    yield timed(f'{base}amount="10" unit="months" target="x"', "clock-number")
    for target in ("11", "0", "-1"):
        yield timed(f'{base}amount="10" unit="months" target="{target}"', "clock-target")
    for unit in ("fortnights", "workdays", "秒", "P1M"):
        yield timed(f'{base}amount="10" unit="{unit}"', "clock-unit")
    yield timed(f'{base}amount="10" unit="months" extension-unit="ages"', "clock-unit")
    yield timed(f'{base}amount="10" unit="months" kind="urgent"', "clock-kind")
    for missing in ("id", "amount", "unit"):
        said = {"id": 'id="c"', "amount": 'amount="10"', "unit": 'unit="months"'}
        yield timed(" ".join(text for name, text in said.items() if name != missing), "missing-attribute")
    for attribute in ("starts-after", "stops-after"):
        for place in ("gone", "p", "f_s_u"):
            yield timed(f'{GOOD_CLOCK} {attribute}="{place}"', "clock-unknown-node")
    yield timed(f'{GOOD_CLOCK} starts-after="w" stops-after="u"', "clock-never-stops")
    yield timed(f'{GOOD_CLOCK} starts-after="u" stops-after="w,s"', "clock-never-stops")
    yield timed(f'{GOOD_CLOCK} starts-after="e" stops-after="w"', "clock-never-stops")
    yield timed(f'{GOOD_CLOCK} suspend-for="holiday"', "unknown-reason")
    yield timed(f'{GOOD_CLOCK} max-extension="-1"', "clock-extension")
    yield timed(f'{GOOD_CLOCK} max-extension="11" extension-by="director"', "clock-extension")
    yield timed(
        f'{GOOD_CLOCK} max-extension="2" extension-unit="months" extension-by="director"', "clock-extension"
    )
    yield timed(
        f'{GOOD_CLOCK} max-extension="5" max-extensions="0" extension-by="director"', "clock-extension"
    )
    yield timed(f'{GOOD_CLOCK} max-extension="5" extension-by="boss"', "unknown-role")
    yield timed(f'{GOOD_CLOCK} max-extension="5"', "extension-by-nobody", warns=True)
    yield timed('id="c" basis="y" amount="10" unit="months"', "clock-without-name", warns=True)
    yield timed('id="c" name="y" amount="10" unit="months"', "clock-without-basis", warns=True)
    twice = ext(clock(GOOD_CLOCK, GOOD_RUNG), clock(GOOD_CLOCK, GOOD_RUNG))
    yield case("two clocks of one id", doc(twice + between(user(), "u")), "clock-duplicate")
    below = ext(clock(GOOD_CLOCK, GOOD_RUNG)) + between(user("u", clock(GOOD_CLOCK, GOOD_RUNG)), "u")
    yield case("a task's clock with the id of the process's", doc(below), "clock-duplicate")
    yield from unkept()


def unkept() -> Iterator[Case]:
    """Clocks that the waits on their paths leave no room for."""
    head = ext(clock(GOOD_CLOCK, GOOD_RUNG))
    waiting = head + between(node(CATCH, "w", timer("15 calendar-days")) + user(), "w", "u")
    yield case("a wait longer than its clock", doc(waiting), "clock-infeasible", warns=True)
    limited = user("u", clock('id="d" name="y" basis="x" kind="party" amount="15" unit="calendar-days"'))
    yield case("a limit longer than its clock", doc(head + between(limited, "u")), "clock-tight", warns=True)


def rungs() -> Iterator[Case]:
    for at in (
        "half",
        "50",
        "0%",
        "101%",
        "150%",
        "-2",
        "2 working-days",
        "+ days",
        "-0 working-days",
        "start",
        "-1.5 months",
        "50 %%",
        "-2 fortnights",
    ):
        yield case(
            f"a rung at {at}", clocked(GOOD_CLOCK, f'at="{at}" notify="supervisor"'), "rung-unreadable"
        )
    yield case("a rung without a place", clocked(GOOD_CLOCK, 'notify="supervisor"'), "rung-unreadable")
    for at in ("end", "50%", "-2 working-days", "+1 working-day"):
        yield case(
            f"two rungs at {at}",
            clocked(GOOD_CLOCK, f'at="{at}" notify="supervisor"', f'at="{at}" notify="director"'),
            "rung-duplicate",
        )
    for first, second in (
        ("end", "50%"),
        ("80%", "50%"),
        ("+1 working-day", "end"),
        ("-1 working-day", "-5 working-days"),
        ("+2 months", "+1 working-day"),
    ):
        yield case(
            f"a rung at {second} behind {first}",
            clocked(GOOD_CLOCK, f'at="{first}" notify="director"', f'at="{second}" notify="director"'),
            "rung-order",
            warns=True,
        )
    for at in ("-11 calendar-days", "-30 working-days", "-2 months"):
        yield case(
            f"a rung at {at} of ten days",
            clocked(GOOD_CLOCK, f'at="{at}" notify="director"'),
            "rung-before-start",
            warns=True,
        )
    yield case("a rung that tells nobody", clocked(GOOD_CLOCK, 'at="end"'), "rung-silent", warns=True)
    yield case(
        "a rung that tells a stranger", clocked(GOOD_CLOCK, 'at="end" notify="assignee,boss"'), "unknown-role"
    )
    yield case("a rung with a stranger's task", clocked(GOOD_CLOCK, 'at="end" task="boss"'), "unknown-role")
    yield case(
        "a rung of great priority",
        clocked(GOOD_CLOCK, 'at="end" notify="director" priority="extreme"'),
        "rung-priority",
    )
    bare = doc(ext(clock(GOOD_CLOCK)) + between(user(), "u"))
    yield case("a clock without rungs", bare, "clock-without-rungs", warns=True)


def vocabulary() -> Iterator[Case]:
    for word in ("klock", "Clock", "sla", "assign", "timer"):
        yield case(
            f"the extension {word}", doc(ext(f"<kb:{word}/>") + between(user(), "u")), "unknown-extension"
        )
    for text in ('<kb:clock {}><kb:step at="end"/></kb:clock>', "<kb:clock {}><camunda:rung/></kb:clock>"):
        yield case(
            f"within a clock {text[11:]}",
            doc(ext(text.format(GOOD_CLOCK)) + between(user(), "u")),
            "unknown-extension",
        )
    for attribute in ("start-after", "Amount", "stopsafter", "role", "xsi:type"):
        yield case(
            f"a clock with the attribute {attribute}",
            clocked(f'{GOOD_CLOCK} {attribute}="x"'),
            "unknown-attribute",
        )
    yield case(
        "a rung with an unknown attribute",
        clocked(GOOD_CLOCK, 'at="end" notify="director" colour="red"'),
        "unknown-attribute",
    )
    yield case("a misspelt separation", assigned('role="director" separate_from="u"'), "unknown-attribute")
    for attribute in ("role", "form", "clock", "En"):
        yield case(
            f"the attribute kb:{attribute}",
            doc(between(user(attributes=f'name="x" kb:{attribute}="x"'), "u")),
            "unknown-own-attribute",
        )
    for element in (
        "<kb:form/>",
        '<kb:form key=" "/>',
        "<kb:operation/>",
        "<kb:suspends/>",
        '<kb:each item="x"/>',
        "<kb:decision/>",
    ):
        yield case(f"the extension {element}", doc(between(user("u", element), "u")), "missing-attribute")
    for place in ("exclusiveGateway", "intermediateThrowEvent", "startEvent"):
        yield case(
            f"a clock on a {place}",
            doc(
                between(node(place, "k", ext(clock(GOOD_CLOCK, GOOD_RUNG))), "k")
                if place != "startEvent"
                else start("s", ext(clock(GOOD_CLOCK, GOOD_RUNG))) + end() + chain("s", "e")
            ),
            "extension-not-here",
        )
    yield case("a call on a user task", doc(between(user("u", "<kb:call/>"), "u")), "extension-not-here")
    yield case(
        "an assignment on a flow",
        doc(
            start()
            + end()
            + f'<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e">{ext(DIRECTOR)}</bpmn:sequenceFlow>'
        ),
        "extension-not-here",
    )
    yield case(
        "a form on the process",
        doc(ext('<kb:form key="known"/>') + between(user(), "u")),
        "extension-not-here",
    )
    for word in ('<kb:assignment role="director"/>', '<kb:form key="known"/>'):
        yield case(
            f"twice {word}",
            doc(between(user("u", word + word, assigned="director"), "u")),
            "extension-repeated",
            others={"known.form.json": FORM},
        )
    outside = between(node("task", "a", '<bpmn:extensionElements/><kb:form key="x"/>'), "a")
    yield case("an extension outside of its place", doc(outside), "extension-outside")
    for attribute in ("assignee", "formKey", "candidateGroups"):
        yield case(
            f"Camunda's {attribute}",
            doc(between(user(attributes=f'name="x" camunda:{attribute}="y"'), "u")),
            "foreign-extension",
            warns=True,
        )
    yield case(
        "Camunda's properties",
        doc(between(user("u", "<camunda:properties/>"), "u")),
        "foreign-extension",
        warns=True,
    )


def drawings() -> Iterator[Case]:
    yield case("nothing drawn", doc(between(user(), "u")), "no-drawing", warns=True)
    plane = '<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="dp" bpmnElement="p">{}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'
    shape = '<bpmndi:BPMNShape id="d_{0}" bpmnElement="{0}"><dc:Bounds x="0" y="0" width="1" height="1"/></bpmndi:BPMNShape>'
    yield case(
        "only one drawn",
        doc(between(user(), "u"), post=plane.format(shape.format("u"))),
        "not-drawn",
        warns=True,
    )
    yield case(
        "a shape of nothing",
        doc(between(user(), "u"), post=plane.format(shape.format("gone"))),
        "drawn-without-element",
        warns=True,
    )


def bundles() -> Iterator[Case]:
    diagram = doc(between(user("u", '<kb:form key="known"/>'), "u"))
    twice = {"known.form.json": FORM, "forms/other.form.json": FORM}
    yield case("two forms of one key", diagram, "key-twice", others=twice)
    yield case(
        "two files of one process",
        diagram,
        "key-twice",
        others={"known.form.json": FORM, "q.bpmn": diagram.encode()},
    )
    yield case(
        "a strange file",
        diagram,
        "file-not-read",
        warns=True,
        others={"known.form.json": FORM, "x.exe": b"MZ"},
    )
    yield case("no diagram", FORM, "no-diagram", file="known.form.json")
    yield case(
        "a plain script nobody reads",
        doc(between(script("a") + plain("b"), "a", "b")),
        "file-not-read",
        warns=True,
        others={"x.py": b"import os"},
    )


ROUTE = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x"><decision id="route" name="路由">'
    '<decisionTable id="t" hitPolicy="UNIQUE"><input id="i" label="a"><inputExpression id="ie" typeRef="number"><text>a</text>'
    '</inputExpression></input><output id="o" name="to" typeRef="string"/><rule id="r1"><inputEntry id="c1"><text>-</text>'
    '</inputEntry><outputEntry id="c2"><text>"a"</text></outputEntry></rule></decisionTable></decision></definitions>'
)


def others() -> Iterator[Case]:
    """Tables and forms beside a good diagram: the bundle is refused, and not half of it deployed."""
    diagram = doc(
        between(
            user("u", '<kb:form key="known"/>')
            + node("businessRuleTask", "r", ext('<kb:decision key="route"/>')),
            "u",
            "r",
        )
    ).encode()
    form, table = FORM.decode(), ROUTE
    for name, text, rule in (
        ("an unknown hit policy", table.replace("UNIQUE", "BEST"), "dmn-hit-policy"),
        ("the hit policy PRIORITY", table.replace("UNIQUE", "PRIORITY"), "dmn-hit-policy-refused"),
        (
            "a cell of Python",
            table.replace("<text>-</text>", "<text>__import__('os')</text>"),
            "dmn-expression",
        ),
        ("a table that is a web page", "<html></html>", "dmn-html"),
        ("an empty table", "", "dmn-empty-file"),
        ("a diagram as a table", diagram.decode(), "dmn-wrong-root"),
        ("a table with a doctype", "<!DOCTYPE x>" + table, "dmn-doctype"),
    ):
        yield case(name, text, rule, file="route.dmn", others={"p.bpmn": diagram, "known.form.json": FORM})
    for name, content, rule in (
        ("an empty form", b"", "form-empty"),
        ("a form cut in half", FORM[:25], "form-json"),
        ("a form that is a list", b"[]", "form-root"),
        ("a form in gbk", form.encode("gbk"), "form-encoding"),
        ("a form with a key twice", (form[:-1] + ', "x-key": "b"}').encode(), "form-duplicate"),
        ("a form too deep", b"[" * 100_000, "form-not-json"),
        (
            "a form with a field of no type",
            form.replace("{}", '{"a": {"type": "alien"}}').encode(),
            "form-type",
        ),
    ):
        yield case(
            name,
            content,
            rule,
            file="known.form.json",
            others={"p.bpmn": diagram, "route.dmn": table.encode()},
        )


GROUPS = (work, messages, assignments, calls, clocks, rungs, vocabulary, drawings, bundles, others)
