"""Files that are well-formed BPMN and would do the wrong thing, or nothing, or never stop."""

from collections.abc import Iterator

from bpmn_xml import (
    ALL,
    DEFINITIONS,
    ERROR,
    ESCALATION,
    GOOD_CLOCK,
    MESSAGE,
    SIGNAL,
    between,
    chain,
    clocked,
    defined,
    doc,
    end,
    event,
    ext,
    flow,
    node,
    plain,
    script,
    start,
    timer,
    user,
)
from corpus_case import Case, case

CATCH, THROW, BOUNDARY = "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"


def at_border(definition: str, attributes: str = "") -> str:
    return (
        between(user(), "u")
        + event(BOUNDARY, "b", definition, f'attachedToRef="u" {attributes}')
        + chain("b", "e")
    )


def watching(definition: str, attributes: str = "") -> str:
    inside = start("s2", definition, attributes) + user("u2") + end("e2") + chain("s2", "u2", "e2")
    return between(user(), "u") + node("subProcess", "x", inside, 'triggeredByEvent="true"')


def events() -> Iterator[Case]:
    for kind in ("error", "escalation", "link", "terminate"):
        yield case(
            f"a process that starts with {kind}",
            doc(start("s", DEFINITIONS[kind]) + end() + chain("s", "e"), pre=ALL),
            "event-not-here",
        )
    for kind in ("error", "escalation", "terminate"):
        yield case(
            f"an intermediate catch of {kind}",
            doc(between(node(CATCH, "k", DEFINITIONS[kind]), "k"), pre=ALL),
            "event-not-here",
        )
    for kind in ("error", "timer", "terminate", "conditional"):
        yield case(
            f"an intermediate throw of {kind}",
            doc(between(node(THROW, "k", DEFINITIONS[kind]), "k"), pre=ALL),
            "event-not-here",
        )
    for kind in ("timer", "conditional", "link"):
        yield case(
            f"an end with {kind}",
            doc(start() + end("e", DEFINITIONS[kind]) + chain("s", "e"), pre=ALL),
            "event-not-here",
        )
    for kind in ("link", "terminate"):
        yield case(f"{kind} at the border", doc(at_border(DEFINITIONS[kind]), pre=ALL), "event-not-here")
        yield case(
            f"an event sub-process that starts with {kind}",
            doc(watching(DEFINITIONS[kind]), pre=ALL),
            "event-not-here",
        )
    yield case("a catch of nothing", doc(between(node(CATCH, "k"), "k")), "event-without-definition")
    yield case("nothing at the border", doc(at_border("")), "event-without-definition")
    for kind, pre in (("message", MESSAGE), ("signal", SIGNAL), ("error", ERROR), ("escalation", ESCALATION)):
        bare = defined(kind)
        yield case(
            f"an end that throws a {kind} without a name",
            doc(start() + end("e", bare) + chain("s", "e")),
            "event-without-name",
        )
        nameless = (
            pre.replace(' name="answer"', "")
            .replace(' name="closing"', "")
            .replace(' errorCode="NO"', "")
            .replace(' escalationCode="UP"', "")
        )
        yield case(
            f"an end that throws a nameless {kind}",
            doc(start() + end("e", DEFINITIONS[kind]) + chain("s", "e"), pre=nameless),
            "event-without-name",
        )
    for kind in ("message", "signal"):
        yield case(
            f"a catch of a {kind} without a name",
            doc(between(node(CATCH, "k", defined(kind)), "k")),
            "event-without-name",
        )
        yield case(
            f"a {kind} without a name at the border", doc(at_border(defined(kind))), "event-without-name"
        )
    yield case(
        "an error that does not interrupt",
        doc(at_border(DEFINITIONS["error"], 'cancelActivity="false"'), pre=ALL),
        "error-not-interrupting",
    )
    yield case(
        "an error that does not interrupt, written 0",
        doc(at_border(DEFINITIONS["error"], 'cancelActivity="0"'), pre=ALL),
        "error-not-interrupting",
    )
    yield case(
        "an event sub-process for errors that does not interrupt",
        doc(watching(DEFINITIONS["error"], 'isInterrupting="false"'), pre=ALL),
        "error-not-interrupting",
    )
    loose = between(user(), "u") + event(BOUNDARY, "b", timer("P1D"), 'attachedToRef="u"')
    yield case("a boundary event that leads nowhere", doc(loose), "boundary-without-flow", warns=True)


