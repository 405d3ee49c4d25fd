"""What supervisors find each working morning: once, whatever happened in between."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from engine import alarms, cases, clocks, digests, people, tasks
from engine.database import Database
from engine.errors import NotAllowed
from engine.model import Alarm, AlarmKind, ClockRequest, Delivery, Instruction, Notification
from engine.office import Mailing, SuspensionRule, Telling
from engine.people import absences
from engine.policies import Period, Unit
from engine.queries.digests import digest
from engine.text import Text
from engine.uow import Engine
from tests.drawing import clock, simple
from tests.office import Now, Office, office_value

HANDLER = '<kb:assignment role="case-handler"/>'
RULES = {"stay": SuspensionRule(Text("裁定生效", "the ruling"), Period(3, Unit.WORKING_DAYS))}


def office_with(database: Database, now: Now, rules=RULES, **telling) -> Office:
    value = office_value(telling=Telling(**telling), suspension_rules=rules)
    office = Office(database, now, value=value)
    office.deploy(
        simple(first=HANDLER, process=clock("promise", 10, "calendar-days", suspend_for="stay,hearing"))
    )
    return office


@pytest.fixture
def office(database: Database, now: Now) -> Office:
    return office_with(database, now)


def held_case(office: Office, by: str = "handler") -> int:
    """A case of the desk on which somebody of another unit works; it ends on 2026-10-08 at 17:00."""
    case = office.file("simple", title="某某装置")
    with office.as_(by) as uow:
        tasks.claim(uow, office.task(case, "first"))
    return case


def morning(office: Office, now: Now, at: str) -> None:
    """The office's alarms are set, and time goes on to an instant."""
    alarms.wind_up(office.engine)
    now.to(at)
    office.tick()


def told(office: Office, login: str) -> list[str]:
    query = select(Notification.text).where(
        Notification.kind == "digest", Notification.person_id == office.ids[login]
    )
    with office.reading() as uow:
        return [text.zh for text in uow.session.scalars(query.order_by(Notification.id))]


def wake(office: Office) -> str | None:
    with office.reading() as uow:
        at = uow.session.scalar(select(Alarm.wake_at).where(Alarm.kind == AlarmKind.DIGEST))
        return f"{uow.office.local(at):%m-%d %H:%M}" if at is not None else None


# --- when --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now_", "first"),
    [
        ("2026-09-24 07:00", "09-24 08:30"),
        ("2026-09-24 08:30", "09-28 08:30"),  # the 25th is the Mid-Autumn Festival
        ("2026-09-24 12:00", "09-24 13:30"),
        ("2026-09-26 10:00", "09-28 08:30"),
    ],
)
def test_the_first_comes_at_the_next_opening_and_its_alarm_is_set_once(
    office: Office, now: Now, now_: str, first: str
):
    now.to(now_)
    alarms.wind_up(office.engine)
    alarms.wind_up(office.engine)
    assert wake(office) == first


def test_it_comes_each_working_morning_and_never_on_a_day_of_rest(office: Office, now: Now):
    held_case(office)
    seen = []
    now.to("2026-10-08 06:00")
    alarms.wind_up(office.engine)
    while len(seen) < 5:
        with office.reading() as uow:
            now.at = uow.session.scalars(select(Alarm.wake_at).where(Alarm.kind == "digest")).one()
        office.tick()
        seen.append(f"{office.value.local(now()):%m-%d %H:%M}")
    assert seen == [
        "10-08 08:30",
        "10-09 08:30",
        "10-10 08:30",
        "10-12 08:30",
        "10-13 08:30",
    ]  # 10-10: a moved Saturday
    assert len(told(office, "supervisor")) == 5


def test_after_an_outage_of_several_days_one_digest_comes(office: Office, now: Now):
    held_case(office)
    alarms.wind_up(office.engine)
    morning(office, now, "2026-10-13 14:00")
    assert len(told(office, "supervisor")) == 1
    assert wake(office) == "10-14 08:30"
    office.tick()
    assert len(told(office, "supervisor")) == 1


def test_an_outage_that_ends_in_the_evening_waits_for_the_morning(office: Office, now: Now):
    held_case(office)
    morning(office, now, "2026-10-12 20:00")
    assert told(office, "supervisor") == []
    assert wake(office) == "10-13 08:30"
    morning(office, now, "2026-10-13 08:30")
    assert len(told(office, "supervisor")) == 1


