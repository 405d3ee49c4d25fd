"""A case that came in before it was registered: the clocks that start with it count from the day it came in."""

from datetime import date

import pytest

from engine import cases, marks
from engine.errors import NotAllowed, PeriodInvalid
from engine.model import Audit
from tests.drawing import clock, rung, simple
from tests.office import Now, Office

WITH_THE_CASE = clock("promise", 10, "calendar-days", rung("50%", "supervisor"), rung("end", "supervisor"))
AFTER_THE_FIRST = clock("later", 10, "calendar-days", starts_after="first")


@pytest.fixture
def registered(office: Office) -> Office:
    office.deploy(simple(process=WITH_THE_CASE + AFTER_THE_FIRST))
    return office


def received(office: Office, on: date | None) -> int:
    with office.as_("clerk") as uow:
        return cases.start(uow, "simple", facts={}, received_on=on).id


def test_the_period_runs_from_the_day_on_which_the_case_came_in(registered: Office):
    case = received(registered, date(2026, 9, 20))
    promise = registered.clocks(case)["promise"]
    assert promise.last_day == date(2026, 9, 30)
    assert promise.started_at.isoformat() == "2026-09-19T16:00:00+00:00"  # midnight in the office


def test_only_the_clocks_that_start_with_the_case_begin_earlier(registered: Office):
    case = received(registered, date(2026, 9, 20))
    registered.complete(case, "first")
    assert registered.clocks(case)["later"].last_day == date(2026, 10, 8)


def test_a_case_of_today_counts_from_now(registered: Office, now: Now):
    case = received(registered, date(2026, 9, 24))
    assert registered.clocks(case)["promise"].started_at == now()


def test_the_day_is_in_the_journal_and_nothing_is_where_none_was_given(registered: Office):
    dated, undated = received(registered, date(2026, 9, 20)), received(registered, None)
    assert registered.journal(dated)[0].facts["received_on"] == "2026-09-20"
    assert "received_on" not in registered.journal(undated)[0].facts
    assert registered.verify() == []


def test_a_period_that_is_over_already_is_breached_at_once_and_its_rungs_say_that_they_are_late(
    registered: Office,
):
    case = received(registered, date(2026, 8, 3))
    registered.tick()
    assert registered.clocks(case)["promise"].breached_at is not None
    assert "补发" in registered.inbox("supervisor")[-1].zh


def test_a_case_cannot_have_come_in_tomorrow(registered: Office):
    with pytest.raises(PeriodInvalid) as refused:
        received(registered, date(2026, 9, 25))
    assert refused.value.problem == "future"


def test_a_mark_on_the_office_is_kept_changed_and_audited(office: Office, now: Now):
    with office.reading() as uow:
        assert marks.read(uow, "demo") is None
    for facts in ({"complete": False}, {"complete": True}):
        with office.as_("admin") as uow:
            marks.put(uow, "demo", facts)
    with office.reading() as uow:
        assert marks.read(uow, "demo") == {"complete": True}
        found = uow.session.query(Audit).filter(Audit.kind == "office-marked").all()
        assert [(one.at, one.facts["complete"]) for one in found] == [(now(), False), (now(), True)]


def test_only_an_administrator_marks_the_office(office: Office):
    with pytest.raises(NotAllowed), office.as_("director") as uow:
        marks.put(uow, "demo", {})
