"""Diagrams for tests, written as short as they can be: nodes by kind, flows as arrows."""

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from engine.blueprint import Bundle

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:kb="urn:kuaibao:bpmn:1" id="definitions" targetNamespace="urn:kuaibao:test">'
)
_TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "service": "serviceTask",
    "script": "scriptTask",
    "rule": "businessRuleTask",
    "send": "sendTask",
    "receive": "receiveTask",
    "task": "task",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
    "sub": "subProcess",
    "call": "callActivity",
}
_ARROW = re.compile(r"\s*(-\[[^\]]*\])?->\s*")


def node(kind: str, name: str, *inside: str, kb: str = "", **attributes: Any) -> str:
    """One node. `kb` is what goes into its extension elements; `inside` what goes into it."""
    attributes = {"name": f"{name} 的名称", **attributes}
    more = "".join(f" {key.replace('__', ':')}={quoteattr(str(value))}" for key, value in attributes.items())
    extensions = f"<bpmn:extensionElements>{kb}</bpmn:extensionElements>" if kb else ""
    tag = f"bpmn:{_TAGS[kind]}"
    return f'<{tag} id="{name}"{more}>{extensions}{{ends:{name}}}{"".join(inside)}</{tag}>'


def timer(kind: str, text: str) -> str:
    """A timer's definition: `Date`, `Duration` or `Cycle`."""
    inner = f'<bpmn:time{kind} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:time{kind}>'
    return f"<bpmn:timerEventDefinition>{inner}</bpmn:timerEventDefinition>"


def clock(name: str, amount: int, unit: str, *rungs: str, **attributes: Any) -> str:
    """A `kb:clock`; attribute names with `_` are written with `-`."""
    attributes = {"name": f"{name} 时限", "en": f"{name} clock", "kind": "promise", **attributes}
    more = "".join(f" {key.replace('_', '-')}={quoteattr(str(value))}" for key, value in attributes.items())
    return f'<kb:clock id="{name}" amount="{amount}" unit="{unit}"{more}>{"".join(rungs)}</kb:clock>'


def rung(at: str, notify: str, **attributes: Any) -> str:
    """A `kb:rung`."""
    more = "".join(f" {key.replace('_', '-')}={quoteattr(str(value))}" for key, value in attributes.items())
    return f'<kb:rung at="{at}" notify="{notify}"{more}/>'


def body(nodes: list[str], *paths: str, prefix: str = "flow") -> str:
    """Nodes and flows; a path is `a -> b -[condition]-> c`, `-[*]->` marks the default flow of a gateway."""
    flows, incoming, outgoing, defaults = [], {}, {}, {}
    for path in paths:
        names = _ARROW.split(path.strip())
        for source, label, target in zip(names[:-2:2], names[1::2], names[2::2], strict=True):
            name = f"{prefix}_{len(flows)}_{source}"
            flows.append(_flow(name, source, target, label))
            outgoing.setdefault(source, []).append(name)
            incoming.setdefault(target, []).append(name)
            if label == "-[*]":
                defaults[source] = name
    text = "".join(nodes)
    for name in re.findall(r"\{ends:([^}]+)\}", text):
        ends = "".join(f"<bpmn:incoming>{one}</bpmn:incoming>" for one in incoming.get(name, ()))
        ends += "".join(f"<bpmn:outgoing>{one}</bpmn:outgoing>" for one in outgoing.get(name, ()))
        if name in incoming or name in outgoing:
            text = text.replace(f"{{ends:{name}}}", ends)
        if name in defaults:
            text = text.replace(f' id="{name}"', f' id="{name}" default="{defaults[name]}"', 1)
    return text + "".join(flows)


def _flow(name: str, source: str, target: str, label: str | None) -> str:
    condition = (label or "")[2:-1]
    inner = ""
    if condition and condition != "*":
        inner = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>'
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


def process(name: str, nodes: list[str], *paths: str, kb: str = "", title: str = "测试流程") -> str:
    """One process."""
    extensions = f"<bpmn:extensionElements>{kb}</bpmn:extensionElements>" if kb else ""
    inner = re.sub(r"\{ends:[^}]+\}", "", body(nodes, *paths))
    return f'<bpmn:process id="{name}" name="{title}" kb:en="Test" isExecutable="true">{extensions}{inner}</bpmn:process>'


def message(name: str) -> str:
    """A message of the definitions; events refer to it by `message_event`."""
    return f'<bpmn:message id="m_{name}" name="{name}"/>'


def message_event(name: str) -> str:
    """An event definition for a message."""
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def form(key: str, required: tuple[str, ...] = (), **fields: Any) -> bytes:
    """A form file; a field is a JSON Schema, or the name of a type."""
    properties = {
        name: {"title": name, "x-title-en": name, **({"type": field} if isinstance(field, str) else field)}
        for name, field in fields.items()
    }
    head = {"x-key": key, "title": key, "x-title-en": key, "type": "object", "required": list(required)}
    return json.dumps({**head, "properties": properties}, ensure_ascii=False).encode()


def bundle(key: str, *parts: str, forms: Mapping[str, bytes] | None = None) -> Bundle:
    """A bundle of one diagram and its forms."""
    diagram = f'<?xml version="1.0" encoding="UTF-8"?>{_HEAD}{"".join(parts)}</bpmn:definitions>'
    files = {f"forms/{name}.form.json": content for name, content in (forms or {}).items()}
    return Bundle(key, {f"{key}.bpmn": diagram.encode(), **files})


def simple(key: str = "simple", **extra: str) -> Bundle:
    """Two user tasks in a row."""
    nodes = [
        node("start", "begin"),
        node("user", "first", kb=extra.get("first", "")),
        node("user", "second", kb=extra.get("second", "")),
        node("end", "done"),
    ]
    return bundle(key, process(key, nodes, "begin -> first -> second -> done", kb=extra.get("process", "")))
