"""The time machine: a demo's time is moved, everything on the way happens in its time, and no real office has it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from engine import cases
from engine.model import AlarmKind
from engine.queries import casefile
from engine.queries.ahead import Due
from engine.steps.loading import lock_case
from engine.text import Text
from engine.uow import SYSTEM, Engine
from tests.drawing import clock, rung, simple
from tests.office import Office
from tests.web.browsing import Browser
from tests.web.demo_office import DemoOffice
from tests.web.little_office import START
from web.demo import trips
from web.demo.destinations import destinations, next_morning
from web.demo.office_mark import OfficeMark
from web.demo.travel import travel
from web.demo.trips import Trip, TripRefused
from web.due_words import KINDS, due_text
from web.office_time import OfficeTime

FACTS = {"applicant": "东南大学", "pages": 3, "goods_value": 12800, "evidence": []}
DAY = timedelta(days=1)
PAGE = "/time-machine"


@pytest.fixture
def demo(tmp_path, first_office):
    office = DemoOffice(tmp_path, first_office)
    yield office
    office.close()


@pytest.fixture
def case(demo) -> int:
    with demo.acting("intake") as uow:
        return cases.start(uow, "design-check", facts=FACTS, title="云雀音箱").id


@pytest.fixture
def handler(demo):
    return Browser(demo.app()).sign_in("handler")


def local(instant: datetime) -> str:
    return f"{instant + timedelta(hours=8):%m-%d %H:%M}"


def mark(office) -> OfficeMark:
    with office.engine.reading(SYSTEM) as uow:
        found = OfficeMark.read(uow)
    assert found is not None
    return found


def last_trip(office) -> Trip:
    with office.engine.reading(SYSTEM) as uow:
        found = Trip.read(uow)
    assert found is not None
    return found


# --- only in a demo ---


def test_a_real_office_has_no_time_machine_and_does_not_say_so(office, browser_of):
    browser = browser_of("chief").open("/board")
    assert "time-machine" not in browser.text
    assert browser.open(PAGE).status == 404
    assert browser.client.post(PAGE, data={"at": START.isoformat()}).status_code in (400, 404)


def test_the_engine_of_a_real_office_is_never_moved(office):
    with pytest.raises(TripRefused) as refused:
        trips.begin(office.engine, START + DAY, "李佳")
    assert refused.value.reason.zh.startswith("本环境不是演示环境")
    assert trips.go_on(office.engine, OfficeTime(lambda: office.now)) is None
    trips.stop(office.engine)


def test_a_mark_that_is_taken_away_on_the_way_ends_the_trip(demo):
    trips.begin(demo.engine, START + DAY, "李佳")
    with demo.engine.unit_of_work(SYSTEM) as uow:
        uow.session.execute(text("DELETE FROM mark WHERE name = 'demo'"))
    assert trips.go_on(demo.engine, demo.time) is None


def test_a_demo_shows_its_present_on_every_page_and_the_way_to_another_one(handler):
    handler.open("/")
    assert "2026年9月24日 09:00" in handler.text
    assert f'href="{PAGE}"' in handler.text
    handler.submit(PAGE, at=(START + DAY).isoformat())
    assert "演示环境的现在是 2026年9月25日 09:00" in handler.text


def test_strangers_are_sent_to_the_sign_in(demo):
    browser = Browser(demo.app()).open(PAGE)
    assert browser.address == "/sign-in"


def test_a_form_without_its_token_moves_nothing(demo, handler):
    assert handler.client.post(PAGE, data={"at": (START + DAY).isoformat()}).status_code == 400
    assert demo.time() == START


# --- moving ---


def test_a_day_goes_by_at_a_press(demo, case, handler):
    handler.open(PAGE).submit(PAGE, at=(START + DAY).isoformat())
    assert demo.time() == START + DAY
    assert mark(demo).ahead == DAY
    assert "演示环境的现在是 2026年9月25日 09:00" in handler.text
    assert "途中没有到期的事项" in handler.text


def test_everything_on_the_way_happens_in_its_time_and_is_told_with_links(demo, case, handler):
    handler.open(PAGE).submit(PAGE, day="2026-10-09", time="09:00")
    assert local(demo.time()) == "10-09 09:00"
    with demo.engine.reading(demo.actor("handler")) as uow:
        file = casefile.read(uow, case)
    (clock,) = [row for row in file.clocks if row.chip.kind == "promise"]
    assert local(clock.breached_at) == "10-08 17:00"
    assert [(local(row.fired_at), row.late) for row in clock.rungs if row.fired_at]
    assert not any(row.late for row in clock.rungs)
    assert "超期：10日办结" in handler.text
    assert "2026年10月8日 周四" in handler.text
    assert f'<a href="/cases/{case}">{file.facts.number}</a>' in handler.text


def test_what_happened_can_be_narrowed_to_one_kind(demo, case, handler):
    handler.open(PAGE).submit(PAGE, day="2026-10-09", time="09:00")
    handler.open(f"{PAGE}?show=clock-breached")
    assert "超期：10日办结" in handler.text
    assert 'class="rung"' not in handler.text
    handler.open(f"{PAGE}?show=nonsense")
    assert 'class="rung"' in handler.text


def test_an_administrator_sees_numbers_and_no_links(demo, case):
    admin = Browser(demo.app()).sign_in("admin").open(PAGE).submit(PAGE, day="2026-10-09", time="09:00")
    assert "design-check-2026-0001" in admin.text
    assert "/cases/1" not in admin.text
    assert "云雀音箱" not in admin.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2026-09-23", "time": "09:00"}, "时间只能向前移动；现在是 2026-09-24 09:00"),
        ({"day": "2027-12-31", "time": "09:00"}, "一次最多向前移动 400 天"),
        ({"day": "9999-12-31", "time": "23:59"}, "一次最多向前移动 400 天"),
        ({"day": "2026-09-31", "time": "09:00"}, "请填写日期和时间"),
        ({"day": "", "time": ""}, "请填写日期和时间"),
        ({"at": "tomorrow"}, "请填写日期和时间"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "请填写日期和时间"),
    ],
)
def test_what_makes_no_sense_is_refused_and_comes_back(demo, handler, typed, said):
    handler.open(PAGE).submit(PAGE, **typed)
    assert handler.status == 422
    assert said in handler.text
    assert demo.time() == START
    if typed.get("day"):
        assert f'value="{typed["day"]}"' in handler.text


def test_a_press_that_came_twice_goes_there_once(demo, handler):
    for _ in range(2):
        handler.open(PAGE).submit(PAGE, at=(START + DAY).isoformat())
    assert demo.time() == START + DAY


# --- slices ---


def test_a_trip_goes_on_in_slices_from_wherever_it_is_and_tells_how_far_it_has_come(demo, case, handler):
    trips.begin(demo.engine, START + 30 * DAY, "李佳")
    trip = trips.go_on(demo.engine, demo.time, seconds=-1)  # not a moment's work
    assert trip is not None
    assert not trip.arrived
    assert (trip.share, trip.rung) == (0.0, 0)
    handler.open(PAGE)
    assert "正在前进" in handler.text
    assert 'hx-post="/time-machine/on"' in handler.text
    handler.submit(f"{PAGE}/on", headers={"HX-Request": "true"})
    assert "上次前进的经过" in handler.text
    assert last_trip(demo).arrived
    assert demo.time() == START + 30 * DAY


def test_without_script_a_press_goes_on(demo, case, handler):
    trips.begin(demo.engine, START + 30 * DAY, "李佳")
    handler.open(PAGE).submit(f"{PAGE}/on")
    assert handler.address == PAGE
    assert "上次前进的经过" in handler.text


def test_somebody_else_watches_and_may_take_over_or_stop_it(demo, case):
    trips.begin(demo.engine, START + 30 * DAY, "李佳")
    chief = Browser(demo.app()).sign_in("chief").open(PAGE)
    assert "由 李佳 发起" in chief.text
    assert 'hx-get="/time-machine"' in chief.text
    chief.submit(f"{PAGE}/stop")
    assert last_trip(demo).arrived
    assert demo.time() == START
    assert trips.go_on(demo.engine, demo.time).until == START
    trips.stop(demo.engine)


def test_a_new_trip_takes_over_one_that_is_under_way(demo):
    trips.begin(demo.engine, START + 30 * DAY, "李佳")
    demo.now += DAY
    trip = trips.begin(demo.engine, START + 2 * DAY, "周文博")
    assert (trip.since, trip.until, trip.by) == (START, START + 2 * DAY, "周文博")
    assert trip.share == pytest.approx(0.5)


def test_another_process_goes_on_from_where_the_first_one_left_it(demo, case):
    elsewhere = OfficeTime(lambda: demo.now)
    elsewhere.follow(lambda: mark(demo).ahead)
    trips.begin(demo.engine, START + DAY, "李佳")
    trips.go_on(demo.engine, demo.time)
    with elsewhere.held():
        assert elsewhere() == START + DAY
        elsewhere.to(START + 2 * DAY)
        assert elsewhere.ahead() == 2 * DAY  # nobody is asked meanwhile


def test_a_time_that_is_moved_while_somebody_asks_is_not_moved_back(demo):
    time = OfficeTime(lambda: START)

    def slow() -> timedelta:
        time.move(3 * DAY)  # meanwhile, in another thread
        return DAY

    time.follow(slow)
    with time.held():
        assert time.ahead() == 3 * DAY


def test_an_alarm_that_fails_does_not_hold_up_the_others(demo, case):
    with demo.engine.unit_of_work(SYSTEM) as uow:
        uow.session.execute(text("UPDATE alarm SET kind = 'none'"))
    assert travel(demo.engine, demo.time, START + DAY) == 0
    assert demo.time() == START + DAY


def test_what_somebody_else_holds_for_long_is_left_behind_and_rings_late(postgres_database, now):
    office = Office(postgres_database, now)
    office.deploy(simple(process=clock("promise", 10, "calendar-days", rung("end", "supervisor"))))
    case = office.file("simple")
    time = OfficeTime(now)
    engine = Engine(postgres_database, office.value, {}, time)
    since = now()
    with engine.unit_of_work(SYSTEM) as uow:
        lock_case(uow, case)
        assert travel(engine, time, since + 20 * DAY) == 0
        assert time() >= since + 20 * DAY
    assert travel(engine, time, time()) == 1
    assert "clock-breached" in office.done(case)


# --- where to ---


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-09-24T00:10", "09-24 08:30"),
        ("2026-09-24T08:30", "09-28 08:30"),
        ("2026-09-24T18:00", "09-28 08:30"),
        ("2026-09-30T18:00", "10-08 08:30"),
    ],
)
def test_the_next_working_morning_is_by_the_calendar(office, now, morning):
    instant = (datetime.fromisoformat(now) - timedelta(hours=8)).replace(tzinfo=UTC)
    assert local(next_morning(office.engine.office, instant)) == morning


def test_whatever_may_fall_due_has_a_name():
    assert set(KINDS) == {kind.value for kind in AlarmKind}
    assert due_text(Due(START, "digest")).zh == "发送每日提要"
    assert due_text(Due(START, "timer", name=Text("答辩期满", ""))) == (
        "定时事件到时：答辩期满",
        "A timer: 答辩期满",
    )
    assert due_text(Due(START, "clock", name=Text("10日", "10 days"), rung="end")).en == "Ends: 10 days"
    assert (
        due_text(Due(START, "clock", name=Text("10日", "10 days"), rung="50%")).zh
        == "督办（期限已用 50%）：10日"
    )


def test_the_next_thing_that_falls_due_is_offered_with_what_it_is(demo, case, handler):
    handler.open(PAGE)
    assert "到下一项到期" in handler.text
    assert "：10日办结" in handler.text
    assert len(destinations(demo.engine.office, demo.time(), [])) == 3


def test_it_is_all_there_in_english(demo, case):
    browser = Browser(demo.app()).sign_in("handler")
    browser.client.set_cookie("kuaibao-language", "en")
    browser.open(PAGE).submit(PAGE, day="2026-10-09", time="09:00")
    for words in ("Time machine", "What happened on the way", "Overdue: ", "Falls due next"):
        assert words in browser.text