def test_an_alarm_that_was_lost_and_set_again_brings_no_second_digest_on_a_day(office: Office, now: Now):
    held_case(office)
    morning(office, now, "2026-10-09 08:30")
    with office.as_("") as uow:
        uow.session.scalars(select(Alarm).where(Alarm.kind == "digest")).one().wake_at = uow.now
    assert office.tick() == 1
    assert len(told(office, "supervisor")) == 1


def test_two_schedulers_tell_it_once(office: Office, now: Now):
    held_case(office)
    alarms.wind_up(office.engine)
    now.to("2026-10-09 09:00")
    begin = Barrier(2)

    def ring(_: int) -> None:
        own = Engine(office.engine.database, office.value, {}, now)
        begin.wait(20)
        alarms.wind_up(own)
        alarms.ring_due(own)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ring, range(2)))
    office.tick()
    assert (len(told(office, "supervisor")), wake(office)) == (1, "10-10 08:30")


def test_an_office_may_do_without(database: Database, now: Now):
    office = office_with(database, now, digest=False)
    held_case(office)
    morning(office, now, "2026-10-09 08:30")
    assert (wake(office), told(office, "supervisor")) == (None, [])
    with office.as_("") as uow:  # set while it was wanted
        uow.session.add(Alarm(kind="digest", subject="office", wake_at=uow.now, set_at=uow.now))
    office.tick()
    assert (wake(office), told(office, "supervisor")) == (None, [])


INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


@given(INSTANTS)
def test_the_next_morning_is_an_opening_of_a_later_day_or_of_this_one(at: datetime):
    value = office_value()
    found = digests.next_morning(value, at)
    assert at < found == value.opening(found)
    assert found - at < timedelta(days=15)
    assert (value.today(found) == value.today(at)) == (
        value.local(at).hour * 60 + value.local(at).minute < 510
    ) or (value.today(found) > value.today(at))


# --- what --------------------------------------------------------------------------------------------------------


def test_it_counts_what_is_overdue_ends_today_and_ends_soon(office: Office, now: Now):
    held_case(office)
    now.to("2026-09-28 09:00")
    held_case(office)  # 10 days: 2026-10-08 as well
    now.to("2026-09-29 09:00")
    held_case(office)  # 2026-10-09
    morning(office, now, "2026-09-30 08:30")
    assert told(office, "supervisor") == ["今日督办：3 个工作日内到期 3 件"]  # the third one is 10-10
    morning(office, now, "2026-10-08 08:30")
    assert told(office, "supervisor")[1:] == ["今日督办：今日到期 2 件，3 个工作日内到期 1 件"]
    morning(office, now, "2026-10-09 08:30")
    assert told(office, "supervisor")[2:] == ["今日督办：逾期 2 件，今日到期 1 件"]


def test_each_sees_the_own_units_cases_and_those_below_and_a_director_all(office: Office, now: Now):
    held_case(office)
    held_case(office, "third")
    office.file("simple")  # of the desk, which has no supervisor
    with office.as_("admin") as uow:
        people.add_unit(uow, "squad", "执法队", parent="other")
        office.ids["officer"] = people.add(
            uow, login="officer", name="队员", roles=["case-handler"], unit="squad"
        )
    held_case(office, "officer")
    morning(office, now, "2026-10-09 08:30")
    assert told(office, "supervisor") == ["今日督办：逾期 1 件"]
    assert told(office, "chief") == ["今日督办：逾期 2 件"]
    assert told(office, "director") == ["今日督办：逾期 4 件"]
    assert told(office, "handler") == told(office, "admin") == []


def test_who_is_recused_is_told_nothing_of_the_case(office: Office, now: Now):
    case = held_case(office)
    with office.as_("director") as uow:
        cases.recuse(uow, case, office.ids["supervisor"], note="亲属")
    morning(office, now, "2026-10-09 08:30")
    assert told(office, "supervisor") == []
    assert told(office, "director") == ["今日督办：逾期 1 件"]


def test_who_has_nothing_to_look_at_is_left_alone(office: Office, now: Now):
    morning(office, now, "2026-10-09 08:30")
    assert told(office, "director") == []


def test_a_suspension_that_lasts_too_long_is_named(office: Office, now: Now):
    case = held_case(office)
    promise = office.clocks(case)["promise"].id
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            promise,
            reason="stay",
            effective=date(2026, 9, 24),
            note="裁定",
            requested_by=office.ids["handler"],
        )
    morning(office, now, "2026-09-28 08:30")
    assert told(office, "supervisor") == []
    morning(office, now, "2026-10-08 08:30")
    assert told(office, "supervisor") == ["今日督办：中止超过规定时间 1 件"]


