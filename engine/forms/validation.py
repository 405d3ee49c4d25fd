"""Values against the schema, by jsonschema; what it finds is said in our own words."""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from engine.findings import Finding, Severity
from engine.forms import messages
from engine.forms.bounds import out_of_bounds
from engine.forms.fields import NO_TEXT, Field
from engine.forms.formats import CHECKER
from engine.forms.labels import called
from engine.forms.patterns import MAX_TEXT, compile_pattern
from engine.forms.values import pruned
from engine.text import Text

_MAX_PROBLEMS = 100
_MAX_NODES = 50_000
_MAX_STRING = 200_000
_MAX_DEPTH = 12
_MAX_BITS = 256


# --- keywords of our own making ---


def _check_pattern(_validator: Any, wanted: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and (len(value) > MAX_TEXT or not compile_pattern(wanted).search(value)):
        yield ValidationError("pattern")


def _check_multiple(_validator: Any, wanted: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """Count in decimals: 19.99 is a multiple of 0.01."""
    if _is_number(value) and Decimal(repr(value)) % Decimal(repr(wanted)):
        yield ValidationError("multipleOf")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


_Validator: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, {"pattern": _check_pattern, "multipleOf": _check_multiple}
)


# --- the schema that values are held against ---


def _strict(schema: Mapping[str, Any]) -> Any:
    """Give the schema with nothing unknown allowed, and without conditions on fields that are only shown."""
    found = {name: value for name, value in schema.items() if not name.startswith("x-")}
    if schema.get("readOnly") is True:
        return True
    if "items" in schema:
        found["items"] = _strict(schema["items"])
    if "properties" in schema:
        rows = schema["properties"].items()
        found["properties"] = {name: _strict(one) for name, one in rows if one.get("x-widget") != "static"}
        found["additionalProperties"] = False
        shown = {name for name, one in rows if one.get("readOnly") is True}
        found["required"] = [name for name in schema.get("required", []) if name not in shown]
    return found


class Checker:
    """Checks the values of one form."""

    def __init__(self, key: str, schema: Mapping[str, Any], fields: tuple[Field, ...]) -> None:
        self._key, self._fields = key, fields
        self._validator: Validator = _Validator(_strict(dict(schema)), format_checker=CHECKER)
        self._places = {field.name: place for place, field in enumerate(fields)}
        self._shown_only = tuple(field.name for field in fields if field.readonly)

    def problems(
        self,
        kept: Mapping[str, Any],
        shown: Iterable[str],
        variables: Mapping[str, Any],
        now: datetime | None,
    ) -> list[Finding]:
        """Give a finding for each value that breaks the schema; `shown` are the pointers of the fields on show."""
        if _is_too_large(kept):
            return [self._finding("", "too-large", messages.say("too-large", None, NO_TEXT))]
        context = {name: variables[name] for name in self._shown_only if variables.get(name) is not None}
        instance, visible = context | pruned(dict(kept)), set(shown)
        errors = islice(self._validator.iter_errors(instance), _MAX_PROBLEMS)
        said = [finding for error in errors for finding in self._said(error, visible)]
        late = out_of_bounds(self._fields, kept, {**variables, **kept}, now)
        said += [self._finding(out.pointer, out.rule, self._sentence(*out)) for out in late]
        return sorted(_once(said), key=self._place)

    def _place(self, finding: Finding) -> int:
        """Put findings in the order of the form."""
        return self._places.get(finding.element.split("/")[1] if finding.element else "", len(self._places))

    # --- what jsonschema found ---

    def _said(self, error: ValidationError, visible: set[str]) -> Iterator[Finding]:
        base, rule = "".join(f"/{part}" for part in error.absolute_path), str(error.validator)
        if rule in ("required", "dependentRequired", "additionalProperties"):
            yield from self._about_names(error, base, rule, visible)
        else:
            yield self._finding(base, rule, self._sentence(base, rule, error.validator_value, error.instance))

    def _about_names(
        self, error: ValidationError, base: str, rule: str, visible: set[str]
    ) -> Iterator[Finding]:
        if rule == "additionalProperties":
            for name in _unknown(error):
                label = Text(f"“{name[:60]}”", f"“{name[:60]}”")
                yield self._finding(f"{base}/{name}", rule, messages.say(rule, None, label))
            return
        for name in _missing(error):
            pointer = f"{base}/{name}"
            if pointer in visible:
                yield self._finding(pointer, "required", self._sentence(pointer, "required"))

    def _sentence(self, pointer: str, rule: str, wanted: Any = None, given: Any = None) -> Text:
        field, label = called(self._fields, pointer)
        return messages.say(rule, field, label, wanted, given)

    def _finding(self, pointer: str, rule: str, message: Text) -> Finding:
        return Finding(self._key, pointer, Severity.ERROR, rule, message, NO_TEXT)


def _once(found: list[Finding]) -> list[Finding]:
    """Say each thing once, and of a value of the wrong type nothing else."""
    mistyped = {finding.element for finding in found if finding.rule == "type"}
    first: dict[tuple[str, str], Finding] = {}
    for finding in found:
        if finding.rule == "type" or finding.element not in mistyped:
            first.setdefault((finding.element, finding.rule), finding)
    return list(first.values())


def _missing(error: ValidationError) -> list[str]:
    wanted: Any = error.validator_value
    given: Any = error.instance
    if isinstance(wanted, dict):
        wanted = [name for trigger, names in wanted.items() if trigger in given for name in names]
    return [name for name in wanted if name not in given]


def _unknown(error: ValidationError) -> list[str]:
    given: Any = error.instance
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return sorted(str(name) for name in given if name not in known)


def _is_too_large(values: Any) -> bool:
    """Whether there is more than any form can mean, or a number that is none."""
    nodes, level = 0, [values]
    for _ in range(_MAX_DEPTH):
        nodes += len(level)
        if not level or nodes > _MAX_NODES:
            break
        if any(_is_monstrous(one) for one in level):
            return True
        level = [inner for one in level for inner in _inside(one)]
    return bool(level)


def _is_monstrous(one: Any) -> bool:
    if isinstance(one, str):
        return len(one) > _MAX_STRING
    if isinstance(one, int):
        return one.bit_length() > _MAX_BITS
    return isinstance(one, float) and not math.isfinite(one)


def _inside(one: Any) -> Iterable[Any]:
    if isinstance(one, dict):
        return one.values()
    return one if isinstance(one, list) else ()
