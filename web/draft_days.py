"""The days of a draft as rows of a form, and back."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request

from engine.calendars import OverlayDay
from web.calendar_import import typed_rows
from web.calendar_reading import Given


def typed_days() -> Given:
    """The rows of this request's form."""
    return Given("typed", rows=typed_rows(request.form))


def kept_names(days: Sequence[OverlayDay], before: Sequence[OverlayDay]) -> tuple[OverlayDay, ...]:
    """The days, with both languages of a name that was not changed."""
    names = {row.day: row.name for row in before}
    return tuple(
        replace(row, name=names[row.day]) if row.day in names and names[row.day].zh == row.name.zh else row
        for row in days
    )