def link(name: str = "K") -> str:
    return defined("link", f'name="{name}"')


def links() -> Iterator[Case]:
    jump = start() + node(THROW, "t", link()) + chain("s", "t")
    land = node(CATCH, "c", link()) + end() + chain("c", "e")
    yield case("a link to nowhere", doc(jump + end() + flow("s", "e")), "link-without-catch")
    yield case("a link to another name", doc(jump + land.replace('"K"', '"L"')), "link-without-catch")
    yield case(
        "a link into a sub-process",
        doc(
            jump
            + end()
            + flow("s", "x")
            + node(
                "subProcess",
                "x",
                start("s2") + end("e2") + chain("s2", "e2") + node(CATCH, "c", link()) + chain("c", "e2"),
            )
            + flow("x", "e")
        ),
        "link-without-catch",
    )
    yield case(
        "a link from nowhere",
        doc(between(user(), "u") + node(CATCH, "c", link()) + chain("c", "e")),
        "link-without-throw",
    )
    yield case(
        "a link to two places", doc(jump + land + node(CATCH, "d", link()) + chain("d", "e")), "link-twice"
    )
    yield case("a link without a name", doc(jump.replace('"K"', '" "') + land), "link-without-name")
    yield case("a link that goes on", doc(jump + land + flow("t", "e")), "link-connected")
    yield case("a link with a way in", doc(jump + land + flow("s", "c")), "link-connected")


def fork(kind: str, first: str | None, second: str | None, default: str = "") -> str:
    attributes = f'default="{default}"' if default else ""
    return (
        start() + node(kind, "g", "", attributes) + user("a") + user("b") + end()
        + chain("s", "g") + flow("g", "a", first, "f1") + flow("g", "b", second, "f2") + chain("a", "e") + chain("b", "e")
    )  # fmt: skip


def conditions() -> Iterator[Case]:
    for kind in ("parallelGateway",):
        yield case(f"a condition behind a {kind}", doc(fork(kind, "x == 1", None)), "condition-not-here")
    waits = node(CATCH, "c1", timer("P1D")) + node(CATCH, "c2", timer("P2D"))
    yield case(
        "a condition behind an event gateway",
        doc(
            start()
            + node("eventBasedGateway", "g")
            + waits
            + end()
            + chain("s", "g")
            + flow("g", "c1", "x")
            + chain("g", "c2", "e")
            + chain("c1", "e")
        ),
        "condition-not-here",
    )
    yield case(
        "a condition behind the start",
        doc(start() + user() + end() + flow("s", "u", "x == 1") + chain("u", "e")),
        "condition-not-here",
    )
    yield case(
        "a condition behind a catch",
        doc(between(node(CATCH, "k", timer("P1D")), "k") + flow("k", "e", "x == 1")),
        "condition-not-here",
    )
    for kind in ("exclusiveGateway", "inclusiveGateway"):
        yield case(
            f"a condition on the default of an {kind}",
            doc(fork(kind, "x == 1", "x == 2", "f2")),
            "condition-on-default",
        )
        yield case(
            f"an {kind} without a default", doc(fork(kind, "x == 1", "x == 2")), "no-default-flow", warns=True
        )
    yield case(
        "a condition on the default of a task",
        doc(
            start()
            + user("u", attributes='name="x" default="f1"')
            + end()
            + chain("s", "u")
            + flow("u", "e", "x == 1", "f1")
            + flow("u", "e", "x == 2")
        ),
        "condition-on-default",
    )
    yield case(
        "no condition at an exclusive gateway",
        doc(fork("exclusiveGateway", "x == 1", None)),
        "condition-missing",
    )
    yield case("no conditions at all", doc(fork("exclusiveGateway", None, None)), "condition-missing")
    yield case(
        "one condition missing of three",
        doc(
            fork("exclusiveGateway", "x == 1", None, "f1").replace(
                "<bpmn:conditionExpression>x == 1</bpmn:conditionExpression>", ""
            )
        ),
        "condition-missing",
    )
    yield case(
        "an inclusive gateway without conditions",
        doc(fork("inclusiveGateway", None, None)),
        "inclusive-without-conditions",
        warns=True,
    )
    yield case(
        "a task with conditions only",
        doc(
            start()
            + user()
            + user("a")
            + end()
            + chain("s", "u")
            + flow("u", "a", "x == 1")
            + flow("u", "e", "x == 2")
            + chain("a", "e")
        ),
        "no-default-flow",
        warns=True,
    )
    yield case(
        "the only way has a condition",
        doc(start() + user() + end() + chain("s", "u") + flow("u", "e", "x == 1")),
        "condition-useless",
        warns=True,
    )


