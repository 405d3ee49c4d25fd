"""A form file as JSON: bounded, in UTF-8, without duplicate names, references written out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.findings import Finding, Severity
from engine.forms.rules import finding
from engine.text import Text

MAX_BYTES = 512 * 1024
MAX_DEPTH = 24
MAX_NODES = 40_000
_MAX_FINDINGS = 200
_DEFS = "#/$defs/"
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
FORM = Text("表单", "The form")


@dataclass(slots=True)
class Report:
    """The findings of a file; the rest of an endless row of them is dropped."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0

    def failed(self) -> bool:
        """Whether one of them is an error."""
        return self.errors > 0

    def add(self, code: str, pointer: str, **facts: object) -> None:
        """Add what was found at a JSON pointer."""
        found = finding(code, self.file, pointer, **facts)
        self.errors += found.severity is Severity.ERROR
        if len(self.findings) < _MAX_FINDINGS:
            self.findings.append(found)


class _Unreadable(ValueError):
    """Raised from inside the JSON reader; the arguments are a code and what was found."""


def load(content: bytes, report: Report) -> dict[str, Any] | None:
    """Read the file; None, with findings, where it is no JSON object or too large."""
    text = _decoded(content, report)
    if text is None:
        return None
    found = _parsed(text, report)
    if found is None or not _is_bearable(found, report):
        return None
    return found


def _decoded(content: bytes, report: Report) -> str | None:
    if len(content) > MAX_BYTES:
        report.add("form-too-large", "", found=len(content))
    elif not content.strip():
        report.add("form-empty", "")
    elif encoding := _BOMS.get(content[:2]):
        report.add("form-encoding", "", found=encoding)
    else:
        return _as_utf8(content, report)
    return None


def _as_utf8(content: bytes, report: Report) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.add("form-encoding", "", found=_guess(content))
        return None


def _guess(content: bytes) -> str | Text:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Text("未知编码", "an unknown encoding")
    return "GB18030 (GBK)"


def _parsed(text: str, report: Report) -> dict[str, Any] | None:
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        report.add("form-json", "", line=error.lineno, column=error.colno, found=error.msg)
        return None
    except _Unreadable as error:
        report.add(error.args[0], "", found=error.args[1])
        return None
    except (ValueError, RecursionError) as error:
        report.add("form-not-json", "", found=type(error).__name__)
        return None
    if isinstance(found, dict):
        return found
    report.add("form-root", "")
    return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Unreadable("form-duplicate", next(name for name in names if names.count(name) > 1)[:60])
    return found


def _no_constant(name: str) -> Any:
    raise _Unreadable("form-not-json", name)


def _is_bearable(found: Any, report: Report) -> bool:
    """Bound the depth and the number of values before anything recurses into them."""
    nodes, level = 0, [found]
    for _ in range(MAX_DEPTH):
        nodes += len(level)
        level = [inner for one in level for inner in _inside(one)]
    if level:
        report.add("form-deep", "", limit=MAX_DEPTH)
    if nodes > MAX_NODES:
        report.add("form-many", "", limit=MAX_NODES)
    return not level and nodes <= MAX_NODES


def _inside(one: Any) -> Iterator[Any]:
    if isinstance(one, dict):
        yield from one.values()
    elif isinstance(one, list):
        yield from one


# --- references ---


@dataclass(slots=True)
class References:
    """Writes references to `#/$defs/…` out; nothing is ever fetched."""

    report: Report
    definitions: Mapping[str, Any]
    left: int = MAX_NODES

    def written_out(self, schema: Any, pointer: str = "", path: tuple[str, ...] = ()) -> Any:
        """Give a schema in which no reference is left; a wrong one is reported and gives an empty schema."""
        self.left -= 1
        if self.left < 0:
            return {}
        if isinstance(schema, list):
            return [self.written_out(one, f"{pointer}/{index}", path) for index, one in enumerate(schema)]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return self._target(schema, pointer, path)
        rows = schema.items()
        return {
            name: self.written_out(one, f"{pointer}/{name}", path) for name, one in rows if name != "$defs"
        }

    def _target(self, schema: dict[str, Any], pointer: str, path: tuple[str, ...]) -> Any:
        reference = schema["$ref"]
        name = reference.removeprefix(_DEFS) if isinstance(reference, str) else ""
        if not isinstance(reference, str) or not reference.startswith(_DEFS) or name not in self.definitions:
            self.report.add("form-ref", pointer, where=FORM, found=str(reference)[:100])
            return {}
        if name in path:
            self.report.add("form-ref-cycle", pointer, where=Text(f"定义 {name}", f"The definition {name}"))
            return {}
        target = self.written_out(self.definitions[name], f"/$defs/{name}", (*path, name))
        own = {key: one for key, one in schema.items() if key != "$ref"}
        return {**target, **self.written_out(own, pointer, path)} if isinstance(target, dict) else {}


def without_references(schema: dict[str, Any], report: Report) -> dict[str, Any]:
    """Write the references of a form out."""
    definitions = schema.get("$defs", {})
    references = References(report, definitions if isinstance(definitions, dict) else {})
    found = references.written_out(schema)
    if references.left < 0:
        report.add("form-many", "", limit=MAX_NODES)
    return found if isinstance(found, dict) else {}
