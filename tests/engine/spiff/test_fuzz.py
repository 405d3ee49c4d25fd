"""Whatever is done to a file, the reader answers with findings, and soon."""

import time
from contextlib import suppress

from bpmn_xml import (
    ALL,
    DEFINITIONS,
    chain,
    clock,
    doc,
    end,
    event,
    ext,
    flow,
    node,
    script,
    service,
    start,
    timer,
    user,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.blueprint import Bundle, Vocabulary
from engine.errors import ExpressionRefused
from engine.spiff import read
from engine.spiff.timers import TimerUnreadable, read_timer
from engine.spiff.xml import XmlRefused, parse_xml

CLOCK = clock(
    'id="c" name="x" basis="y" amount="10" unit="calendar-days" starts-after="u" stops-after="v"',
    'at="end" notify="supervisor"',
)
BODY = (
    ext(CLOCK) + start() + user() + service() + script("a") + node("exclusiveGateway", "g", "", 'default="d"')
    + node("subProcess", "sub", start("s2") + user("u2") + end("e2") + chain("s2", "u2", "e2"))
    + event("boundaryEvent", "b", timer("P1D"), 'attachedToRef="u"')
    + node("intermediateCatchEvent", "k", DEFINITIONS["message"]) + end()
    + chain("s", "u", "v", "a", "g") + flow("g", "sub", "x == 1", "f1") + flow("g", "k", identifier="d") + chain("sub", "e") + chain("k", "e") + chain("b", "e")
)  # fmt: skip
GOOD = doc(BODY, pre=ALL).encode()
TOKENS = (
    b"<",
    b">",
    b'"',
    b"&",
    b"/",
    b"\x00",
    b"\xff",
    b"bpmn:",
    b"kb:",
    b'id="u"',
    b"]]>",
    b"<!--",
    b"]>",
    "中".encode(),
    b"true",
    b"-1",
    b"",
)


def answered(content: bytes) -> None:
    begun = time.process_time()
    reading = read(Bundle("p", {"p.bpmn": content}), Vocabulary())
    assert time.process_time() - begun < 20  # it does not hang
    assert reading.blueprint is not None or reading.errors
    assert "unreadable" not in {each.rule for each in reading.findings}


def test_the_file_is_good_before_anything_is_done_to_it():
    assert read(Bundle("p", {"p.bpmn": GOOD}), Vocabulary()).errors == ()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), st.sampled_from(TOKENS)),
        min_size=1,
        max_size=4,
    )
)
def test_bytes_may_be_lost_and_added(changes: list[tuple[int, int, bytes]]):
    content = GOOD
    for at, length, token in changes:
        content = content[:at] + token + content[at + length :]
    answered(content)


ATTRIBUTES = (
    "id", "sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "isExecutable", "triggeredByEvent", "amount", "unit",
    "starts-after", "stops-after", "at", "role", "name", "cancelActivity",
)  # fmt: skip
VALUES = (
    "",
    " ",
    "u",
    "s",
    "e",
    "g",
    "p",
    "sub",
    "u2",
    "k",
    "M",
    "f1",
    "gone",
    "1",
    "0",
    "true",
    "-5",
    "中文",
    "${x}",
    "a,b",
    "end",
    "P1D",
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.sampled_from(ATTRIBUTES), st.sampled_from(VALUES)),
        min_size=1,
        max_size=3,
    )
)
def test_any_attribute_may_say_anything(changes: list[tuple[int, str, str]]):
    root = parse_xml(GOOD)
    elements = list(root.iter("*"))
    for number, attribute, value in changes:
        elements[number % len(elements)].set(attribute, value)
    answered(etree.tostring(root))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=1, max_size=3))
def test_elements_may_be_moved_and_lost(moves: list[tuple[int, int]]):
    root = parse_xml(GOOD)
    for one, other in moves:
        elements = list(root.iter("*"))
        moved, place = elements[one % len(elements)], elements[other % len(elements)]
        parent = moved.getparent()
        if parent is None:
            continue
        parent.remove(moved)
        if place is not moved and moved not in place.iterancestors() and other % 3:
            place.append(moved)
    answered(etree.tostring(root))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_are_refused_and_nothing_else(content: bytes):
    with suppress(XmlRefused):
        parse_xml(content)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="PTR0123456789YMDHS/-.:,+ workingdasclenhmotu*?中", max_size=25))
def test_a_timers_text_is_read_or_refused(text: str):
    with suppress(TimerUnreadable, ExpressionRefused):
        read_timer(text)
