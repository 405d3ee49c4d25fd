"""What is said to the person at the form when a value breaks the schema."""

from collections.abc import Mapping
from typing import Any

from engine.forms.fields import NO_TEXT, Field
from engine.text import Text

_REQUIRED = {
    "choice": Text("请选择{label}", "Choose {label}"),
    "table": Text("请至少填写一行{label}", "Fill in at least one row of {label}"),
    "other": Text("请填写{label}", "Fill in {label}"),
}
_TYPES = {
    "integer": Text("{label}须为整数", "{label} must be a whole number"),
    "number": Text("{label}须为数字", "{label} must be a number"),
    "boolean": Text("{label}须选择是或否", "{label} must be yes or no"),
    "string": Text("{label}须为文本", "{label} must be text"),
    "array": Text("{label}须为列表", "{label} must be a list"),
    "object": Text("{label}须为一组字段", "{label} must be a group of fields"),
}
_FORMATS = {
    "date": Text("{label}须为有效日期，例如 2026-01-31", "{label} must be a date, such as 2026-01-31"),
    "date-time": Text("{label}须为有效的日期和时间，例如 2026-01-31T09:00", "{label} must be a date and time, such as 2026-01-31T09:00"),
    "time": Text("{label}须为有效时间，例如 09:00", "{label} must be a time, such as 09:00"),
    "email": Text("{label}须为有效的电子邮箱地址", "{label} must be an e-mail address"),
    "uri": Text("{label}须为有效的网址，例如 https://example.cn/", "{label} must be a web address, such as https://example.cn/"),
}  # fmt: skip
_MESSAGES = {
    "minLength": Text("{label}至少 {wanted} 个字，现为 {given} 个字", "{label} needs at least {wanted} characters; it has {given}"),
    "maxLength": Text("{label}最多 {wanted} 个字，现为 {given} 个字", "{label} may have at most {wanted} characters; it has {given}"),
    "pattern": Text("{label}的格式不正确{help}", "{label} does not have the right form{help}"),
    "enum": Text("{label}须从选项中选择", "{label} must be one of the choices"),
    "const": Text("{label}须为 {wanted}", "{label} must be {wanted}"),
    "minimum": Text("{label}不能小于 {wanted}{unit}", "{label} must be at least {wanted}{unit}"),
    "maximum": Text("{label}不能大于 {wanted}{unit}", "{label} must be at most {wanted}{unit}"),
    "exclusiveMinimum": Text("{label}须大于 {wanted}{unit}", "{label} must be more than {wanted}{unit}"),
    "exclusiveMaximum": Text("{label}须小于 {wanted}{unit}", "{label} must be less than {wanted}{unit}"),
    "multipleOf": Text("{label}须为 {wanted} 的整数倍", "{label} must be a multiple of {wanted}"),
    "minItems": Text("{label}至少 {wanted} 项，现为 {given} 项", "{label} needs at least {wanted}; it has {given}"),
    "maxItems": Text("{label}最多 {wanted} 项，现为 {given} 项", "{label} may have at most {wanted}; it has {given}"),
    "uniqueItems": Text("{label}中有重复的项", "{label} has the same item twice"),
    "additionalProperties": Text("表单中没有字段 {label}", "The form has no field {label}"),
    "not-before": Text("{label}不能早于 {wanted}", "{label} may not be before {wanted}"),
    "not-after": Text("{label}不能晚于 {wanted}", "{label} may not be after {wanted}"),
    "too-large": Text("填写的内容过多", "Too much was filled in"),
}  # fmt: skip
_OTHER = Text("{label}不符合要求", "{label} is not as required")
_CHOOSING = frozenset(("radio", "select", "checkboxes", "person", "people", "file-list"))


def say(rule: str, field: Field | None, label: Text, wanted: Any = None, given: Any = None) -> Text:
    """Give the sentence for a broken rule: `wanted` is what the schema says, `given` what was filled in."""
    template = _template(rule, field, wanted)
    facts: Mapping[str, Text] = {
        "label": label,
        "wanted": _both(wanted),
        "given": _both(_count(given)),
        "help": _help(field),
        "unit": NO_TEXT if field is None else field.unit,
    }
    return Text(*(template[place].format(**_in(facts, place)) for place in (0, 1)))


def _in(facts: Mapping[str, Text], place: int) -> dict[str, str]:
    return {name: text[place] for name, text in facts.items()}


def _template(rule: str, field: Field | None, wanted: Any) -> Text:
    if rule == "required":
        return _REQUIRED[_asking(field)]
    if rule == "type":
        return _TYPES.get(wanted, _OTHER)
    return _FORMATS.get(wanted, _OTHER) if rule == "format" else _MESSAGES.get(rule, _OTHER)


def _asking(field: Field | None) -> str:
    if field is not None and field.is_table:
        return "table"
    return "choice" if field is not None and field.widget in _CHOOSING else "other"


def _both(value: Any) -> Text:
    words = {True: Text("是", "yes"), False: Text("否", "no")}
    if isinstance(value, bool):
        return words[value]
    return Text(str(value)[:100], str(value)[:100])


def _count(given: Any) -> Any:
    return len(given) if isinstance(given, (str, list)) else given


def _help(field: Field | None) -> Text:
    hint = NO_TEXT if field is None else (field.pattern_help if field.pattern_help.zh else field.help)
    return Text(f"：{hint.zh}", f": {hint.to('en')}") if hint.zh else NO_TEXT
