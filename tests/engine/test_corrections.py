"""A clock's start is corrected: counted anew, and nothing of what was is lost."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from engine import cases, clocks
from engine.errors import NotFound, RequestRefused
from engine.model import Breach, FiredRung, LiftedBreach, Notification, PastLedger
from engine.periods import Ledger
from tests.drawing import clock, rung, simple
from tests.office import Now, Office

RUNGS = (rung("50%", "supervisor"), rung("end", "supervisor"), rung("+1 working-days", "supervisor"))
PROMISE = clock(
    "promise",
    10,
    "calendar-days",
    *RUNGS,
    suspend_for="stay,appraisal",
    max_extension=5,
    extension_by="director",
)
HOURS = clock("hours", 8, "hours", suspend_for="stay")


@pytest.fixture
def case(office: Office) -> int:
    """The promise runs from 09-24 to 10-08."""
    office.deploy(simple(process=PROMISE))
    return office.file("simple")


def number(office: Office, case: int) -> int:
    return office.clocks(case)["promise"].id


def correct(office: Office, case: int, starts: date, **more: object) -> None:
    words = {"note": "收件日登记有误", "requested_by": office.ids["handler"], **more}
    with office.as_("supervisor") as uow:
        clocks.correct(uow, number(office, case), starts=starts, **words)


def suspend(office: Office, case: int, effective: str, reason: str = "stay") -> None:
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            number(office, case),
            reason=reason,
            effective=date.fromisoformat(effective),
            note="中止",
            requested_by=office.ids["handler"],
        )


def resume(office: Office, case: int, effective: str, reason: str = "stay") -> None:
    with office.as_("supervisor") as uow:
        clocks.resume(
            uow,
            number(office, case),
            reason=reason,
            effective=date.fromisoformat(effective),
            requested_by=office.ids["handler"],
        )


def past(office: Office) -> list[PastLedger]:
    with office.reading() as uow:
        return list(uow.session.scalars(select(PastLedger).order_by(PastLedger.id)))


def lifted(office: Office) -> list[LiftedBreach]:
    with office.reading() as uow:
        return list(uow.session.scalars(select(LiftedBreach).order_by(LiftedBreach.id)))


def rungs(office: Office) -> list[int]:
    with office.reading() as uow:
        return list(uow.session.scalars(select(FiredRung.level).order_by(FiredRung.level)))


# --- rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "note", "rule"),
    [
        (date(2026, 9, 25), "错", "start-future"),
        (datetime.fromisoformat("2026-09-24T09:01"), "错", "start-future"),
        (date(2025, 9, 22), "错", "start-too-early"),
        (date(2026, 9, 24), "错", "start-same"),
        (date(2026, 9, 23), " ", "note"),
    ],
)
def test_a_correction_against_the_rules_is_refused_by_name(
    office: Office, case: int, starts: date, note: str, rule: str
):
    with pytest.raises(RequestRefused) as refused:
        correct(office, case, starts, note=note)
    assert (refused.value.kind, refused.value.rule) == ("correct", rule)


def test_a_year_before_the_case_was_opened_is_early_enough(office: Office, case: int):
    correct(office, case, date(2025, 9, 23))
    assert office.clocks(case)["promise"].last_day == date(2025, 10, 9)  # 10-03, in the rest


def test_a_clock_that_has_stopped_is_not_corrected(office: Office, case: int):
    stopped = number(office, case)
    office.complete(case, "first")
    office.complete(case, "second")
    with pytest.raises(NotFound), office.as_("supervisor") as uow:
        clocks.correct(uow, stopped, starts=date(2026, 9, 21), note="错", requested_by=office.ids["handler"])


# --- what follows ------------------------------------------------------------------------------------------------


def test_the_old_ledger_stays_readable_with_who_and_why(office: Office, case: int):
    before = office.clocks(case)["promise"]
    correct(office, case, date(2026, 9, 17))
    after = office.clocks(case)["promise"]
    assert after.last_day == date(2026, 9, 28)  # 09-27 is in the Mid-Autumn rest
    (row,) = past(office)
    assert (row.why, row.note) == ("corrected", "收件日登记有误")
    assert (row.started_at, row.ends_at, row.new_end) == (before.started_at, before.ends_at, after.ends_at)
    assert row.replaced_by == office.ids["supervisor"]
    assert Ledger.from_json(row.ledger).last_day == before.last_day
    entry = next(one for one in office.journal(case) if one.kind == "clock-corrected")
    assert entry.facts["requested_by"] == office.ids["handler"]
    assert office.verify() == []


def test_the_old_ledger_is_kept_even_where_the_end_is_the_same(office: Office, case: int):
    correct(office, case, date(2026, 9, 23))  # 10-03 rolls to 10-08 as 10-04 does
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 8)
    assert [row.why for row in past(office)] == ["corrected"]


def test_extensions_and_suspensions_are_kept(office: Office, case: int, now: Now):
    now.to("2026-09-29 10:00")
    suspend(office, case, "2026-09-28")
    resume(office, case, "2026-09-29")
    with office.as_("director") as uow:
        clocks.extend(uow, number(office, case), amount=5, requested_by=office.ids["handler"], note="复杂")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 10)  # 15 days and one: a moved Saturday
    correct(office, case, date(2026, 9, 22))
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 8)
    assert [row.why for row in past(office)] == ["extended", "corrected"]


def test_a_suspension_from_before_the_new_start_is_cut_to_it(office: Office, case: int, now: Now):
    now.to("2026-10-09 10:00")
    suspend(office, case, "2026-09-28")
    now.to("2026-10-14 10:00")
    resume(office, case, "2026-10-14")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 20)  # 16 days on 10-04
    correct(office, case, date(2026, 10, 10))
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 23)  # only 10-11 to 10-13 of it counts


def test_a_suspension_over_before_the_new_start_touches_nothing_any_more(office: Office, case: int, now: Now):
    now.to("2026-09-30 10:00")
    suspend(office, case, "2026-09-28")
    resume(office, case, "2026-09-29")
    correct(office, case, date(2026, 9, 29))
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 9)


def test_an_open_suspension_that_began_before_the_new_start_stands_it_still_from_there(
    office: Office, case: int, now: Now
):
    now.to("2026-09-29 10:00")
    suspend(office, case, "2026-09-28")
    now.to("2026-10-12 10:00")
    correct(office, case, date(2026, 10, 9))
    assert office.clocks(case)["promise"].state == "suspended"
    resume(office, case, "2026-10-12")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 21)  # 10-19 and two days


def test_a_suspension_that_began_after_the_corrected_end_stood_nothing_still(
    office: Office, case: int, now: Now
):
    """The period had ended before: it runs, and is breached since its right end."""
    now.to("2026-09-29 10:00")
    suspend(office, case, "2026-09-29")
    correct(office, case, date(2026, 9, 10))
    promise = office.clocks(case)["promise"]
    assert (promise.state, promise.last_day) == ("running", date(2026, 9, 20))
    assert promise.breached_at == promise.ends_at
    assert "clock-runs-on" in office.done(case)
    now.to("2026-09-30 10:00")
    resume(office, case, "2026-09-30")  # on record it goes on, and nothing moves
    assert office.clocks(case)["promise"].ends_at == promise.ends_at


def test_a_suspension_of_the_case_that_came_too_late_comes_in_time_for_the_right_start(
    office: Office, now: Now
):
    """With the wrong start the promise was over when the case was suspended; with the right one it stands still."""
    office.deploy(simple(process=PROMISE + clock("long", 2, "months", suspend_for="stay")))
    case = office.file("simple")
    now.to("2026-10-12 10:00")
    who = office.ids["handler"]
    with office.as_("supervisor") as uow:
        cases.suspend(uow, case, reason="stay", effective=date(2026, 10, 12), note="中止", requested_by=who)
    assert office.clocks(case)["promise"].breached_at is not None
    assert {key: one.state for key, one in office.clocks(case).items()} == {
        "promise": "running",
        "long": "suspended",
    }
    correct(office, case, date(2026, 10, 9))
    assert {one.state for one in office.clocks(case).values()} == {"suspended"}
    assert [row.why for row in lifted(office)] == ["corrected"]
    now.to("2026-10-14 10:00")
    with office.as_("supervisor") as uow:
        cases.resume(uow, case, reason="stay", effective=date(2026, 10, 14), requested_by=who)
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 21)  # two days on 10-19


# --- breaches ----------------------------------------------------------------------------------------------------


def test_a_breach_stays_on_record_and_is_lifted_by_the_correction_with_who_and_why(
    office: Office, case: int, now: Now
):
    now.to("2026-10-12 10:00")
    office.tick()
    end = office.clocks(case)["promise"].ends_at
    correct(office, case, date(2026, 10, 9))
    promise = office.clocks(case)["promise"]
    assert (promise.state, promise.breached_at, promise.last_day) == ("running", None, date(2026, 10, 19))
    with office.reading() as uow:
        breach = uow.session.scalars(select(Breach)).one()
    assert (breach.ended_at, breach.lifted_at) == (end, now())
    (row,) = lifted(office)
    assert (row.ended_at, row.lifted_by, row.why, row.note) == (
        end,
        office.ids["supervisor"],
        "corrected",
        "收件日登记有误",
    )
    assert row.recorded_at == breach.recorded_at
    assert "clock-breached" in office.done(case)


def test_a_breach_that_ended_at_another_time_is_moved_not_lifted(office: Office, case: int, now: Now):
    now.to("2026-10-12 10:00")
    office.tick()
    correct(office, case, date(2026, 9, 17))
    promise = office.clocks(case)["promise"]
    assert promise.breached_at == promise.ends_at
    with office.reading() as uow:
        assert uow.session.scalars(select(Breach)).one().ended_at == promise.ends_at
    assert lifted(office) == []
    assert office.done(case)[-1] == "clock-breach-moved"


def test_an_earlier_start_may_show_a_breach_and_its_rungs_fire_late_once(office: Office, case: int, now: Now):
    now.to("2026-09-28 10:00")
    correct(office, case, date(2026, 9, 10))
    promise = office.clocks(case)["promise"]
    assert promise.breached_at == promise.ends_at
    office.tick()
    office.tick()
    assert rungs(office) == [1, 2, 3]
    with office.reading() as uow:
        told = uow.session.scalars(select(Notification).where(Notification.kind == "rung")).all()
    assert [row.late for row in told] == [True, True]  # each supervisor once: the most severe one alone tells
    assert len({row.person_id for row in told}) == 2


def test_a_rung_that_fired_stays_fired_and_those_at_the_end_fire_again_for_a_new_breach(
    office: Office, case: int, now: Now
):
    now.to("2026-10-12 10:00")
    office.tick()
    assert rungs(office) == [1, 2, 3]
    correct(office, case, date(2026, 10, 9))
    assert rungs(office) == [1]  # the half of the new period says nothing a second time
    assert office.clocks(case)["promise"].fired == [1]
    now.to("2026-10-19 16:59")
    assert office.tick() == 0
    now.to("2026-10-21 09:00")
    office.tick()
    assert rungs(office) == [1, 2, 3]
    assert office.done(case).count("rung-fired") == 5
    entry = next(one for one in office.journal(case) if one.kind == "clock-breach-lifted")
    assert entry.facts["rungs"] == [2, 3]
    assert office.verify() == []


def test_a_breach_that_was_lifted_and_comes_again_keeps_both_on_record(office: Office, case: int, now: Now):
    now.to("2026-10-12 10:00")
    office.tick()
    first = office.clocks(case)["promise"].ends_at
    correct(office, case, date(2026, 10, 9))
    now.to("2026-10-20 10:00")
    office.tick()
    second = office.clocks(case)["promise"].ends_at
    with office.reading() as uow:
        breach = uow.session.scalars(select(Breach)).one()
    assert (breach.ended_at, breach.lifted_at) == (second, None)
    assert [row.ended_at for row in lifted(office)] == [first]
    correct(office, case, date(2026, 10, 12))
    assert [row.ended_at for row in lifted(office)] == [first, second]


# --- hours -------------------------------------------------------------------------------------------------------


def test_a_period_in_hours_is_corrected_to_the_minute(office: Office, now: Now):
    office.deploy(simple(process=HOURS))
    case = office.file("simple")
    now.to("2026-09-24 16:00")
    with office.as_("supervisor") as uow:
        clocks.correct(
            uow,
            office.clocks(case)["hours"].id,
            starts=datetime.fromisoformat("2026-09-24T14:30"),
            note="登记的时间有误",
            requested_by=office.ids["handler"],
        )
    found = office.clocks(case)["hours"]
    assert found.started_at == datetime.fromisoformat("2026-09-24T14:30+08:00")
    assert found.ends_at == datetime.fromisoformat(
        "2026-09-28T16:00+08:00"
    )  # 2.5 hours, three days of rest, 5.5 hours
