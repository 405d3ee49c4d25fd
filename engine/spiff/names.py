"""Names in a BPMN file: namespaces, tags, attributes, and the text of an expression as it was meant."""

from collections.abc import Iterator

from lxml.etree import QName, _Element

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
KB = "urn:kuaibao:bpmn:1"
EXTENSION_ELEMENTS = f"{{{BPMN}}}extensionElements"


def bpmn(name: str) -> str:
    """Give the full tag of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def kb(name: str) -> str:
    """Give the full tag, or attribute, of our own namespace."""
    return f"{{{KB}}}{name}"


def local(node: _Element) -> str:
    """Give an element's name without its namespace."""
    return QName(node.tag).localname


def namespace(node: _Element) -> str | None:
    """Give an element's namespace."""
    return QName(node.tag).namespace


def is_true(value: str | None, *, missing: bool) -> bool:
    """Read an `xsd:boolean`, which may be written `true` or `1`."""
    return missing if value is None else value.strip() in ("true", "1")


def identifiers(text: str | None) -> tuple[str, ...]:
    """Split a comma-separated list."""
    return tuple(part for part in (piece.strip() for piece in (text or "").split(",")) if part)


def children(node: _Element, *names: str) -> Iterator[_Element]:
    """Give the direct BPMN children of these names, in document order."""
    return node.iterchildren(*(bpmn(name) for name in names))


def child(node: _Element, name: str) -> _Element | None:
    """Give the first direct BPMN child of this name."""
    return node.find(bpmn(name))


def own_extensions(node: _Element) -> Iterator[_Element]:
    """Give the elements of our namespace among the extension elements of `node`."""
    for holder in node.iterchildren(EXTENSION_ELEMENTS):
        yield from holder.iterchildren(kb("*"))


def own_extension(node: _Element, name: str) -> _Element | None:
    """Give the first extension element of our namespace with this name."""
    return next((found for found in own_extensions(node) if local(found) == name), None)


def expression_text(node: _Element | None) -> str | None:
    """Give an expression on one line: diagrams break and indent long ones. None where nothing is written."""
    if node is None:
        return None
    lines = (line.strip() for line in (node.text or "").splitlines())
    return " ".join(line for line in lines if line) or None


def script_text(node: _Element | None) -> str:
    """Give a script without the indentation that the XML around it brought along."""
    lines = (line.strip() for line in ((node.text if node is not None else None) or "").splitlines())
    return "\n".join(lines).strip("\n")


def is_bpmn(node: _Element) -> bool:
    """Say whether an element is BPMN's own."""
    return namespace(node) == BPMN


def is_variable(name: str) -> bool:
    """Say whether a variable can have this name."""
    return name.isascii() and name.isidentifier() and not name.startswith("_")
