"""Files that are no BPMN, break its schema, or hold what we do not run."""

from collections.abc import Iterator

from bpmn_xml import (
    ALL,
    DEFINITIONS,
    HEAD,
    MESSAGE,
    between,
    chain,
    defined,
    doc,
    end,
    event,
    ext,
    flow,
    node,
    plain,
    raw,
    start,
    timer,
    user,
)
from corpus_case import Case, case

ACTIVITIES = (
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask",
    "subProcess", "callActivity",
)  # fmt: skip
GOOD = doc(between(user(), "u"))


def not_bpmn() -> Iterator[Case]:
    yield case("an empty file", b"", "empty-file")
    yield case("only spaces", b"  \n\t ", "empty-file")
    yield case("plain text", "这不是流程图", "not-xml")
    yield case("a zip archive", b"PK\x03\x04" + bytes(400), "not-xml")
    yield case("a pdf", b"%PDF-1.7\n%\xe2\xe3", "not-xml")
    yield case("an old office document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "not-xml")
    yield case("gzip", b"\x1f\x8b\x08\x00" + bytes(64), "not-xml")
    yield case("json", '{"nodes": []}', "not-xml")
    yield case("yaml", "process:\n  id: p\n", "not-xml")
    yield case("random bytes", bytes(range(1, 256)) * 4, "not-well-formed")
    yield case("only null bytes", bytes(1000), "not-xml")
    yield case("an html page", "<!DOCTYPE html><html><body>404 Not Found</body></html>", "html")
    yield case("html without a doctype", "<html><head><title>登录</title></head></html>", "html")
    yield case("html in capitals", "<HTML><BODY>x</BODY></HTML>", "html")
    yield case("html behind a byte order mark", b"\xef\xbb\xbf<!doctype html><html></html>", "html")
    yield case("cut in half", GOOD[: len(GOOD) // 2], "not-well-formed")
    yield case("cut behind the head", HEAD, "not-well-formed")
    yield case("two roots", GOOD + "<x/>", "not-well-formed")
    yield case("an ampersand", GOOD.replace("办理", "a & b"), "not-well-formed")
    yield case("a tag not closed", GOOD.replace("</bpmn:process>", ""), "not-well-formed")
    yield case("an attribute twice", GOOD.replace('id="u"', 'id="u" id="u"'), "not-well-formed")
    yield case("a prefix not declared", GOOD.replace('xmlns:kb="urn:kuaibao:bpmn:1"', ""), "not-well-formed")
    yield case("a control character", GOOD.replace("办理", "a\x01b"), "not-well-formed")
    yield case("too large", GOOD.replace("办理", "办" * 1_500_000), "too-large")
    yield case(
        "nested too deeply",
        doc("<bpmn:documentation>" + "<x>" * 220 + "</x>" * 220 + "</bpmn:documentation>"),
        "too-deep",
    )
    yield case("nested without end", "<a>" * 5000 + "</a>" * 5000, "too-deep")


def roots() -> Iterator[Case]:
    for name, uri in (
        ("BPMN 1.x", "http://schema.omg.org/spec/BPMN/1.2"),
        ("an older BPMN 2.0", "http://www.omg.org/spec/BPMN/20100501/MODEL"),
        ("BPMN with https", "https://www.omg.org/spec/BPMN/20100524/MODEL"),
        ("XPDL", "http://www.wfmc.org/2008/XPDL2.1"),
        ("DMN", "https://www.omg.org/spec/DMN/20191111/MODEL/"),
        ("CMMN", "http://www.omg.org/spec/CMMN/20151109/MODEL"),
        ("an unknown namespace", "urn:something:else"),
    ):
        yield case(name, f'<definitions xmlns="{uri}" id="d"><process id="p"/></definitions>', "wrong-root")
    yield case("no namespace", '<definitions id="d"><process id="p"/></definitions>', "wrong-root")
    yield case("an svg picture", '<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', "wrong-root")
    yield case(
        "an xhtml page", '<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body/></h:html>', "wrong-root"
    )
    yield case(
        "bpel", '<process xmlns="http://docs.oasis-open.org/wsbpel/2.0/process/executable"/>', "wrong-root"
    )
    yield case("jpdl", '<process-definition xmlns="http://jbpm.org/4.4/jpdl"/>', "wrong-root")
    yield case(
        "only a process",
        '<process xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="p"/>',
        "wrong-root",
    )
    yield case("a soap answer", '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"/>', "wrong-root")


def entities() -> Iterator[Case]:
    body = GOOD.partition("?>")[2]
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    for name, declared, used in (
        ("a doctype", "<!DOCTYPE definitions>", ""),
        ("an outside doctype", '<!DOCTYPE definitions SYSTEM "http://example.org/x.dtd">', ""),
        ("an entity for a local file", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
        ("an entity from the network", '<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>', "&x;"),
        ("a billion laughs", f'<!DOCTYPE d [<!ENTITY l0 "lol">{lol}]>', "&l9;"),
        ("a parameter entity", '<!DOCTYPE d [<!ENTITY % x SYSTEM "file:///etc/hostname">%x;]>', ""),
        ("an entity within", '<!DOCTYPE d [<!ENTITY x "y">]>', "&x;"),
    ):
        text = '<?xml version="1.0"?>' + declared + body
        yield case(name, text.replace("办理", used or "办理"), "doctype")
        yield case(f"{name}, behind a comment", text.replace(declared, f"<!-- x -->\n{declared}"), "doctype")
    yield case("an entity nobody declared", GOOD.replace("办理", "&nbsp;"), "not-well-formed")


def encodings() -> Iterator[Case]:
    chinese = GOOD.replace("办理", "登记立案审批")
    yield case("gbk that says utf-8", chinese.encode("gbk"), "encoding")
    yield case("gb18030 without a word", chinese.partition("?>")[2].encode("gb18030"), "encoding")
    yield case("latin-1 that says utf-8", chinese.replace("登记立案审批", "é").encode("latin-1"), "encoding")
    yield case("big5 that says utf-8", chinese.replace("登记立案审批", "中文").encode("big5"), "encoding")
    yield case("an unknown encoding", chinese.replace("UTF-8", "X-SECRET"), "encoding")
    yield case("utf-8 that says utf-16", chinese.replace("UTF-8", "UTF-16"), "encoding")
    yield case(
        "utf-16 cut in half", chinese.replace("UTF-8", "UTF-16").encode("utf-16")[:801], "not-well-formed"
    )


def schema() -> Iterator[Case]:
    for name, text in (
        ("an unknown element", between(user() + "<bpmn:robotTask id='r'/>", "u")),
        ("an unknown attribute", between(node("userTask", "u", ext('<kb:assignment role="x"/>'), 'colour="red"'), "u")),
        ("a flow without a target", start() + user() + end() + '<bpmn:sequenceFlow id="f" sourceRef="s"/>'),
        ("a flow without a source", start() + user() + end() + '<bpmn:sequenceFlow id="f" targetRef="e"/>'),
        ("text between elements", start() + "hello" + end() + chain("s", "e")),
        ("a task in a task", between(node("userTask", "u", node("task", "x")), "u")),
        ("a truth that is none", between(user(), "u") + node("subProcess", "x", "", 'triggeredByEvent="maybe"')),
        ("an id with a space", between(user("u 1"), "u 1")),
        ("an id that begins with a digit", between(user("1u"), "1u")),
        ("two conditions on a flow", start() + plain("a") + end() + flow("s", "a") + flow("a", "e", "x</bpmn:conditionExpression><bpmn:conditionExpression>y")),
        ("documentation last", start("s", "<bpmn:outgoing>f</bpmn:outgoing><bpmn:documentation/>") + end() + flow("s", "e", identifier="f")),
        ("a boundary event without a host", between(user(), "u") + event("boundaryEvent", "b", timer("P1D"))),
        ("a number of loops that is none", between(node("task", "a", '<bpmn:standardLoopCharacteristics loopMaximum="many"/>'), "a")),
        ("a quantity that is none", between(node("task", "a", "", 'startQuantity="one"'), "a")),
        ("a timer with two times", between(event("intermediateCatchEvent", "t", "<bpmn:timerEventDefinition><bpmn:timeDate>2026-01-01</bpmn:timeDate><bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition>"), "t")),
        ("a gateway direction that is none", start() + node("exclusiveGateway", "g", "", 'gatewayDirection="Sideways"') + end() + chain("s", "g", "e")),
        ("an extension of the BPMN namespace", between(node("task", "a", ext("<bpmn:task id='i'/>")), "a")),
        ("a script with two children", between(node("scriptTask", "a", "<bpmn:script><b/><i/></bpmn:script>"), "a")),
    ):  # fmt: skip
        yield case(name, doc(text), "schema")
    yield case("no target namespace", GOOD.replace(' targetNamespace="urn:test"', ""), "schema")
    yield case(
        "an unknown root element",
        GOOD.replace("</bpmn:definitions>", "<bpmn:agent id='x'/></bpmn:definitions>"),
        "schema",
    )
    yield case("a message without a place", doc(between(user(), "u") + MESSAGE), "schema")


def ids() -> Iterator[Case]:
    for kind in ("task", "userTask", "exclusiveGateway", "intermediateThrowEvent", "startEvent"):
        twice = doc(between(node(kind, "x") + node("task", "x"), "x"))
        yield case(f"a {kind} with an id of another", twice, "duplicate-id")
    yield case(
        "a flow with the id of a task",
        doc(start() + plain("a") + end() + flow("s", "a", identifier="a") + flow("a", "e")),
        "duplicate-id",
    )
    yield case("a message with the id of a task", doc(between(plain("M"), "M"), pre=MESSAGE), "duplicate-id")
    yield case(
        "the same id in two processes",
        raw(
            "".join(
                f'<bpmn:process id="{each}" isExecutable="true">{between(user("same"), "same")}</bpmn:process>'
                for each in "pq"
            )
        ),
        "duplicate-id",
    )
    yield case(
        "two processes of one id",
        raw(f'<bpmn:process id="p" isExecutable="true">{between(user(), "u")}</bpmn:process>' * 2),
        "duplicate-id",
    )
    for name in (
        "Start",
        "End",
        "Root",
        "EndJoin",
        "StartEventSplit",
        "StartEventJoin",
        "p.EndJoin",
        "a.BoundaryEventSplit",
        "a.BoundaryEventJoin",
    ):
        yield case(f"a task called {name}", doc(between(plain(name), name)), "reserved-id")
    yield case(
        "a sub-process called End",
        doc(
            between(
                node(
                    "subProcess",
                    "End",
                    between(plain("x"), "x").replace('"s"', '"s2"').replace('"e"', '"e2"'),
                ),
                "End",
            )
        ),
        "reserved-id",
    )
    yield case("a process called Start", doc(between(user(), "u"), pid="Start"), "reserved-id")
    for kind in ("task", "startEvent", "parallelGateway"):
        yield case(f"a {kind} without an id", doc(between(plain("a"), "a") + f"<bpmn:{kind}/>"), "missing-id")
    yield case(
        "a flow without an id",
        doc(start() + end() + '<bpmn:sequenceFlow sourceRef="s" targetRef="e"/>'),
        "missing-id",
    )
    yield case("a process without an id", GOOD.replace('<bpmn:process id="p"', "<bpmn:process"), "missing-id")


def crowds() -> Iterator[Case]:
    for kind in ("task", "sequenceFlow"):
        crowd = f"<bpmn:{kind}/>" * 10_001
        yield case(f"ten thousand of {kind}", doc(between(user(), "u") + crowd), "too-many-elements")
    yield case(
        "very many rungs",
        doc(ext("<kb:clock>" + "<kb:rung/>" * 150_001 + "</kb:clock>") + between(user(), "u")),
        "too-many-elements",
    )
    faults = "".join(plain(f"x{number}") for number in range(600))
    yield case("very many faults", doc(between(user(), "u") + faults), "more-findings")


def references() -> Iterator[Case]:
    body = start() + user() + end()
    yield case("a flow to nowhere", doc(body + flow("s", "u") + flow("u", "gone")), "dangling-reference")
    yield case(
        "a flow from nowhere", doc(body + chain("s", "u", "e") + flow("gone", "e")), "dangling-reference"
    )
    yield case(
        "a flow from nowhere to nowhere",
        doc(body + chain("s", "u", "e") + flow("x", "y")),
        "dangling-reference",
    )
    yield case(
        "a flow to a flow",
        doc(body + flow("s", "u", identifier="f") + flow("u", "e") + flow("u", "f")),
        "flow-end",
    )
    yield case(
        "a flow to a text",
        doc(body + chain("s", "u", "e") + flow("u", "n") + '<bpmn:textAnnotation id="n"/>'),
        "flow-end",
    )
    yield case(
        "a flow to a data object",
        doc(body + '<bpmn:dataObject id="d"/>' + chain("s", "u", "e") + flow("u", "d")),
        "flow-end",
    )
    yield case("a flow into the start", doc(body + chain("s", "u", "e") + flow("u", "s")), "flow-end")
    yield case("a flow out of the end", doc(body + chain("s", "u", "e") + flow("e", "u")), "flow-end")
    boundary = event("boundaryEvent", "b", timer("P1D"), 'attachedToRef="u"')
    yield case(
        "a flow into a boundary event",
        doc(body + boundary + chain("s", "u", "e") + chain("b", "e") + flow("s", "b")),
        "flow-end",
    )
    sub = node("subProcess", "x", start("s2") + plain("a2") + end("e2") + chain("s2", "a2", "e2"))
    watch = node(
        "subProcess",
        "x",
        start("s2", DEFINITIONS["signal"]) + end("e2") + chain("s2", "e2"),
        'triggeredByEvent="true"',
    )
    yield case(
        "a flow into an event sub-process",
        doc(body + watch + chain("s", "u", "e") + flow("u", "x"), pre=ALL),
        "flow-end",
    )
    yield case(
        "a flow out of an event sub-process",
        doc(body + watch + chain("s", "u", "e") + flow("x", "e"), pre=ALL),
        "flow-end",
    )
    for name, (one, other) in {
        "into a sub-process": ("s", "a2"),
        "out of a sub-process": ("a2", "u"),
    }.items():
        yield case(
            f"a flow {name}",
            doc(body + sub + chain("s", "x", "u", "e") + flow(one, other)),
            "flow-crosses-border",
        )
    second = f'<bpmn:process id="q" isExecutable="true">{start("s3") + plain("a3") + end("e3") + chain("s3", "a3", "e3")}</bpmn:process>'
    yield case(
        "a flow into another pool",
        doc(body + chain("s", "u", "e") + flow("u", "a3"), post=second),
        "flow-crosses-border",
    )
    yield case(
        "a flow drawn in the wrong sub-process",
        doc(
            body
            + chain("s", "x", "u", "e")
            + sub.replace("</bpmn:subProcess>", flow("s", "u") + "</bpmn:subProcess>")
        ),
        "flow-crosses-border",
    )
    for name, host in {"a host that is gone": "gone", "nothing": ""}.items():
        yield case(
            f"a boundary event on {name}",
            doc(body + boundary.replace('"u"', f'"{host}"') + chain("s", "u", "e") + chain("b", "e")),
            "dangling-reference",
        )
    gateway = node("exclusiveGateway", "g")
    for name, host in {
        "a gateway": "g",
        "the start": "s",
        "itself": "b",
        "the inside of a sub-process": "a2",
        "a process": "p",
    }.items():
        hosted = (
            body
            + gateway
            + sub
            + boundary.replace('"u"', f'"{host}"')
            + chain("s", "u", "g", "x", "e")
            + chain("b", "e")
        )
        yield case(f"a boundary event on {name}", doc(hosted), "boundary-host")
    yield case(
        "a boundary event on an event sub-process",
        doc(body + watch + boundary.replace('"u"', '"x"') + chain("s", "u", "e") + chain("b", "e"), pre=ALL),
        "boundary-host",
    )
    yield case(
        "a default flow that is gone",
        doc(start() + node("exclusiveGateway", "g", "", 'default="gone"') + end() + chain("s", "g", "e")),
        "default-not-outgoing",
    )
    yield case(
        "a default flow of another node",
        doc(
            start()
            + node("exclusiveGateway", "g", "", 'default="f"')
            + end()
            + flow("s", "g", identifier="f")
            + flow("g", "e")
        ),
        "default-not-outgoing",
    )
    for kind, attribute in (
        ("message", "messageRef"),
        ("signal", "signalRef"),
        ("error", "errorRef"),
        ("escalation", "escalationRef"),
    ):
        ended = start() + end("e", defined(kind, f'{attribute}="gone"')) + chain("s", "e")
        yield case(f"a {kind} that is gone", doc(ended), "dangling-reference")
        yield case(f"a {kind} that is a process", doc(ended.replace("gone", "p")), "dangling-reference")
    for kind in ("sendTask", "receiveTask"):
        yield case(
            f"a {kind} of a message that is gone",
            doc(between(node(kind, "a", "", 'messageRef="gone"'), "a")),
            "dangling-reference",
        )
    yield case(
        "an event definition that is gone",
        doc(
            between(
                node(
                    "intermediateCatchEvent", "t", "<bpmn:eventDefinitionRef>gone</bpmn:eventDefinitionRef>"
                ),
                "t",
            )
        ),
        "dangling-reference",
    )
    yield case(
        "an event definition that is a task",
        doc(
            between(
                plain("a")
                + node("intermediateCatchEvent", "t", "<bpmn:eventDefinitionRef>a</bpmn:eventDefinitionRef>"),
                "a",
                "t",
            )
        ),
        "dangling-reference",
    )
    lane = '<bpmn:laneSet id="l"><bpmn:lane id="l1" name="x"><bpmn:flowNodeRef>{}</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    yield case(
        "a lane with a node that is gone",
        doc(lane.format("gone") + between(user(), "u")),
        "dangling-reference",
    )
    yield case(
        "a lane with a flow in it",
        doc(lane.format("f") + body + flow("s", "u", identifier="f") + flow("u", "e")),
        "dangling-reference",
    )
    yield case("an empty place in a lane", doc(lane.format(" ") + between(user(), "u")), "dangling-reference")
    pool = '<bpmn:collaboration id="k"><bpmn:participant id="k1" processRef="{}"/></bpmn:collaboration>'
    yield case(
        "a pool without its process", doc(between(user(), "u"), pre=pool.format("gone")), "dangling-reference"
    )
    data = '<bpmn:dataObjectReference id="r" dataObjectRef="gone"/>'
    yield case("a data object that is gone", doc(between(user(), "u") + data), "dangling-reference")
    for kind in ("incoming", "outgoing"):
        yield case(
            f"an {kind} flow that is none",
            doc(between(node("task", "a", f"<bpmn:{kind}>gone</bpmn:{kind}>"), "a")),
            "incoming-outgoing",
            warns=True,
        )
    yield case(
        "a message flow to nowhere",
        doc(
            between(user(), "u"),
            pre=pool.format("p").replace(
                "</bpmn:coll", '<bpmn:messageFlow id="m" sourceRef="u" targetRef="gone"/></bpmn:coll'
            ),
        ),
        "loose-reference",
        warns=True,
    )
    yield case(
        "an association to nowhere",
        doc(
            between(user(), "u")
            + '<bpmn:textAnnotation id="n"/><bpmn:association id="o" sourceRef="u" targetRef="gone"/>'
        ),
        "loose-reference",
        warns=True,
    )


def frames() -> Iterator[Case]:
    yield case("no process", raw(""), "no-process")
    yield case("only a collaboration", raw('<bpmn:collaboration id="k"/>'), "no-process")
    yield case(
        "not executable", GOOD.replace('isExecutable="true"', 'isExecutable="false"'), "not-executable"
    )
    yield case("executable nought", GOOD.replace('isExecutable="true"', 'isExecutable="0"'), "not-executable")
    yield case(
        "not marked at all", GOOD.replace(' isExecutable="true"', ""), "executable-unmarked", warns=True
    )
    yield case("an empty process", doc(""), "empty-process")
    yield case("only documentation", doc("<bpmn:documentation>todo</bpmn:documentation>"), "empty-process")
    yield case("an empty sub-process", doc(between(node("subProcess", "x"), "x")), "empty-process")
    yield case("no start", doc(user() + end() + chain("u", "e")), "no-start")
    yield case(
        "a sub-process without a start",
        doc(between(node("subProcess", "x", user("u2") + end("e2") + chain("u2", "e2")), "x")),
        "no-start",
    )
    yield case(
        "two starts",
        doc(start("s") + start("s2") + user() + end() + chain("s", "u", "e") + chain("s2", "u")),
        "several-starts",
    )
    yield case(
        "two starts in a sub-process",
        doc(
            between(
                node(
                    "subProcess", "x", start("a") + start("b") + end("c") + chain("a", "c") + chain("b", "c")
                ),
                "x",
            )
        ),
        "several-starts",
    )
    yield case("no end", doc(start() + user() + chain("s", "u")), "no-end")
    yield case(
        "a sub-process without an end",
        doc(between(node("subProcess", "x", start("s2") + user("u2") + chain("s2", "u2")), "x")),
        "no-end",
    )
    for kind in ("message", "timer", "signal", "conditional"):
        inside = start("s2", DEFINITIONS[kind]) + end("e2") + chain("s2", "e2")
        yield case(
            f"a sub-process that starts with a {kind}",
            doc(between(node("subProcess", "x", inside), "x"), pre=ALL),
            "subprocess-start",
        )
    plain_start = start("s2") + end("e2") + chain("s2", "e2")
    yield case(
        "an event sub-process with a plain start",
        doc(between(user(), "u") + node("subProcess", "x", plain_start, 'triggeredByEvent="true"')),
        "event-subprocess-start",
    )
    two = (
        start("s2", DEFINITIONS["signal"])
        + start("s3", DEFINITIONS["message"])
        + end("e2")
        + chain("s2", "e2")
        + chain("s3", "e2")
    )
    yield case(
        "an event sub-process with two starts",
        doc(between(user(), "u") + node("subProcess", "x", two, 'triggeredByEvent="1"'), pre=ALL),
        "event-subprocess-start",
    )
    yield case(
        "an event sub-process without a start",
        doc(between(user(), "u") + node("subProcess", "x", end("e2"), 'triggeredByEvent="true"')),
        "event-subprocess-start",
    )
    for kind in ("timer", "signal", "conditional"):
        yield case(
            f"a case that a {kind} would open",
            doc(
                start() + start("s2", DEFINITIONS[kind]) + end() + chain("s", "e") + chain("s2", "e"), pre=ALL
            ),
            "start-not-automatic",
            warns=True,
        )
    several = "".join(
        f'<bpmn:process id="{each}" isExecutable="true">{between(user("u" + each), "u" + each).replace(chr(34) + "s" + chr(34), f"{chr(34)}s{each}{chr(34)}").replace(chr(34) + "e" + chr(34), f"{chr(34)}e{each}{chr(34)}")}</bpmn:process>'
        for each in "xy"
    )
    yield case("two processes to run, none the main one", raw(several), "main-process-unclear", warns=True)


def refusals() -> Iterator[Case]:
    for kind in ACTIVITIES:
        yield case(
            f"a {kind} for compensation",
            doc(between(user(), "u") + node(kind, "k", "", 'isForCompensation="true"')),
            "refused-compensation-handler",
        )
        yield case(
            f"a {kind} with three tokens",
            doc(between(node(kind, "k", "", 'startQuantity="3"'), "k")),
            "refused-token-quantity",
        )
        yield case(
            f"a {kind} that gives two tokens",
            doc(between(node(kind, "k", "", 'completionQuantity="2"'), "k")),
            "refused-token-quantity",
        )
    yield case(
        "a complex gateway",
        doc(start() + node("complexGateway", "g") + end() + chain("s", "g", "e")),
        "refused-complex-gateway",
    )
    inside = start("s2") + plain("a2") + end("e2") + chain("s2", "a2", "e2")
    yield case("a transaction", doc(between(node("transaction", "x", inside), "x")), "refused-transaction")
    yield case(
        "an ad-hoc sub-process",
        doc(between(node("adHocSubProcess", "x", plain("a2")), "x")),
        "refused-ad-hoc",
    )
    yield case(
        "a sequential ad-hoc sub-process",
        doc(between(node("adHocSubProcess", "x", plain("a2"), 'ordering="Sequential"'), "x")),
        "refused-ad-hoc",
    )
    for kind in ("intermediateThrowEvent", "endEvent"):
        yield case(
            f"compensation thrown by a {kind}",
            doc(
                start()
                + node(kind, "k", DEFINITIONS["compensate"])
                + end()
                + chain("s", "k")
                + (chain("k", "e") if kind != "endEvent" else chain("s", "e"))
            ),
            "refused-compensation-event",
        )
    yield case(
        "compensation at the border",
        doc(
            between(user(), "u") + event("boundaryEvent", "b", DEFINITIONS["compensate"], 'attachedToRef="u"')
        ),
        "refused-compensation-event",
    )
    yield case(
        "a cancel end",
        doc(start() + end("e", DEFINITIONS["cancel"]) + chain("s", "e")),
        "refused-cancel-event",
    )
    yield case(
        "cancel at the border",
        doc(
            between(user(), "u")
            + event("boundaryEvent", "b", DEFINITIONS["cancel"], 'attachedToRef="u"')
            + chain("b", "e")
        ),
        "refused-cancel-event",
    )
    both = DEFINITIONS["message"] + DEFINITIONS["timer"]
    yield case(
        "two events in one start",
        doc(start("s", both) + end() + chain("s", "e"), pre=ALL),
        "refused-multiple-event",
    )
    yield case(
        "two events to wait for",
        doc(between(node("intermediateCatchEvent", "k", both), "k"), pre=ALL),
        "refused-multiple-event",
    )
    yield case(
        "two events at the border",
        doc(
            between(user(), "u") + event("boundaryEvent", "b", both, 'attachedToRef="u"') + chain("b", "e"),
            pre=ALL,
        ),
        "refused-multiple-event",
    )
    yield case(
        "two events to throw",
        doc(start() + end("e", DEFINITIONS["message"] + DEFINITIONS["signal"]) + chain("s", "e"), pre=ALL),
        "refused-multiple-event",
    )
    yield case(
        "all of two events",
        doc(between(node("intermediateCatchEvent", "k", both, 'parallelMultiple="true"'), "k"), pre=ALL),
        "refused-parallel-multiple",
    )
    yield case(
        "a task that starts the case",
        doc(between(node("receiveTask", "k", "", 'instantiate="true" messageRef="M"'), "k"), pre=ALL),
        "refused-instantiate",
    )
    waits = node("intermediateCatchEvent", "c1", DEFINITIONS["message"]) + node(
        "intermediateCatchEvent", "c2", timer("P1D")
    )
    races = start() + "{}" + waits + end() + chain("s", "g", "c1", "e") + chain("g", "c2", "e")
    yield case(
        "a gateway that starts the case",
        doc(races.format(node("eventBasedGateway", "g", "", 'instantiate="1"')), pre=ALL),
        "refused-instantiate",
    )
    yield case(
        "a gateway for all events",
        doc(races.format(node("eventBasedGateway", "g", "", 'eventGatewayType="Parallel"')), pre=ALL),
        "refused-parallel-event-gateway",
    )
    for behavior in ("None", "One", "Complex"):
        many = f'<bpmn:multiInstanceLoopCharacteristics behavior="{behavior}"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
        yield case(
            f"many instances, behaviour {behavior}",
            doc(between(node("task", "a", many), "a")),
            "refused-multi-instance-behavior",
        )
    yield case(
        "a data store",
        doc(between(user(), "u"), pre='<bpmn:dataStore id="d" name="x"/>'),
        "refused-data-store",
    )
    yield case(
        "a reference to a data store",
        doc(between(user(), "u") + '<bpmn:dataStoreReference id="r"/>'),
        "refused-data-store",
    )
    moved = '<bpmn:dataInputAssociation id="i"><bpmn:sourceRef>d</bpmn:sourceRef><bpmn:targetRef>d</bpmn:targetRef><bpmn:transformation>x</bpmn:transformation></bpmn:dataInputAssociation>'
    yield case(
        "a transformation of data",
        doc('<bpmn:dataObject id="d"/>' + between(node("task", "a", moved), "a")),
        "refused-data-mapping",
    )
    yield case(
        "a choreography",
        raw(
            '<bpmn:choreography id="c"/>'
            + GOOD.partition(">\n")[2][
                GOOD.partition(">\n")[2].index("<bpmn:process") : -len("</bpmn:definitions>")
            ]
        ),
        "refused-choreography",
    )
    for kind in ("conversation", "subConversation", "callConversation"):
        yield case(
            f"a {kind}",
            doc(
                between(user(), "u"),
                pre=f'<bpmn:collaboration id="k"><bpmn:{kind} id="v"/></bpmn:collaboration>',
            ),
            "refused-conversation",
        )
    for kind in (
        "globalTask",
        "globalUserTask",
        "globalManualTask",
        "globalScriptTask",
        "globalBusinessRuleTask",
    ):
        yield case(
            f"a {kind}", doc(between(user(), "u"), pre=f'<bpmn:{kind} id="k"/>'), "refused-global-task"
        )
    yield case(
        "an implicit throw",
        doc(between(user(), "u") + '<bpmn:implicitThrowEvent id="i"/>'),
        "refused-implicit-throw",
    )
    yield case(
        "an extension to be understood",
        doc(between(user(), "u"), pre='<bpmn:extension mustUnderstand="true"/>'),
        "refused-must-understand",
    )
    for name, text in (
        (
            "data-object",
            doc(
                '<bpmn:dataObject id="d"/><bpmn:dataObjectReference id="r" dataObjectRef="d"/>'
                + between(user(), "u")
            ),
        ),
        (
            "io-specification",
            doc(
                between(
                    node(
                        "task",
                        "a",
                        '<bpmn:ioSpecification><bpmn:inputSet id="i"/><bpmn:outputSet id="o"/></bpmn:ioSpecification>',
                    ),
                    "a",
                )
            ),
        ),
        ("performer", doc(between(node("userTask", "u", '<bpmn:potentialOwner id="o"/>', 'name="x"'), "u"))),
        ("property", doc('<bpmn:property id="y" name="x"/>' + between(user(), "u"))),
        (
            "multiplicity",
            doc(
                between(user(), "u"),
                pre='<bpmn:collaboration id="k"><bpmn:participant id="k1" processRef="p"><bpmn:participantMultiplicity/></bpmn:participant></bpmn:collaboration>',
            ),
        ),
        (
            "import",
            raw(
                '<bpmn:import namespace="urn:x" location="x.bpmn" importType="urn:y"/>'
                f'<bpmn:process id="p" isExecutable="true">{between(user(), "u")}</bpmn:process>'
            ),
        ),
        (
            "web-service",
            doc(
                between(
                    node("serviceTask", "v", ext('<kb:operation name="operate"/>'), 'operationRef="o"'), "v"
                )
            ),
        ),
    ):
        yield case(f"shown and not run: {name}", text, f"not-run-{name}", warns=True)


GROUPS = (not_bpmn, roots, entities, encodings, schema, ids, crowds, references, frames, refusals)