def gateways() -> Iterator[Case]:
    race = (
        start()
        + node("eventBasedGateway", "g")
        + node(CATCH, "c1", timer("P1D"))
        + "{}"
        + end()
        + chain("s", "g", "c1", "e")
    )
    for kind in (
        "userTask",
        "serviceTask",
        "task",
        "exclusiveGateway",
        "parallelGateway",
        "subProcess",
        "endEvent",
        THROW,
    ):
        yield case(
            f"a {kind} behind an event gateway",
            doc(
                race.format(node(kind, "k")) + flow("g", "k") + (flow("k", "e") if kind != "endEvent" else "")
            ),
            "event-gateway-target",
        )
    second = node(CATCH, "c2", timer("P2D"))
    shared = race.format(second + plain("a")) + chain("g", "c2", "e") + flow("s", "a") + flow("a", "c2")
    yield case("an event with another way in", doc(shared), "event-gateway-shared")
    guarded = node(
        "receiveTask",
        "r",
        ext('<kb:message><kb:key name="n" expression="n"/></kb:message>'),
        'messageRef="M"',
    ) + event(BOUNDARY, "b", timer("P1D"), 'attachedToRef="r"')
    yield case(
        "a receive task with a boundary event",
        doc(race.format(guarded) + chain("g", "r", "e") + chain("b", "e"), pre=ALL),
        "event-gateway-boundary",
    )
    yield case("a gateway with one event", doc(race.format("")), "event-gateway-single", warns=True)


def many(inside: str = "", attributes: str = "", extension: str = "") -> str:
    body = (
        ext('<kb:assignment role="case-handler"/>', extension)
        + f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    )
    return doc(between(node("userTask", "u", body, 'name="x"'), "u"))


def cardinality(text: str) -> str:
    return f"<bpmn:loopCardinality>{text}</bpmn:loopCardinality>"


def loops() -> Iterator[Case]:
    yield case("many instances of nothing", many(), "multi-instance-count")
    yield case(
        "many instances by a condition only",
        many("<bpmn:completionCondition>x</bpmn:completionCondition>"),
        "multi-instance-count",
    )
    yield case(
        "a number and a collection",
        many(cardinality("3"), extension='<kb:each collection="xs" item="x"/>'),
        "multi-instance-two-counts",
    )
    yield case(
        "a number and a data input",
        many(cardinality("3") + "<bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef>"),
        "multi-instance-two-counts",
    )
    for number in ("-1", "10001", "1000000", "2.5", "&quot;3&quot;", "true", "-0.5"):
        yield case(f"{number} instances", many(cardinality(number)), "multi-instance-cardinality")
    yield case(
        "each, but once",
        doc(between(user("u", '<kb:each collection="xs" item="x"/>'), "u")),
        "each-without-loop",
    )
    yield case(
        "results without a place",
        many(extension='<kb:each collection="xs" item="x" output-item="y"/>'),
        "multi-instance-output",
    )
    yield case(
        "a place without results",
        many(extension='<kb:each collection="xs" item="x" output="ys"/>'),
        "multi-instance-output",
    )
    for name in ("1st", "_x", "a b", "人员", "len", "today", "a.b"):
        yield case(
            f"an item called {name}",
            many(extension=f'<kb:each collection="xs" item="{name}"/>'),
            "multi-instance-name",
        )
    yield case(
        "an item called like its collection",
        many(extension='<kb:each collection="xs" item="xs"/>'),
        "multi-instance-same-name",
    )
    looped = "<bpmn:standardLoopCharacteristics {}>{}</bpmn:standardLoopCharacteristics>"
    yield case(
        "a loop without an end", doc(between(node("task", "a", looped.format("", "")), "a")), "loop-endless"
    )
    yield case(
        "a loop that is always true",
        doc(
            between(
                node("task", "a", looped.format("", "<bpmn:loopCondition>true</bpmn:loopCondition>")), "a"
            )
        ),
        "loop-endless",
    )
    for number in ("0", "-3", "10001", "9" * 5000):
        yield case(
            f"a loop of {number[:9]} rounds",
            doc(between(node("task", "a", looped.format(f'loopMaximum="{number}"', "")), "a")),
            "loop-maximum",
        )
    yield case(
        "an event sub-process in a loop",
        doc(
            watching(DEFINITIONS["signal"])
            .replace("</bpmn:subProcess>", "")
            .replace(
                '<bpmn:startEvent id="s2"', looped.format('loopMaximum="3"', "") + '<bpmn:startEvent id="s2"'
            )
            + "</bpmn:subProcess>",
            pre=ALL,
        ),
        "loop-not-here",
        warns=True,
    )


