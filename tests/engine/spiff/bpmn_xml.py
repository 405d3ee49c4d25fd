"""BPMN files in a few words: elements as text, put together into a file."""

from itertools import count, pairwise

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:kb="urn:kuaibao:bpmn:1" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:test"'
)
_numbers = count(1)


def doc(
    body: str, *, pre: str = "", post: str = "", pid: str = "p", attributes: str = "", head: str = ""
) -> str:
    """A file with one executable process."""
    process = f'<bpmn:process id="{pid}" isExecutable="true"{attributes}>{body}</bpmn:process>'
    return f"{HEAD}{head}>{pre}{process}{post}</bpmn:definitions>"


def raw(body: str, head: str = "") -> str:
    """A file with whatever is in it."""
    return f"{HEAD}{head}>{body}</bpmn:definitions>"


def node(kind: str, identifier: str, inside: str = "", attributes: str = "") -> str:
    return f'<bpmn:{kind} id="{identifier}"{" " if attributes else ""}{attributes}>{inside}</bpmn:{kind}>'


def ext(*elements: str) -> str:
    return f"<bpmn:extensionElements>{''.join(elements)}</bpmn:extensionElements>"


def start(identifier: str = "s", inside: str = "", attributes: str = "") -> str:
    return node("startEvent", identifier, inside, attributes)


def end(identifier: str = "e", inside: str = "") -> str:
    return node("endEvent", identifier, inside)


def user(
    identifier: str = "u", inside: str = "", attributes: str = 'name="办理"', assigned: str = "case-handler"
) -> str:
    extension = ext(f'<kb:assignment role="{assigned}"/>', inside) if assigned else inside
    return node("userTask", identifier, extension, attributes)


def plain(identifier: str) -> str:
    return node("task", identifier)


def script(identifier: str, text: str = "x = 1") -> str:
    return node("scriptTask", identifier, f"<bpmn:script>{text}</bpmn:script>")


def service(identifier: str = "v", operation: str = "operate") -> str:
    return node("serviceTask", identifier, ext(f'<kb:operation name="{operation}"/>'))


def flow(source: str, target: str, condition: str | None = None, identifier: str = "") -> str:
    name = identifier or f"f_{source}_{target}_{next(_numbers)}"
    said = "" if condition is None else f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>"
    return (
        f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{said}</bpmn:sequenceFlow>'
    )


def chain(*ids: str) -> str:
    return "".join(flow(source, target) for source, target in pairwise(ids))


def between(inside: str, *ids: str) -> str:
    """A process: start, what is given (joined in this order), end."""
    return start() + inside + end() + chain("s", *ids, "e")


def event(kind: str, identifier: str, definition: str, attributes: str = "") -> str:
    return node(kind, identifier, definition, attributes)


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"


def defined(kind: str, attributes: str = "", inside: str = "") -> str:
    return f"<bpmn:{kind}EventDefinition {attributes}>{inside}</bpmn:{kind}EventDefinition>"


MESSAGE = '<bpmn:message id="M" name="answer"/>'
SIGNAL = '<bpmn:signal id="S" name="closing"/>'
ERROR = '<bpmn:error id="E" name="no" errorCode="NO"/>'
ESCALATION = '<bpmn:escalation id="L" name="up" escalationCode="UP"/>'
ALL = MESSAGE + SIGNAL + ERROR + ESCALATION
DEFINITIONS = {
    "message": defined("message", 'messageRef="M"'),
    "signal": defined("signal", 'signalRef="S"'),
    "error": defined("error", 'errorRef="E"'),
    "escalation": defined("escalation", 'escalationRef="L"'),
    "timer": timer("P1D"),
    "conditional": defined("conditional", "", "<bpmn:condition>x == 1</bpmn:condition>"),
    "link": defined("link", 'name="K"'),
    "terminate": defined("terminate"),
    "compensate": defined("compensate"),
    "cancel": defined("cancel"),
}


def clock(attributes: str, *rungs: str, host: str = "") -> str:
    inside = "".join(f"<kb:rung {rung}/>" for rung in rungs)
    return f"<kb:clock {attributes}>{inside}</kb:clock>{host}"


GOOD_CLOCK = 'id="c" name="十日" amount="10" unit="calendar-days" basis="x"'
GOOD_RUNG = 'at="end" notify="supervisor"'


def clocked(attributes: str, *rungs: str) -> str:
    """A process with a clock and two user tasks, `u` and `w`."""
    body = ext(clock(attributes, *(rungs or (GOOD_RUNG,)))) + between(user("u") + user("w"), "u", "w")
    return doc(body)
