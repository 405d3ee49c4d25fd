"""The horizon of the published calendar, the queries about it, and the alarm that watches it."""

from datetime import date

import pytest
from sqlalchemy import delete, select, update

from engine import alarms, calendar_years
from engine.calendar_years import horizon
from engine.calendars import DayKind, Overlay, OverlayDay, Scope
from engine.calendars.hours import intervals_of
from engine.errors import NotFound
from engine.model import Alarm, AlarmKind, Audit, Clock
from engine.queries import calendars
from engine.text import Text
from tests.drawing import clock, simple
from tests.engine.calendar_cases import (
    LONGER,
    NEW_YEAR,
    RESTS,
    SOURCE,
    alarms_of,
    draft,
    filed,
    overlay,
    publish,
    withdraw,
)
from tests.office import Now, Office

HALF = OverlayDay(date(2027, 2, 5), working=True, name=Text("除夕", "eve"), hours=intervals_of("08:30-11:30"))


@pytest.fixture
def now() -> Now:
    return Now("2026-12-24 09:00")


def look(office: Office) -> int:
    """Look; how often it has been told by now."""
    with office.as_("") as uow:
        horizon.look(uow)
    with office.reading() as uow:
        return len(uow.session.scalars(select(Audit.id).where(Audit.kind == "calendar-horizon-told")).all())


# --- how far it reaches ----------------------------------------------------------------------------------------------


def test_the_horizon_counts_what_lies_behind_it(office: Office):
    with office.reading() as uow:
        empty = calendars.horizon(uow)
    assert (empty.published_until, empty.days_left, empty.open, empty.near) == (
        date(2026, 12, 31),
        7,
        0,
        False,
    )
    case = filed(office)
    with office.reading() as uow:
        found = calendars.horizon(uow)
    assert (found.open, found.provisional, found.reach, found.near) == (2, 2, date(2027, 3, 24), True)
    assert found.first_end == office.clocks(case)["promise"].ends_at
    assert found.first_case == office.case(case).number


def test_the_horizon_is_near_from_90_days_before_it_runs_into_open_clocks(office: Office, now: Now):
    office.deploy(simple(process=clock("near", 10, "calendar-days")))
    now.to("2026-09-18 09:00")  # to 28 September; 90 days more are 27 December
    office.file("simple")
    with office.reading() as uow:
        assert not calendars.horizon(uow).near
    now.to("2026-09-24 09:00")  # to 8 October; 90 days more are 6 January
    office.file("simple")
    with office.reading() as uow:
        assert calendars.horizon(uow).near
    assert look(office) == 1
    assert "在办时限即将超出" in office.inbox("admin")[0].zh


def test_administrators_and_supervisors_are_told_once_a_week_and_when_the_number_doubles(
    office: Office, now: Now
):
    filed(office)
    assert look(office) == 1
    told = office.inbox("admin")[0]
    assert told.zh == (
        "工作日历公布至2026年12月31日，2个在办时限的届满时间为暂定（最早2027年1月4日），请导入下一年度的放假安排通知"
    )
    assert "the earliest on 2027-01-04" in told.en
    assert office.inbox("chief") == office.inbox("supervisor") == [told]
    assert office.inbox("handler") == []
    now.later(days=1)
    assert look(office) == 1
    for _ in range(5):
        office.file("simple")
    assert look(office) == 2
    now.later(days=6)
    assert look(office) == 2
    now.later(days=1)
    assert look(office) == 3
    publish(office, overlay(NEW_YEAR, 2027))
    office.tick()
    now.later(days=8)
    assert look(office) == 3


def test_the_horizon_is_looked_at_each_working_day_in_every_office(office: Office, now: Now):
    filed(office)
    now.to("2026-12-24 18:00")
    alarms.wind_up(office.engine)
    assert alarms_of(office, AlarmKind.HORIZON) == {"office": "12-25 08:30"}
    now.to("2026-12-25 08:30")
    office.tick()
    assert len(office.inbox("admin")) == 1
    assert alarms_of(office, AlarmKind.HORIZON) == {"office": "12-28 08:30"}


def test_what_no_batch_has_come_to_is_taken_up_by_the_daily_look(office: Office, now: Now):
    case = filed(office)
    publish(office, overlay(NEW_YEAR, 2027))
    with office.as_("") as uow:
        uow.session.execute(delete(Alarm).where(Alarm.kind == AlarmKind.RECOUNT))
    look(office)
    assert alarms_of(office, AlarmKind.RECOUNT) == {"1": "12-24 09:00"}
    office.tick()
    assert office.clocks(case)["promise"].calendar == 1


