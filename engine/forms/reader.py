"""Fields out of a schema. Standard keywords have values of the right types here: the metaschema was held against them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.forms import keywords
from engine.forms.checks import check_values, limits_of, widget_of
from engine.forms.choices import read_choices
from engine.forms.conditions import check_conditions
from engine.forms.document import FORM, Report
from engine.forms.fields import NO_TEXT, Field
from engine.forms.names import check_name
from engine.forms.spots import Spot
from engine.forms.visibility import circle
from engine.text import Text

MAX_FIELDS = 400
_MAX_LEVELS = 4
_TYPES = ("string", "integer", "number", "boolean", "array", "object")


@dataclass(frozen=True, slots=True)
class Place:
    """Where fields stand: in the file, in the values, how deep, and whether what is around them is only shown."""

    pointer: str = ""
    values: str = ""
    level: int = 0
    is_shown: bool = False


ROOT = Place()


class FieldReader:
    """Reads the fields of one form."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._left = MAX_FIELDS

    def fields(self, spot: Spot, place: Place = ROOT) -> tuple[Field, ...]:
        """Read the properties of an object, in the order in which they are shown."""
        rows: Mapping[str, Any] = spot.schema.get("properties", {})
        required = set(spot.schema.get("required", ()))
        read = (self._field(name, one, place, is_required=name in required) for name, one in rows.items())
        found = {field.name: field for field in read if field is not None}
        _check_object(spot)
        if waiting := circle(tuple(found.values())):
            spot.add("form-show-if-circle", found=", ".join(waiting))
        return tuple(found[name] for name in _order(spot) if name in found)

    def _field(self, name: str, schema: Any, place: Place, *, is_required: bool) -> Field | None:
        self._left -= 1
        if self._left < 0:
            if self._left == -1:
                self._report.add("form-many", place.pointer, limit=MAX_FIELDS)
            return None
        spot = self._spot(name, schema, f"{place.pointer}/properties/{name}")
        if spot is None:
            return None
        self._check_place(name, spot, place)
        if spot.flag("readOnly") and is_required:
            spot.add("form-readonly-required")
        return self._read(name, spot, place, is_required=is_required)

    def _spot(self, name: str, schema: Any, pointer: str) -> Spot | None:
        """Look at the type; None where nothing more can be said."""
        where = _called(name, schema)
        kind = schema.get("type") if isinstance(schema, dict) else None
        if isinstance(schema, dict) and kind is None and schema.get("x-widget") == "static":
            kind = "none"
        if kind != "none" and kind not in _TYPES:
            self._report.add("form-type", pointer, where=where, found=str(kind)[:40])
            return None
        spot = Spot(self._report, pointer, where, str(kind), schema)
        keywords.check(self._report, schema, keywords.BY_TYPE[spot.kind], pointer, where, spot.kind)
        return spot

    def _check_place(self, name: str, spot: Spot, place: Place) -> None:
        is_written = not spot.flag("readOnly") and spot.kind != "none"
        check_name(
            self._report,
            name,
            spot.pointer,
            is_variable=place.level == 0 and spot.kind != "none",
            is_written=is_written,
        )
        if place.level > 0 and spot.flag("readOnly") and not place.is_shown:
            spot.add("form-readonly")
        if place.level >= _MAX_LEVELS:
            self._report.add("form-deep", spot.pointer, limit=_MAX_LEVELS)

    def _read(self, name: str, spot: Spot, place: Place, *, is_required: bool) -> Field:
        check_values(spot)
        item = self._item(spot)
        is_table = item is not None and item.kind == "object"
        values = f"{place.values}/{name}"
        return Field(
            name=name,
            label=_title(spot, name),
            type=spot.kind,
            widget=widget_of(spot),
            required=is_required,
            readonly=spot.flag("readOnly"),
            choices=read_choices(item if item is not None else spot),
            help=Text(spot.string("description"), spot.string("x-description-en")),
            show_if=spot.expression("x-show-if"),
            role=spot.string("x-role") or None,
            format=spot.schema.get("format"),
            unit=spot.pair("x-unit"),
            placeholder=spot.pair("x-placeholder"),
            pattern_help=spot.pair("x-pattern-help"),
            limits=limits_of(spot),
            item=None if item is None else item.kind,
            fields=self._inner(
                item if is_table and item is not None else spot, place, values, is_table=is_table
            ),
            default=spot.schema.get("default"),
            not_before=spot.expression("x-not-before"),
            not_after=spot.expression("x-not-after"),
            pointer=values,
        )

    def _inner(self, spot: Spot, place: Place, values: str, *, is_table: bool) -> tuple[Field, ...]:
        """Read the fields of a group, or the columns of a table."""
        if spot.kind != "object" or place.level >= _MAX_LEVELS:
            return ()
        base = f"{values}/*" if is_table else values
        is_shown = place.is_shown or spot.flag("readOnly")
        return self.fields(spot, Place(spot.pointer, base, place.level + 1, is_shown))

    def _item(self, spot: Spot) -> Spot | None:
        """Read what the items of an array are."""
        if spot.kind != "array":
            return None
        items = spot.schema.get("items")
        kind = items.get("type") if isinstance(items, dict) else None
        if not isinstance(items, dict) or kind not in _TYPES or kind == "array":
            spot.add("form-items")
            return None
        found = Spot(self._report, f"{spot.pointer}/items", spot.where, str(kind), _shown(items, spot))
        keywords.check(
            self._report, items, keywords.BY_TYPE[found.kind], found.pointer, found.where, found.kind
        )
        check_values(found)
        return found


def _shown(items: dict[str, Any], spot: Spot) -> dict[str, Any]:
    """Give the items' schema, read-only if the whole array is."""
    return {**items, "readOnly": True} if spot.flag("readOnly") else items


def _called(name: str, schema: Any) -> Text:
    title = schema.get("title") if isinstance(schema, dict) else None
    english = schema.get("x-title-en") if isinstance(schema, dict) else None
    zh = title if isinstance(title, str) and title else name
    en = english if isinstance(english, str) and english else name
    return Text(f"字段“{zh[:60]}”（{name[:60]}）", f"The field “{en[:60]}” ({name[:60]})")


def _title(spot: Spot, name: str) -> Text:
    title, english = spot.string("title"), spot.string("x-title-en")
    if not title:
        if spot.kind != "none":
            spot.add("form-title")
        return Text(name, english or name) if spot.kind != "none" else NO_TEXT
    if not english:
        spot.add("form-title-en")
    return Text(title, english)


def _order(spot: Spot) -> Iterator[str]:
    """Give the names in the order of `x-order`, then the others."""
    names, order = list(spot.schema.get("properties", {})), spot.schema.get("x-order", [])
    if not isinstance(order, list) or not all(isinstance(name, str) for name in order):
        spot.wrong("x-order", "请写字段名的列表。", "Write a list of field names.")
        order = []
    for name in sorted(set(order) - set(names)):
        spot.add("form-order", found=name[:60])
    yield from dict.fromkeys(name for name in [*order, *names] if name in names)


def _check_object(spot: Spot) -> None:
    """Report what an object requires or forbids beyond its fields."""
    names = spot.schema.get("properties", {}).keys()
    for name in spot.schema.get("required", ()):
        if name not in names:
            spot.add("form-required", found=name[:60])
    if spot.schema.get("additionalProperties", False) is not False:
        spot.wrong("additionalProperties", "只能写 false。", "It can only be false.")
    check_conditions(spot)


def root_spot(report: Report, schema: Mapping[str, Any]) -> Spot:
    """Give the spot of the form itself."""
    return Spot(report, "", FORM, "object", schema)
