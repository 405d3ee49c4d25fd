"""What is otherwise between two calendars."""

from datetime import date

from engine.calendars import Scope, china
from engine.steps.differing import EVERYTHING, change, difference
from tests.engine.calendar_cases import NEW_YEAR, RESTS, overlay
from tests.office import office_value

FIRST = date(2027, 1, 1)


def test_the_same_calendar_has_no_difference():
    found = difference(china(), china())
    assert (found.days, found.spans) == ((), ())
    assert not found.touches(date.min, date.max)


def test_a_day_that_a_narrower_scope_sets_the_same_makes_no_difference():
    own = overlay({"2027-03-03": RESTS}, scope=Scope.OFFICE)
    under = overlay({"2027-03-03": RESTS}, scope=Scope.PROVINCE)
    assert difference(china([own]), china([own, under])).days == ()


def test_days_far_apart_are_spans_of_their_own():
    days = {"2027-03-03": RESTS, "2027-03-20": RESTS, "2027-11-11": RESTS}
    found = difference(china(), china([overlay(days)]))
    assert found.spans == (
        (date(2027, 3, 3), date(2027, 3, 20)),
        (date(2027, 11, 11), date(2027, 11, 11)),
    )
    assert found.touches(date(2027, 1, 1), date(2027, 3, 3))
    assert not found.touches(date(2027, 3, 4), date(2027, 3, 19))
    assert not found.touches(date(2027, 11, 12), date.max)


def test_a_year_on_record_touches_all_its_days_and_the_end_of_the_year_before():
    found = difference(china(), china([overlay(NEW_YEAR, 2027)]))
    assert found.spans == ((date(2026, 12, 29), date(2027, 12, 31)),)
    assert len(found.days) == 365 + 3


def test_an_older_library_may_have_said_anything():
    before, after = office_value(), office_value(edition=1)
    assert change(before, after) is EVERYTHING
    assert EVERYTHING.touches(FIRST, FIRST)
    assert change(after, after).days == ()