def test_a_clock_that_is_rightly_provisional_makes_no_new_revision(office: Office):
    filed(office)
    look(office)
    with office.reading() as uow:
        assert uow.office.revision == 0


# --- queries ---------------------------------------------------------------------------------------------------------


def test_the_overview_has_sources_and_revisions_the_newest_first(office: Office, now: Now):
    older = publish(office, overlay(NEW_YEAR, 2027))
    withdraw(office, older)
    number = draft(office, overlay(LONGER, 2027), form="csv")
    with office.reading() as uow:
        found = calendars.overview(uow)
    assert [(row.id, row.state) for row in found.overlays] == [(number, "draft"), (older, "withdrawn")]
    assert (found.revision, found.published_until) == (2, date(2026, 12, 31))
    assert 2026 in found.library
    assert 2027 not in found.published
    (drafted,) = found.drafts
    assert (drafted.days, drafted.first, drafted.last) == (4, date(2027, 1, 1), date(2027, 1, 4))
    assert (drafted.form, drafted.publishes, drafted.created_by) == ("csv", (2027,), "卫管理")
    gone = found.overlays[1]
    assert gone.published is not None
    assert gone.withdrawn is not None
    assert (gone.published.superseded, gone.withdrawn.id) == (False, 2)
    assert [(row.id, row.action, row.percent) for row in found.revisions] == [
        (2, "withdraw", 100),
        (1, "publish", 100),
    ]


def test_progress_is_told_in_hundredths(office: Office):
    filed(office)
    office.file("simple")
    publish(office, overlay(NEW_YEAR, 2027))
    with office.as_("") as uow:
        assert calendar_years.progress(uow, 1).percent == 0
        calendar_years.do_batch(uow, clocks=1)
    with office.reading() as uow:
        row = calendar_years.progress(uow, 1)
    assert (row.done, row.total, row.percent, row.finished_at) == (2, 4, 50, None)
    office.tick()
    with office.reading() as uow:
        assert calendar_years.progress(uow, 1).percent == 100
        with pytest.raises(NotFound):
            calendars.revision(uow, 2)


def test_a_later_revision_is_said_to_have_superseded_one_that_was_not_done(office: Office):
    filed(office)
    publish(office, overlay(NEW_YEAR, 2027))
    publish(office, overlay({"2027-01-04": RESTS}, scope=Scope.OFFICE, source=SOURCE))
    with office.reading() as uow:
        assert [row.superseded for row in calendars.overview(uow).revisions] == [False, True]


def test_a_library_that_knows_more_is_a_revision_without_a_source_of_the_offices_own(office: Office):
    office.deploy(simple(process=clock("near", 3, "calendar-days")))
    office.file("simple")
    with office.as_("") as uow:
        uow.session.execute(update(Clock).values(provisional=True))
    look(office)
    with office.reading() as uow:
        (row,) = calendars.overview(uow).revisions
    assert (row.action, row.overlay_id, row.source.zh) == ("library", None, "随程序提供的放假通知")


def test_a_year_has_its_days_by_month_with_names_sources_and_hours(office: Office):
    publish(office, overlay(NEW_YEAR, 2027))
    publish(office, Overlay(Scope.OFFICE, Text("本中心通知", "own notice"), (HALF,)))
    with office.reading() as uow:
        found = calendars.year(uow, 2027)
        provisional = calendars.year(uow, 2028)
    assert [len(month) for month in found.months][:3] == [31, 28, 31]
    sunday = found.months[0][2]
    assert (sunday.day, sunday.working, sunday.kind, sunday.source) == (
        date(2027, 1, 3),
        True,
        DayKind.OVERLAY,
        SOURCE,
    )
    eve = found.months[1][4]
    assert (eve.half, eve.hours, eve.name.zh) == (True, intervals_of("08:30-11:30"), "除夕")
    assert found.months[0][0].hours == ()
    assert len(found.months[0][4].hours) == 2
    assert (found.provisional, provisional.provisional) == (False, True)
    assert provisional.months[0][0].provisional
    assert found.working_days[0] == sum(day.working for day in found.months[0])
    assert found.sources[SOURCE] == 4
    with office.reading() as uow, pytest.raises(NotFound):
        calendars.year(uow, 9999)
