"""Reads the text of a PDF that typst made: enough of the format to see what is printed on each page."""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
PAGE = re.compile(rb"/Type\s*/Page\b")
PLAIN = rb"\\.|[^\\()]"
STRING = rb"\((?:" + PLAIN + rb"|\((?:" + PLAIN + rb")*\))*\)"
"""With brackets inside, one within the other at most."""

SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|(" + STRING + rb"|<[0-9A-Fa-f]*>)", re.DOTALL)
ESCAPED = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3})")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without the blanks between its pieces."""
    objects = _objects(pdf)
    found = [body for body in objects.values() if PAGE.search(body) and b"/Contents" in body]
    return [_text(objects, body) for body in found]


def _objects(pdf: bytes) -> dict[int, bytes]:
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    for body in list(objects.values()):
        if b"/ObjStm" in body:
            objects.update(_packed(body))
    return objects


def _packed(body: bytes) -> dict[int, bytes]:
    content = _stream(body)
    first, number = (int(re.search(rb"/%s (\d+)" % key, body)[1]) for key in (b"First", b"N"))
    heads = [int(word) for word in content[:first].split()][: 2 * number]
    starts = [first + at for at in heads[1::2]]
    ends = [*starts[1:], len(content)]
    return {name: content[start:end] for name, start, end in zip(heads[::2], starts, ends, strict=True)}


def _stream(body: bytes) -> bytes:
    content = STREAM.search(body)[1]
    return zlib.decompress(content) if b"FlateDecode" in body.partition(b"stream")[0] else content


def _reference(body: bytes, name: bytes) -> int | None:
    found = re.search(rb"/%s (\d+) 0 R" % name, body)
    return int(found[1]) if found else None


def _text(objects: dict[int, bytes], page: bytes) -> str:
    fonts = _fonts(objects, page)
    said, font = [], {}
    for name, shown in SHOWN.findall(_stream(objects[_reference(page, b"Contents")])):
        if name:
            font = fonts.get(name, {})
        elif shown:
            codes = _codes(shown)
            said += [font.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)]
    return "".join(said)


def _codes(shown: bytes) -> bytes:
    if shown.startswith(b"<"):
        return bytes.fromhex(shown[1:-1].decode())
    return ESCAPED.sub(lambda it: ESCAPES.get(it[1]) or _escaped(it[1]), shown[1:-1])


def _escaped(code: bytes) -> bytes:
    return bytes([int(code, 8)]) if code.isdigit() else code


def _fonts(objects: dict[int, bytes], page: bytes) -> dict[bytes, dict[bytes, str]]:
    resources = _reference(page, b"Resources")
    body = objects[resources] if resources else page
    listed = re.search(rb"/Font\s*<<(.*?)>>", body, re.DOTALL)
    if not listed:
        return {}
    fonts = re.findall(rb"/(\w+) (\d+) 0 R", listed[1])
    return {name: _characters(objects, objects[int(number)]) for name, number in fonts}


def _characters(objects: dict[int, bytes], font: bytes) -> dict[bytes, str]:
    table = _stream(objects[_reference(font, b"ToUnicode")])
    pairs = re.findall(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>\s*\n", table)
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs
    }
