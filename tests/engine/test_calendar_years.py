"""The office's own days: drafts, what is refused of them, their preview, publication and withdrawal."""

from datetime import date

import pytest
from sqlalchemy import func, select

from engine import calendar_years, clocks
from engine.calendar_years import MovedClock
from engine.calendars import Overlay, OverlayDay, Scope
from engine.calendars.hours import intervals_of
from engine.calendars.reading import read_notice
from engine.database import Database
from engine.errors import (
    CalendarHasNoWorkingDay,
    CalendarRefused,
    Conflict,
    MoveRefused,
    NotAllowed,
    NotFound,
)
from engine.model import AlarmKind, Audit, CalendarOverlay, CalendarRevision
from engine.office import Office as OfficeValue
from engine.queries import calendars
from engine.text import Text
from engine.uow import Engine
from tests.drawing import bundle, clock, node, process, simple, timer
from tests.engine.calendar_cases import (
    LONGER,
    NEW_YEAR,
    RESTS,
    SOURCE,
    WORKS,
    alarms_of,
    draft,
    filed,
    last_days,
    overlay,
    publish,
    withdraw,
)
from tests.office import Now, Office, office_value

CLOSED = Text("办公楼检修停工", "the building is closed for repairs")


@pytest.fixture
def now() -> Now:
    return Now("2026-12-24 09:00")


def state(office: Office, number: int) -> str:
    with office.reading() as uow:
        return uow.session.get_one(CalendarOverlay, number).state


def audited(office: Office) -> list[str]:
    with office.reading() as uow:
        kinds = uow.session.scalars(select(Audit.kind).order_by(Audit.id))
        return [kind for kind in kinds if kind.startswith("calendar")]


def rules(refused: pytest.ExceptionInfo[CalendarRefused]) -> list[str]:
    return [finding.rule for finding in refused.value.findings]


def works(office: Office, day: str) -> bool:
    with office.reading() as uow:
        return uow.office.calendar.is_working(date.fromisoformat(day))


# --- the calendar of a unit of work ----------------------------------------------------------------------------------


def test_what_is_published_counts_in_every_process_at_once(office: Office, database: Database, now: Now):
    elsewhere = Engine(database, office.value, {}, now)
    with elsewhere.reading(office.actor("")) as uow:
        assert not uow.office.calendar.is_working(date(2027, 1, 3))
    number = publish(office, overlay(NEW_YEAR, 2027))
    with elsewhere.reading(office.actor("")) as uow:
        assert uow.office.calendar.is_working(date(2027, 1, 3))
        assert (uow.office.revision, uow.office.calendar.published_until) == (1, date(2027, 12, 31))
    withdraw(office, number)
    assert not works(office, "2027-01-03")
    assert not office.engine.office.calendar.is_working(date(2027, 1, 3))


