"""Whether the standard keywords have values of the right kinds, so that whoever reads the schema may rely on them.

This is what the metaschema of 2020-12 says of the keywords that a form may use. It is said here because the
metaschema takes ten times as long and speaks English only.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from engine.forms.document import FORM, Report
from engine.text import Text

Fits: TypeAlias = Callable[[Any], bool]
_MAX_COUNT = 10_000_000
_BOUND = 1e300


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_COUNT


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _BOUND


def _is_step(value: Any) -> bool:
    return _is_number(value) and value > 0 and math.isfinite(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _are_names(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(one, str) for one in value)
        and len(set(value)) == len(value)
    )


def _is_schema(value: Any) -> bool:
    return isinstance(value, dict)


def _are_schemas(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, dict) for one in value.values())


def _is_row_of_schemas(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _are_dependent(value: Any) -> bool:
    return isinstance(value, dict) and all(_are_names(names) for names in value.values())


_COUNT = (_is_count, Text("请写不小于 0 的整数。", "Write a whole number, 0 or more."))
_NUMBER = (_is_number, Text("请写数字。", "Write a number."))
_TEXT = (_is_text, Text("请写文本。", "Write a text."))
_FLAG = (_is_flag, Text("请写 true 或 false。", "Write true or false."))
_NAMES = (_are_names, Text("请写字段名的列表，不要重复。", "Write a list of different field names."))
_SCHEMA = (_is_schema, Text("请写 {…}。", "Write {…}."))
_RULES: Mapping[str, tuple[Fits, Text]] = {
    "title": _TEXT, "description": _TEXT, "$comment": _TEXT, "pattern": _TEXT, "format": _TEXT, "$id": _TEXT,
    "minLength": _COUNT, "maxLength": _COUNT, "minItems": _COUNT, "maxItems": _COUNT,
    "minimum": _NUMBER, "maximum": _NUMBER, "exclusiveMinimum": _NUMBER, "exclusiveMaximum": _NUMBER,
    "multipleOf": (_is_step, Text("请写大于 0 的数字。", "Write a number above 0.")),
    "readOnly": _FLAG, "uniqueItems": _FLAG, "required": _NAMES, "enum": (_is_list, Text("请写选项的列表。", "Write a list of choices.")),
    "examples": (_is_list, Text("请写列表。", "Write a list.")),
    "items": _SCHEMA, "if": _SCHEMA, "then": _SCHEMA, "else": _SCHEMA, "not": _SCHEMA,
    "properties": (_are_schemas, Text("请写 {字段名: {…}}。", "Write {field: {…}}.")),
    "allOf": (_is_row_of_schemas, Text("请写 [{…}]。", "Write [{…}].")),
    "dependentRequired": (_are_dependent, Text("请写 {字段名: [字段名]}。", "Write {field: [field]}.")),
}  # fmt: skip


def check_kinds(report: Report, schema: dict[str, Any]) -> bool:
    """Report keywords whose values are of a wrong kind; True where all are right."""
    row = [("", schema)]
    while row:
        pointer, one = row.pop()
        wrong = [name for name, value in one.items() if name in _RULES and not _RULES[name][0](value)]
        for name in wrong:
            report.add("form-value", f"{pointer}/{name}", where=FORM, found=name, wanted=_RULES[name][1])
        row.extend(_below(pointer, one, frozenset(wrong)))
    return not report.failed()


def _below(
    pointer: str, schema: dict[str, Any], wrong: frozenset[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    sound = {name: value for name, value in schema.items() if name not in wrong}
    for name in ("items", "if", "then", "else", "not"):
        if name in sound:
            yield f"{pointer}/{name}", sound[name]
    for name, one in sound.get("properties", {}).items():
        yield f"{pointer}/properties/{name}", one
    for index, one in enumerate(sound.get("allOf", ())):
        yield f"{pointer}/allOf/{index}", one
