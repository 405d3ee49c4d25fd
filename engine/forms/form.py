"""A form: its fields, the schema that values are held against, and what may be saved of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.errors import FormInvalid
from engine.forms import parsing, values
from engine.forms.fields import NO_TEXT, Field
from engine.forms.validation import Checker
from engine.forms.visibility import Showing
from engine.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form. `schema` is the file as it was read; `fields` are in the order in which they are shown."""

    key: str
    title: Text
    schema: Mapping[str, Any]
    fields: tuple[Field, ...] = ()
    help: Text = NO_TEXT
    checker: Checker = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "checker", Checker(self.key, self.schema, self.fields))

    @property
    def writes(self) -> tuple[str, ...]:
        """The variables that it may write."""
        return tuple(one.name for one in self.fields if not one.readonly and not one.is_static)

    @property
    def reads(self) -> frozenset[str]:
        """The variables that it shows or asks for, without its own fields."""
        shown = {one.name for one in self.fields if one.readonly}
        asked = {name for one in self.walk() for name in _asked(one)}
        own = {inner.name for one in self.fields for inner in one.walk()}
        return frozenset(shown | (asked - own))

    def walk(self) -> Iterator[Field]:
        """Give all fields, those inside of others too."""
        for one in self.fields:
            yield from one.walk()

    def initial(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the form shows when it is opened: the case's values, or the defaults."""
        shown = (one for one in self.fields if not one.is_static)
        return {one.name: variables.get(one.name, one.default) for one in shown}

    def parse(self, raw: Mapping[str, list[str]]) -> dict[str, Any]:
        """Turn the texts of an HTML form into typed values; what cannot be read stays the text that was typed.

        Names are `field`, `object.field`, `table.0.column`. An empty text is null; a list of which nothing was
        chosen is empty; names that the form does not know are left out.
        """
        return parsing.parse(self.fields, raw)

    def shown(
        self, given: Mapping[str, Any], variables: Mapping[str, Any], *, now: datetime | None = None
    ) -> frozenset[str]:
        """Give the pointers (`/field`, `/table/0/column`) of the fields that are to be seen with these values."""
        showing = Showing(variables, now)
        showing.visible(self.fields, values.tidy(self.fields, given))
        return frozenset(showing.pointers)

    def clean(
        self, given: Mapping[str, Any], variables: Mapping[str, Any], *, now: datetime | None = None
    ) -> dict[str, Any]:
        """Give what may be saved of typed values; raises `FormInvalid` with a finding for each field.

        Fields that are hidden or read-only are left out, whatever was sent. An empty field gives null, so that it
        clears the variable; one that was not sent leaves a variable as it is, and gives null where there is none.
        `now` is in the office's zone; without it, conditions on `today` do not hold.
        """
        tidy = values.tidy(self.fields, given)
        showing = Showing(variables, now)
        kept = showing.visible(self.fields, tidy)
        names = {one.name for one in self.fields}
        unknown = {name: value for name, value in given.items() if name not in names}
        problems = self.checker.problems({**unknown, **kept}, showing.pointers, variables, now)
        if problems:
            raise FormInvalid(problems)
        return values.answer(self.fields, kept, showing.pointers, variables)


def _asked(one: Field) -> frozenset[str]:
    """Give the names that the expressions of a field read."""
    expressions = (one.show_if, one.not_before, one.not_after)
    return frozenset().union(*(expression.names for expression in expressions if expression is not None))