def test_working_hours_open_by_what_is_published(office: Office, now: Now):
    publish(office, overlay({"2026-12-25": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    now.to("2026-12-24 18:00")
    with office.reading() as uow:
        assert uow.office.local(uow.office.opening(now())).isoformat() == "2026-12-28T08:30:00+08:00"


def test_other_values_of_an_office_leave_what_is_published(office: Office):
    publish(office, overlay(NEW_YEAR, 2027))
    assert works(office, "2027-01-03")
    office.engine.office = office_value(document_limit=7)
    with office.reading() as uow:
        assert uow.office.document_limit == 7
    assert works(office, "2027-01-03")


def test_an_office_keeps_no_more_revisions_in_memory_than_it_needs(office: Office):
    for turn in range(10):
        withdraw(office, publish(office, overlay({f"2027-03-{turn + 1:02}": RESTS}, scope=Scope.OFFICE)))
    assert len(office.engine.offices) <= 16
    with office.reading() as uow:
        assert not uow.office_at(1).calendar.is_working(date(2027, 3, 1))
        assert uow.office_at(2).calendar.is_working(date(2027, 3, 1))
        assert uow.office.revision == 20


def test_the_narrower_scope_wins_and_half_days_are_kept(office: Office):
    half = OverlayDay(
        date(2027, 2, 5), working=True, name=Text("除夕前半天", "half day"), hours=intervals_of("08:30-11:30")
    )
    publish(office, Overlay(Scope.OFFICE, CLOSED, (half,)))
    publish(office, overlay({"2027-02-05": RESTS}, 2027))
    with office.reading() as uow:
        assert uow.office.calendar.hours_on(date(2027, 2, 5), uow.office.hours) == intervals_of("08:30-11:30")


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_a_draft_counts_nowhere_and_is_changed_dropped_and_audited(office: Office):
    number = draft(office, overlay(NEW_YEAR, 2027), form="notice", original="国办发明电…")
    assert not works(office, "2027-01-03")
    with office.as_("admin") as uow:
        calendar_years.change_draft(uow, number, overlay(LONGER, 2027), form="csv", original="日期,…")
    with office.reading() as uow:
        detail = calendars.overlay(uow, number)
    assert (detail.overlay, detail.row.form, detail.original) == (overlay(LONGER, 2027), "csv", "日期,…")
    with office.as_("admin") as uow:
        calendar_years.drop(uow, number)
    assert state(office, number) == "dropped"
    assert audited(office) == ["calendar-drafted", "calendar-draft-changed", "calendar-draft-dropped"]
    with office.as_("admin") as uow, pytest.raises(MoveRefused):
        calendar_years.change_draft(uow, number, overlay(NEW_YEAR))
    with office.as_("admin") as uow, pytest.raises(MoveRefused):
        calendar_years.publish(uow, number)


@pytest.mark.parametrize("login", ["supervisor", "director", "handler", "modeler"])
def test_only_an_administrator_touches_the_calendar(office: Office, login: str):
    number = draft(office, overlay(NEW_YEAR, 2027))
    calls = (
        lambda uow: calendar_years.draft(uow, overlay(NEW_YEAR)),
        lambda uow: calendar_years.change_draft(uow, number, overlay(NEW_YEAR)),
        lambda uow: calendar_years.drop(uow, number),
        lambda uow: calendar_years.preview(uow, number),
        lambda uow: calendar_years.publish(uow, number),
        lambda uow: calendar_years.withdraw(uow, number),
    )
    for call in calls:
        with office.as_(login) as uow, pytest.raises(NotAllowed):
            call(uow)


def test_what_is_not_there_is_not_found(office: Office):
    for call in (
        calendar_years.drop,
        calendar_years.preview,
        calendar_years.publish,
        calendar_years.withdraw,
        calendar_years.check,
        calendar_years.progress,
        calendars.overlay,
    ):
        with office.as_("admin") as uow, pytest.raises(NotFound):
            call(uow, 77)


def test_days_without_a_source_or_none_that_count_are_refused(office: Office):
    with pytest.raises(CalendarRefused) as refused:
        draft(office, overlay(NEW_YEAR, source=Text(" ", "")))
    assert rules(refused) == ["no-source"]
    for given in (overlay({}, 2027), overlay(NEW_YEAR, valid_from=date(2028, 1, 1))):
        with pytest.raises(CalendarRefused) as refused:
            draft(office, given)
        assert rules(refused) == ["no-days"]


def test_a_calendar_without_working_days_is_refused_and_never_looped_over(office: Office):
    first = date(2027, 1, 1).toordinal()
    rest = tuple(OverlayDay(date.fromordinal(first + day), working=False) for day in range(500))
    with pytest.raises(CalendarRefused) as refused:
        draft(office, Overlay(Scope.OFFICE, CLOSED, rest))
    assert rules(refused) == ["no-working-day"]
    assert "400" in refused.value.findings[0].message.zh


def test_two_sources_that_together_leave_no_working_day_are_refused_together(office: Office):
    first = date(2027, 1, 1).toordinal()
    halves = [
        tuple(OverlayDay(date.fromordinal(first + day), working=False) for day in span)
        for span in (range(300), range(300, 600))
    ]
    publish(office, Overlay(Scope.OFFICE, CLOSED, halves[0]))
    with pytest.raises(CalendarRefused) as refused:
        draft(office, Overlay(Scope.PROVINCE, SOURCE, halves[1]))
    assert rules(refused) == ["no-working-day"]


def test_withdrawing_what_alone_gives_working_days_is_refused(office: Office):
    first = date(2027, 1, 1).toordinal()
    works_on = publish(office, overlay({"2027-10-08": WORKS}, scope=Scope.OFFICE, source=CLOSED))
    rest = tuple(OverlayDay(date.fromordinal(first + day), working=False) for day in range(500))
    publish(office, Overlay(Scope.PROVINCE, SOURCE, rest))
    with office.as_("admin") as uow, pytest.raises(CalendarHasNoWorkingDay):
        calendar_years.preview(uow, works_on)
    with pytest.raises(CalendarHasNoWorkingDay):
        withdraw(office, works_on)
    assert state(office, works_on) == "published"


# --- publishing ------------------------------------------------------------------------------------------------------


def test_a_notice_that_contradicts_itself_publishes_nothing(office: Office):
    text = "国务院办公厅关于2027年部分节假日安排的通知\n元旦：1月1日（周五）至3日（周日）放假，共3天。1月2日（周六）上班。"
    read = read_notice(text)
    assert read.errors
    assert read.overlay is None
    with office.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(CalendarOverlay)) == 0
        assert uow.office.revision == 0


def test_publishing_makes_a_revision_says_who_and_why_and_rings(office: Office, now: Now):
    number = publish(office, overlay(NEW_YEAR, 2027), note="按国办通知")
    with office.reading() as uow:
        (row,) = calendars.overview(uow).revisions
    assert (row.id, row.overlay_id, row.action, row.by, row.note) == (
        1,
        number,
        "publish",
        "卫管理",
        "按国办通知",
    )
    assert (row.at, row.source) == (now(), SOURCE)
    assert alarms_of(office, AlarmKind.RECOUNT) == {"1": "12-24 09:00"}
    assert audited(office) == ["calendar-drafted", "calendar-published"]
    with office.as_("admin") as uow, pytest.raises(MoveRefused):
        calendar_years.publish(uow, number)


def test_what_contradicts_a_published_source_of_the_same_scope_is_refused_until_it_replaces_it(
    office: Office,
):
    older = publish(office, overlay(NEW_YEAR, 2027))
    number = draft(office, overlay(LONGER, 2027))
    with office.as_("admin") as uow:
        found = calendar_years.check(uow, number)
    assert [one.rule for one in found] == ["year-published", "contradicts-published", "contradicts-published"]
    assert found[1].element == f"overlay:{older}"
    with office.as_("admin") as uow, pytest.raises(CalendarRefused):
        calendar_years.publish(uow, number)
    assert state(office, number) == "draft"
    with office.as_("admin") as uow:
        assert calendar_years.check(uow, number, replacing=[older]) == ()
        assert calendar_years.publish(uow, number, replacing=[older]) == 3
    assert (state(office, older), state(office, number)) == ("withdrawn", "published")
    assert not works(office, "2027-01-04")
    with office.reading() as uow:
        actions = [(row.overlay_id, row.action) for row in calendars.overview(uow).revisions]
    assert actions == [(number, "publish"), (older, "withdraw"), (older, "publish")]


def test_another_scope_may_say_otherwise_and_a_later_document_may_amend(office: Office):
    publish(office, overlay(NEW_YEAR, 2027))
    publish(office, overlay({"2027-01-04": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    publish(office, overlay({"2027-01-04": RESTS}, source=CLOSED, valid_from=date(2027, 1, 1)))
    assert not works(office, "2027-01-04")


def test_what_was_looked_at_is_what_is_published(office: Office):
    number = draft(office, overlay(NEW_YEAR, 2027))
    with office.as_("admin") as uow:
        seen = calendar_years.preview(uow, number).fingerprint
    with office.as_("admin") as uow:
        calendar_years.change_draft(uow, number, overlay(LONGER, 2027))
    with office.as_("admin") as uow, pytest.raises(Conflict):
        calendar_years.publish(uow, number, seen=seen)
    with office.reading() as uow:
        seen = calendars.overlay(uow, number).row.fingerprint
    with office.as_("admin") as uow:
        assert calendar_years.publish(uow, number, seen=seen) == 1


def publish_under(office: Office, before: OfficeValue, number: int, older: int) -> None:
    """Publish, having seen the calendar as it was before somebody else published."""
    with office.as_("admin") as uow:
        uow._office = before
        calendar_years.publish(uow, number, replacing=[older])


def test_of_two_who_publish_at_the_same_time_one_is_refused(office: Office, database: Database):
    first, second = draft(office, overlay(NEW_YEAR, 2027)), draft(office, overlay(LONGER, 2027))
    with office.as_("admin") as uow:
        before = uow.office
        calendar_years.publish(uow, first)
    with pytest.raises(Conflict):
        publish_under(office, before, second, first)
    assert (state(office, first), state(office, second)) == ("published", "draft")


# --- preview ---------------------------------------------------------------------------------------------------------


def moved(rows: tuple[MovedClock, ...]) -> list[tuple[str, str, str]]:
    return [(row.clock.zh, row.old_day.isoformat(), row.new_day.isoformat()) for row in rows]


def test_a_preview_names_every_clock_that_would_move_and_touches_nothing(office: Office):
    case = filed(office)
    office.deploy(simple(key="short", process=clock("near", 3, "calendar-days")))
    office.file("short")
    number = draft(office, overlay(NEW_YEAR, 2027))
    heard: list[tuple[int, int]] = []
    with office.as_("admin") as uow:
        found = calendar_years.preview(uow, number, lambda done, total: heard.append((done, total)))
    assert moved(found.rows) == [
        ("promise 时限", "2027-01-04", "2027-01-03"),
        ("ordinary 时限", "2027-03-24", "2027-03-24"),
    ]
    assert (found.open, found.looked_at, found.changed, found.nearer, found.later) == (3, 2, 2, 1, 0)
    assert (found.becomes_final, found.now_overdue, found.action) == (2, 0, "publish")
    assert found.rows[0].case_number == office.case(case).number
    assert heard == [(2, 2)]
    assert last_days(office, case)["promise"] == "2027-01-04?"
    assert works(office, "2027-01-03") is False


def test_a_preview_keeps_the_weightiest_rows_and_counts_all(office: Office, now: Now):
    first = filed(office)
    now.to("2026-12-25 09:00")
    others = [office.file("simple") for _ in range(6)]
    now.to("2027-01-04 09:00")
    with office.as_("admin") as uow:
        number = calendar_years.draft(uow, overlay(NEW_YEAR, 2027))
        found = calendar_years.preview(uow, number, limit=2)
    assert (found.changed, len(found.rows), found.now_overdue) == (14, 2, 1)
    assert found.rows[0].case_id == first
    assert found.rows[0].overdue_after
    assert len(others) == 6


def test_a_preview_of_withdrawing_says_what_would_move_back(office: Office, now: Now):
    case = filed(office)
    number = publish(office, overlay(LONGER, 2027))
    office.tick()
    now.to("2027-01-04 18:00")
    with office.as_("admin") as uow:
        found = calendar_years.preview(uow, number)
    assert (found.action, found.nearer, found.becomes_provisional, found.now_overdue) == ("withdraw", 1, 2, 1)
    assert found.rows[0].case_number == office.case(case).number
    withdraw(office, number)
    with office.as_("admin") as uow, pytest.raises(MoveRefused):
        calendar_years.preview(uow, number)


def test_a_day_in_the_past_is_allowed_and_changes_no_closed_clock(office: Office, now: Now):
    case = filed(office)
    office.complete(case, "first")
    office.complete(case, "second")
    before = office.clocks(case)
    number = draft(office, overlay({"2026-12-25": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    with office.as_("admin") as uow:
        assert calendar_years.preview(uow, number).changed == 0
        calendar_years.publish(uow, number)
    office.tick()
    after = office.clocks(case)
    assert [one.ledger for one in after.values()] == [one.ledger for one in before.values()]
    assert [one.calendar for one in after.values()] == [0, 0]
    with office.reading() as uow:
        assert uow.session.get_one(CalendarRevision, 1).total == 0


def test_a_preview_counts_clocks_that_stand_still_as_if_they_went_on_and_timers(office: Office, now: Now):
    kb = clock("promise", 5, "working-days", suspend_for="appraisal")
    wait = node("catch", "pause", timer("Duration", "5 working-days"))
    elapsed = node("catch", "soon", timer("Duration", "PT240H"))
    nodes = [
        node("start", "begin"),
        node("and", "fork"),
        wait,
        elapsed,
        node("and", "join"),
        node("end", "done"),
    ]
    paths = ("begin -> fork -> pause -> join -> done", "fork -> soon -> join")
    office.deploy(bundle("p", process("p", nodes, *paths, kb=kb)))
    case = office.file("p")
    promise = office.clocks(case)["promise"].id
    with office.as_("supervisor") as uow:
        today = uow.office.today(uow.now)
        clocks.suspend(
            uow,
            promise,
            reason="appraisal",
            effective=today,
            note="委托鉴定",
            requested_by=office.ids["handler"],
        )
    now.to("2026-12-28 09:00")
    number = draft(office, overlay({"2026-12-31": RESTS}, scope=Scope.OFFICE, source=CLOSED))
    with office.as_("admin") as uow:
        found = calendar_years.preview(uow, number)
    assert moved(found.rows) == [("promise 时限", "2027-01-04", "2027-01-05")]
    assert (found.later, found.timers, found.now_overdue) == (1, 1, 0)
    with office.as_("admin") as uow:
        calendar_years.publish(uow, number)
    office.tick()
    assert sorted(alarms_of(office, AlarmKind.TIMER).values()) == ["01-03 09:00", "01-04 17:00"]


def test_a_preview_leaves_out_what_the_days_do_not_move(office: Office):
    filed(office)
    number = draft(
        office, overlay({"2026-12-30": RESTS, "2027-10-08": RESTS}, scope=Scope.OFFICE, source=CLOSED)
    )
    with office.as_("admin") as uow:
        found = calendar_years.preview(uow, number)
    assert (found.looked_at, found.changed, found.days) == (2, 0, 2)
    assert (found.first_day, found.last_day) == (date(2026, 12, 30), date(2027, 10, 8))