def test_a_case_without_a_clock_that_stands_still_too_long_is_listed_by_its_number(
    database: Database, now: Now
):
    office = office_with(database, now, mailing=Mailing())
    office.deploy(simple())
    with office.as_("") as uow:
        people.mail.set_address(uow, office.ids["director"], "d@ip.example")
    case = office.file("simple")
    with office.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 24),
            note="裁定",
            requested_by=office.ids["handler"],
        )
    morning(office, now, "2026-10-08 08:30")
    with office.reading() as uow:
        mail = uow.session.scalars(select(Delivery)).one()
    assert f"\n中止超过规定时间（1 件）\n  {office.case(case).number}\n" in mail.body


def test_what_waits_for_the_reader_is_counted(office: Office, now: Now):
    case = held_case(office)
    mine, other = office.ids["director"], office.ids["supervisor"]
    asked = {
        "kind": "extend",
        "note": "复杂",
        "asked_at": now(),
        "clock_id": office.clocks(case)["promise"].id,
    }
    issued = {"case_id": case, "issued_at": now(), "text": "尽快", "answer_by": now() + timedelta(hours=2)}
    with office.as_("") as uow:
        uow.session.add_all(
            [
                ClockRequest(case_id=case, asked_by=other, deciders=["director"], **asked),
                Instruction(issued_by=other, to_id=mine, **issued),
                Instruction(issued_by=mine, to_id=other, **issued),
                Instruction(
                    issued_by=mine, to_id=other, **issued | {"answer_by": now() + timedelta(days=30)}
                ),
                Instruction(issued_by=other, to_id=mine, state="answered", **issued),
            ]
        )
    morning(office, now, "2026-09-28 08:30")
    assert told(office, "director") == ["今日督办：3 个工作日内到期 1 件，待您审批 1 项，待答复的督办 2 项"]


def test_a_provisional_end_that_is_near_is_named_beside_others_but_tells_nobody_alone(
    office: Office, now: Now
):
    now.to("2026-12-24 09:00")
    held_case(office)  # ends 2027-01-04, provisionally
    with office.reading("director") as uow:
        assert [(part.key, part.number) for part in digest(uow).parts if part.number] == [("provisional", 1)]
        assert not digest(uow).worth_telling
    morning(office, now, "2026-12-25 08:30")
    assert told(office, "director") == []
    morning(office, now, "2026-12-31 08:30")
    assert told(office, "director") == ["今日督办：3 个工作日内到期 1 件，暂定日期临近 1 件"]


def test_of_who_is_away_the_deputy_is_told(office: Office, now: Now):
    held_case(office)
    with office.as_("supervisor") as uow:
        absences.record(
            uow,
            office.ids["supervisor"],
            first=date(2026, 10, 8),
            last=date(2026, 10, 12),
            deputy_id=office.ids["chief"],
        )
    morning(office, now, "2026-10-09 08:30")
    assert told(office, "supervisor") == []
    assert told(office, "chief") == ["【代王科长】今日督办：逾期 1 件"]


def test_a_mail_lists_the_cases_and_a_long_list_is_cut(database: Database, now: Now):
    office = office_with(database, now, {}, mailing=Mailing(digest_link="https://ip.example/digest"))
    with office.as_("") as uow:
        people.mail.set_address(uow, office.ids["director"], "d@ip.example")
    for _ in range(21):
        office.file("simple", title="某某装置")
    morning(office, now, "2026-10-09 08:30")
    with office.reading() as uow:
        mail = uow.session.scalars(select(Delivery)).one()
    assert mail.subject == "【督办摘要】10月9日：逾期 21 件等"
    assert mail.body.startswith(
        "陈局长：\n\n今日督办：逾期 21 件。\n\n逾期（21 件）\n"
        "  simple-2026-0001  promise 时限  2026年10月8日 17:00\n"
    )
    assert "\n  另有 1 件，请登录查看\n\n查看：https://ip.example/digest\n" in mail.body
    assert "装置" not in mail.body


def test_the_digest_is_for_those_who_supervise(office: Office):
    with pytest.raises(NotAllowed), office.reading("handler") as uow:
        digest(uow)
