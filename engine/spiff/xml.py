"""The hardened XML door: size and depth bounded, no DOCTYPE, no entities, no network; comments and instructions dropped."""

import re

from lxml import etree

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 200

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKUP = re.compile(r"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_HTML = re.compile(r"\s*(<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_WIDE = (
    b"utf-16",
    b"utf-32",
    b"ucs-",
)  # whoever can read this declaration as bytes knows that it is not true
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


class XmlRefused(ValueError):
    """The file is not XML that we read; `problem` is the code of a rule in `engine.spiff.lint.files`."""

    def __init__(self, problem: str, detail: str = "", line: int | None = None) -> None:
        super().__init__(problem, detail, line)
        self.problem, self.detail, self.line = problem, detail, line


def parse_xml(content: bytes) -> etree._Element:
    """Parse bytes into a tree, or raise `XmlRefused`."""
    _look(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise _refused(content, error) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise XmlRefused("doctype")
    if _deeper_than(root, MAX_DEPTH):
        raise XmlRefused("too-deep", str(MAX_DEPTH))
    return root


def _look(content: bytes) -> None:
    """Refuse what needs no parser to be refused."""
    if not content.strip():
        raise XmlRefused("empty-file")
    if len(content) > MAX_BYTES:
        raise XmlRefused("too-large", str(len(content)))
    if content.startswith(_ARCHIVES):
        raise XmlRefused("not-xml")
    start = _prolog(content)
    if _HTML.match(start):
        raise XmlRefused("html")
    if "<" not in start:
        raise XmlRefused("not-xml")


def _prolog(content: bytes) -> str:
    head = content[:4096]
    text = (
        head.decode("utf-16", "replace")
        if head.startswith(_UTF16)
        else head.decode("latin-1").removeprefix("ï»¿")
    )
    return text.replace("\x00", "")


def _refused(content: bytes, error: Exception) -> XmlRefused:
    """Say what the parser's message means."""
    detail, line = str(error), getattr(error, "lineno", None)
    if _MARKUP.search(_prolog(content)):
        return XmlRefused("doctype")
    if "Excessive depth" in detail or "too deep" in detail.lower():
        return XmlRefused("too-deep", str(MAX_DEPTH), line)
    declared = _DECLARED.match(content)
    if _is_about_encoding(detail) or (declared and declared[1].lower().startswith(_WIDE)):
        return XmlRefused("encoding", declared[1].decode() if declared else "UTF-8", line)
    return XmlRefused("not-well-formed", _sentence(detail), line)


def _is_about_encoding(detail: str) -> bool:
    lowered = detail.lower()
    return any(
        word in lowered for word in ("encoding", "not proper utf-8", "invalid bytes", "input conversion")
    )


def _sentence(detail: str) -> str:
    """Drop the place that lxml writes behind its message."""
    return re.sub(r",? *line \d+, column \d+.*$", "", detail).strip() or detail


def _deeper_than(root: etree._Element, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False