BAD_EXPRESSIONS = (
    "x =", "x ==", "(x == 1", "x == 1)", "x = 1", "x = = 1", "1 +", "x and", "not", "x == 'a", "lambda: 1",
    "__import__('os')", "x.__class__", "().__class__.__bases__", "exec('1')", "open('/etc/passwd')", "x if y", "[i for i",
    "import os", "x; y", "x := 1", "“x” == 1", "金额 &gt; 3", "a ? b : c", "x === 1", "x &amp;&amp; y", "!x", "count(/a/b)",
    "x == 1 -&gt; y", "f'{x}'", "x.foo()", "def f(): pass", "yield 1", "await x", "1__0", "0x", "*" , "x[", "{'a':", "a b",
)  # fmt: skip


def expressions() -> Iterator[Case]:
    for source in BAD_EXPRESSIONS:
        yield case(f"the condition {source}", doc(fork("exclusiveGateway", source, None, "f2")), "expression")
    yield case(
        "a condition too deep",
        doc(fork("exclusiveGateway", "(" * 300 + "x" + ")" * 300, None, "f2")),
        "expression",
    )
    yield case(
        "a condition too long",
        doc(fork("exclusiveGateway", "x == 1 or " * 20_000 + "x", None, "f2")),
        "expression",
    )
    for source in ("true", "false"):
        yield case(
            f"the constant condition {source}",
            doc(fork("exclusiveGateway", source, None, "f2")),
            "condition-constant",
            warns=True,
        )
    for source in ("null", "1", "'yes'", "&quot;design&quot;"):
        yield case(
            f"the value {source} as a condition",
            doc(fork("exclusiveGateway", source, None, "f2")),
            "condition-no-condition",
        )
    yield case(
        "the same condition twice",
        doc(fork("exclusiveGateway", "x == 1", "x == 1")),
        "condition-twice",
        warns=True,
    )
    for source in ("${x == 1}", "#{x}", "${execution.getVariable('x')}", "{{ x }}", "=x &gt; 1"):
        yield case(
            f"the foreign condition {source}",
            doc(fork("exclusiveGateway", source, None, "f2")),
            "foreign-language",
        )
    for language in (
        "python",
        "juel",
        "groovy",
        "http://www.java.com/java",
        "feel",
        "http://www.omg.org/spec/FEEL/20140401",
        "http://www.w3.org/1999/XPath",
    ):
        text = fork("exclusiveGateway", "x == 1", None, "f2").replace(
            "<bpmn:conditionExpression>",
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="{language}">',
        )
        yield case(f"a condition in {language}", doc(text), "foreign-language")
    for declared in ("urn:juel", "http://www.mvel.org/2.0", "http://www.java.com/javaTypes"):
        yield case(
            f"a file in {declared}",
            doc(between(user(), "u"), head=f' expressionLanguage="{declared}"'),
            "language-declared",
            warns=True,
        )
    yield case(
        "types of Java",
        doc(between(user(), "u"), head=' typeLanguage="http://www.java.com/javaTypes"'),
        "language-declared",
        warns=True,
    )
    yield case("an empty condition", doc(fork("exclusiveGateway", "", None, "f2")), "expression-empty")
    yield case(
        "a condition of spaces", doc(fork("exclusiveGateway", "  \n ", None, "f2")), "expression-empty"
    )
    yield case(
        "a condition of a comment",
        doc(fork("exclusiveGateway", "<!-- x == 1 -->", None, "f2")),
        "expression-empty",
    )
    yield case(
        "a condition cut by an element",
        doc(fork("exclusiveGateway", "x &gt; <bpmn:documentation/> 1", None, "f2")),
        "expression-cut",
    )
    yield case(
        "an empty conditional event",
        doc(between(node(CATCH, "k", defined("conditional", "", "<bpmn:condition/>")), "k")),
        "expression-empty",
    )
    yield case(
        "a bad conditional event",
        doc(
            between(
                node(CATCH, "k", defined("conditional", "", "<bpmn:condition>x ==</bpmn:condition>")), "k"
            )
        ),
        "expression",
    )
    yield case("a bad number of instances", many(cardinality("len(")), "expression")
    yield case(
        "a bad completion condition",
        many(cardinality("3") + "<bpmn:completionCondition>a b</bpmn:completionCondition>"),
        "expression",
    )
    yield case(
        "a bad loop condition",
        doc(
            between(
                node(
                    "task",
                    "a",
                    "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>x = 1</bpmn:loopCondition></bpmn:standardLoopCharacteristics>",
                ),
                "a",
            )
        ),
        "expression",
    )
    yield case(
        "a bad assignee",
        doc(
            between(
                node("userTask", "u", ext('<kb:assignment role="director" assignee="a b"/>'), 'name="x"'), "u"
            )
        ),
        "expression",
    )
    yield case("a bad clock condition", clocked(GOOD_CLOCK + ' when="right = 1"'), "expression")
    keyed = node(
        CATCH,
        "k",
        ext('<kb:message><kb:key name="n" expression="n +"/></kb:message>') + DEFINITIONS["message"],
    )
    yield case("a bad message key", doc(between(keyed, "k"), pre=ALL), "expression")
    sent = node(
        THROW, "k", ext('<kb:message><kb:field name="n" from="a b"/></kb:message>') + DEFINITIONS["message"]
    )
    yield case("a bad message field", doc(between(sent, "k"), pre=ALL), "expression")
    called = node(
        "callActivity",
        "k",
        ext('<kb:call><kb:in name="a" expression="b c"/></kb:call>'),
        'calledElement="elsewhere"',
    )
    yield case("a bad input of a call", doc(between(called, "k")), "expression")
    for text in (
        "x",
        "x == 1",
        "import os",
        "x =",
        "1 = x",
        "for i in xs: y = i",
        "x.y = 1",
        "x[0] = 1",
        "x += 1",
        "print('a')",
        "x = 1; y = 2",
        "today = 1",
        "case_number = 'x'",
        "_x = 1",
        "x = __import__('os').popen('id')",
    ):
        yield case(f"the script {text}", doc(between(script("a", text), "a")), "script")
    yield case(
        "a script in JUEL",
        doc(between(script("a", "${execution.setVariable('x', 1)}"), "a")),
        "foreign-language",
    )
    for language in ("python", "javascript", "groovy", "text/x-python", "application/javascript"):
        yield case(
            f"a script in {language}",
            doc(
                between(
                    script("a").replace("<bpmn:scriptTask", f'<bpmn:scriptTask scriptFormat="{language}"'),
                    "a",
                )
            ),
            "foreign-language",
        )
    yield case("an empty script", doc(between(script("a", ""), "a")), "expression-empty")
    yield case(
        "a script with an element in it", doc(between(script("a", "x = 1<b/>"), "a")), "expression-cut"
    )


