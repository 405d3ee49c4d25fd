"""DMN elements as they stand in the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from engine.spiff.names import KB, local, namespace

STARTS = ("http://www.omg.org/spec/DMN/", "https://www.omg.org/spec/DMN/")
_MAX_ALIASES = 20


def is_dmn(node: _Element) -> bool:
    """Whether an element is DMN's own, of any version."""
    return (namespace(node) or "").startswith(STARTS)


def children(node: _Element, *names: str) -> Iterator[_Element]:
    """Give the DMN children of these names, in document order."""
    return (one for one in node.iterchildren("*") if local(one) in names and is_dmn(one))


def child(node: _Element, name: str) -> _Element | None:
    """Give the first DMN child of this name."""
    return next(children(node, name), None)


def text_of(node: _Element | None) -> str:
    """Give the `<text>` of an expression, without the blanks around it."""
    text = None if node is None else child(node, "text")
    return "" if text is None else (text.text or "").strip()


def title_of(node: _Element) -> tuple[str, str]:
    """Give an element's name in Chinese and in English."""
    return (node.get("name") or node.get("id") or "").strip(), english_of(node)


def english_of(node: _Element) -> str:
    """Give an element's English name (`kb:en`)."""
    return node.get(f"{{{KB}}}en", "").strip()


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type: one of FEEL's, and the text of its allowed values."""

    base: str
    allowed: str = ""


def item_types(root: _Element) -> dict[str, ItemType]:
    """Read the file's own types (`itemDefinition`), by name."""
    rows = children(root, "itemDefinition")
    return {
        row.get("name", ""): ItemType(
            _plain("".join(one.text or "" for one in children(row, "typeRef"))), _allowed(row)
        )
        for row in rows
    }


def _allowed(row: _Element) -> str:
    return text_of(child(row, "allowedValues"))


def type_of(name: str | None, types: dict[str, ItemType]) -> ItemType:
    """Give the type that a `typeRef` names, through the file's own types."""
    found, allowed = _plain(name or ""), ""
    for _ in range(_MAX_ALIASES):
        if found not in types:
            break
        allowed = allowed or types[found].allowed
        found = types[found].base
    return ItemType("" if found == "Any" else found, allowed)


def _plain(name: str) -> str:
    return name.strip().rpartition(":")[2]