def timers() -> Iterator[Case]:
    for text in (
        "PT",
        "P",
        "P1H",
        "P1.5D",
        "PT-1H",
        "-P1D",
        "P1D1D",
        "1D",
        "24h",
        "P1DT",
        "PT1H30",
        "5 weeks",
        "5 bananas",
        "31/01/2026",
        "p1d",
    ):
        yield case(f"the duration {text}", doc(at_border(timer(text))), "timer-unreadable")
    for text in ("PT0S", "P0D", "PT0H0M", "0 hours", "0 calendar-days", "'PT0S'"):
        yield case(f"the duration {text}", doc(at_border(timer(text))), "timer-zero")
    for text in ("P99999999Y", "P200Y", "PT99999999999H", "99999999 calendar-days", "5000 months"):
        yield case(f"the absurd duration {text}", doc(at_border(timer(text))), "timer-absurd")
    for text in ("2026-02-30", "2026-13-01", "2026-01-01T25:00", "20260101T", "2026-1-1"):
        yield case(f"the date {text}", doc(at_border(timer(text, "timeDate"))), "timer-unreadable")
    for text in ("9999-12-31", "1970-01-01", "0001-01-01T00:00"):
        yield case(f"the absurd date {text}", doc(at_border(timer(text, "timeDate"))), "timer-absurd")
    for text in ("R/PT0S", "R/PT1S", "R5/PT0S", "R/PT59S", "R/2026-01-01T00:00/PT10S"):
        yield case(
            f"the cycle {text}",
            doc(at_border(timer(text, "timeCycle"), 'cancelActivity="false"')),
            "timer-too-often",
        )
    for text in (
        "R",
        "R/",
        "R3",
        "R/P",
        "R-1/PT1H",
        "R/PT1H/PT1H",
        "R/2026-01-01",
        "RR/PT1H",
        "R/1 working-days",
        "R/PT1H/2026-12-31",
    ):
        yield case(
            f"the cycle {text}",
            doc(at_border(timer(text, "timeCycle"), 'cancelActivity="false"')),
            "timer-unreadable",
        )
    yield case(
        "a cycle of no rounds",
        doc(at_border(timer("R0/PT1H", "timeCycle"), 'cancelActivity="false"')),
        "timer-never",
    )
    for text in ("0 0 9 * * ?", "*/5 * * * *", "0 9 * * 1-5"):
        yield case(
            f"the cron line {text}",
            doc(at_border(timer(text, "timeCycle"), 'cancelActivity="false"')),
            "timer-cron",
        )
    for kind, text in (
        ("timeDate", "PT1H"),
        ("timeDate", "3 working-days"),
        ("timeDate", "R/PT1H"),
        ("timeDuration", "2026-10-01"),
        ("timeDuration", "R3/PT1H"),
        ("timeCycle", "PT1H"),
        ("timeCycle", "2026-10-01"),
    ):
        yield case(
            f"{text} as a {kind}", doc(at_border(timer(text, kind), 'cancelActivity="false"')), "timer-kind"
        )
    yield case("a timer without a time", doc(at_border("<bpmn:timerEventDefinition/>")), "timer-missing")
    yield case("an empty timer", doc(at_border(timer(""))), "timer-missing")
    yield case("a timer of a comment", doc(at_border(timer("<!-- P1D -->"))), "timer-missing")
    yield case("a timer in JUEL", doc(at_border(timer("${due}", "timeDate"))), "foreign-language")
    yield case(
        "a timer that does not compile", doc(at_border(timer("deadline +", "timeDate"))), "timer-unreadable"
    )
    yield case("a timer of Python", doc(at_border(timer("timedelta(days=1)"))), "timer-unreadable")
    yield case(
        "a cycle that interrupts",
        doc(at_border(timer("R3/PT1H", "timeCycle"))),
        "cycle-fires-once",
        warns=True,
    )
    yield case(
        "a cycle to wait for",
        doc(between(node(CATCH, "k", timer("R3/PT1H", "timeCycle")), "k")),
        "cycle-fires-once",
        warns=True,
    )


GROUPS = (events, links, conditions, gateways, loops, expressions, timers)
