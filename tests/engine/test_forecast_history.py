"""Forecasts of an office's open cases, from what its own cases took, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import cases
from engine.database import Database
from engine.errors import NotAllowed, NotFound
from engine.forecast import Basis
from engine.model import Case
from engine.office import Forecasting
from engine.queries import courses, dashboard, explained, forecasts, history
from engine.queries.timeline import timeline
from engine.text import Text
from tests.drawing import bundle, clock, node, process, simple
from tests.office import Now, Office, office_value
from tests.statements import counted

HANDLER = '<kb:assignment role="case-handler"/>'
PROMISE = clock("promise", 10, "working-days", suspend_for="appraisal")
HOUR = 3_600_000_000
DAY = 13 * HOUR // 2  # from 08:30 to 11:30 and from 13:30 to 17:00


@pytest.fixture
def office(database: Database, now: Now) -> Office:
    office = Office(database, now, value=office_value(forecasting=Forecasting(least=4)))
    office.deploy(simple(process=PROMISE, first=HANDLER, second=HANDLER))
    return office


def run(office: Office, now: Now, days: int, right: str = "design") -> int:
    """A case that was filed on a Monday morning and took so many days of work for each of its two tasks."""
    begun = now.at
    case = office.file("simple", right=right)
    for task in ("first", "second"):
        now.at = _later(office, now, days)
        office.complete(case, task)
    now.at = begun
    return case


def _later(office: Office, now: Now, days: int):
    local = office.value.local(now.at)
    day = office.value.calendar.shift(local.date(), days)
    return now.at + timedelta(days=(day - local.date()).days)


@pytest.fixture
def learnt(office: Office, now: Now) -> Office:
    """Four cases that took 2, 4, 8 and 12 working days, and the present some weeks later."""
    now.to("2026-03-02 09:00")
    for days in (1, 2, 4, 6):
        run(office, now, days)
    now.to("2026-04-13 09:00")
    return office


def forecast(office: Office, case: int):
    with office.reading("supervisor") as uow:
        return forecasts.of_case(uow, case)


def the_clock(office: Office, case: int):
    return forecast(office, case)[office.clocks(case)["promise"].id]


def test_a_clock_is_missed_as_often_as_those_before_it_were_longer_than_its_period(learnt: Office):
    case = learnt.file("simple", right="design")
    found = the_clock(learnt, case)
    assert found.enough
    assert found.miss is not None
    assert found.miss.value == pytest.approx((5 / 4 + 0.5) / 6)
    assert (found.sample, found.finished, found.basis) == (4, 4, Basis.STAGE_AND_KIND)
    assert found.stage == ("first",)
    assert found.finish_at is not None
    assert learnt.value.local(found.finish_at).strftime("%m-%d %H") == "04-17 09"  # four working days


def test_the_case_as_a_whole_has_a_finish_and_no_end(learnt: Office):
    found = forecast(learnt, learnt.file("simple", right="design"))[None]
    assert found.finish_at is not None
    assert (found.miss, found.left, found.clock_id) == (None, None, None)


def test_a_case_is_not_over_before_its_clocks_whatever_other_cases_were(database: Database, now: Now):
    office = Office(database, now, value=office_value(forecasting=Forecasting(least=4)))
    promise = clock("promise", 30, "working-days", when="right != 'invention'")
    office.deploy(simple(process=promise, first=HANDLER, second=HANDLER))
    now.to("2026-03-02 09:00")
    for right, days in (("design", 6), ("utility-model", 6), ("design", 5), ("design", 5)):
        run(office, now, days, right=right)
    for _ in range(4):  # without the clock, and soon over
        run(office, now, 1, right="invention")
    now.to("2026-04-13 09:00")
    case = office.file("simple", right="design")
    found = forecast(office, case)
    own = found[office.clocks(case)["promise"].id]
    assert (own.basis, own.sample, found[None].sample) == (Basis.STAGE, 4, 8)
    assert own.finish_at is not None
    assert found[None].finish_at == own.finish_at
    assert forecast(office, 1) == {}  # it is over


def test_the_stage_in_which_a_case_is_counts_from_when_it_came_there(learnt: Office, now: Now):
    case = learnt.file("simple", right="design")
    now.at = _later(learnt, now, 3)
    learnt.complete(case, "first")
    now.later(hours=2)
    found = the_clock(learnt, case)
    assert found.stage == ("second",)
    assert found.stayed == 2 * HOUR
    assert found.left is not None
    assert found.miss is not None
    assert found.miss.value == pytest.approx(
        0.5 / 6
    )  # none of them stayed longer in the second than six days


def test_another_right_is_compared_with_the_stage_alone(learnt: Office):
    found = the_clock(learnt, learnt.file("simple", right="invention"))
    assert found.basis is Basis.STAGE


def test_below_the_threshold_there_is_not_enough_data(office: Office, now: Now):
    now.to("2026-03-02 09:00")
    for days in (1, 2, 3):
        run(office, now, days)
    now.to("2026-04-13 09:00")
    found = the_clock(office, office.file("simple", right="design"))
    assert (found.enough, found.sample, found.miss, found.finish_at) == (False, 0, None, None)


def test_a_case_that_was_withdrawn_has_stopped_its_clock_too(office: Office, now: Now):
    now.to("2026-03-02 09:00")
    for days in (1, 2, 3):
        run(office, now, days)
    withdrawn = office.file("simple", right="design")
    now.to("2026-03-04 09:00")
    with office.as_("supervisor") as uow:
        cases.cancel(uow, withdrawn, reason="请求人撤回")
    now.to("2026-04-13 09:00")
    found = the_clock(office, office.file("simple", right="design"))
    assert (found.enough, found.finished) == (True, 4)


def test_cases_that_are_not_over_are_learnt_from_as_far_as_they_have_come(learnt: Office, now: Now):
    now.to("2026-04-01 09:00")
    lying = [learnt.file("simple", right="design") for _ in range(4)]
    now.to("2026-04-13 09:00")
    found = the_clock(learnt, learnt.file("simple", right="design"))
    assert (found.sample, found.finished) == (8, 4)
    assert found.miss is not None
    assert found.miss.value > 0.25  # four more have lasted seven days by now
    own = the_clock(learnt, lying[0])
    assert (own.sample, own.finished) == (7, 4)  # but for itself


def test_time_in_which_the_clock_stood_still_does_not_count(learnt: Office, now: Now):
    case = learnt.file("simple", right="design")
    with learnt.as_("supervisor") as uow:
        day = uow.office.today(uow.now)
        cases.suspend(
            uow, case, reason="appraisal", effective=day, note="鉴定", requested_by=learnt.ids["clerk"]
        )
    now.to("2026-06-01 09:00")
    found = the_clock(learnt, case)
    assert found.still
    assert (found.stayed, found.left) == (0, 10 * DAY - HOUR // 2)
    assert found.miss is not None
    assert found.miss.value == pytest.approx((5 / 4 + 0.5) / 6)


def test_a_clock_whose_end_has_passed_is_no_longer_forecast(learnt: Office, now: Now):
    case = learnt.file("simple", right="design")
    now.to("2026-05-20 09:00")
    found = the_clock(learnt, case)
    assert found.miss is None
    assert found.enough


def test_a_finish_in_a_year_without_a_notice_is_provisional(learnt: Office, now: Now):
    now.to("2026-12-30 09:00")
    found = the_clock(learnt, learnt.file("simple", right="design"))
    assert found.provisional


def test_the_period_of_one_step_is_forecast_for_itself(office: Office, now: Now):
    step = f"{HANDLER}{clock('answer', 4, 'working-days', kind='activity')}"
    nodes = [node("start", "begin"), node("user", "await", kb=step), node("end", "done")]
    office.deploy(bundle("stepped", process("stepped", nodes, "begin -> await -> done")))
    now.to("2026-03-02 09:00")
    for hours in (24, 48, 72, 96):
        case = office.file("stepped")
        now.later(hours=hours)
        office.complete(case, "await")
        now.to("2026-03-02 09:00")
    now.to("2026-04-13 09:00")
    case = office.file("stepped")
    found = forecast(office, case)[office.clocks(case)["answer"].id]
    assert (found.enough, found.stage, found.sample) == (True, (), 4)


# --- the office's risks --------------------------------------------------------------------------------------------


def test_a_supervisor_sees_the_likeliest_first(learnt: Office, now: Now):
    fresh = learnt.file("simple", right="design")
    now.at = _later(learnt, now, 7)
    learnt.file("simple", right="design")
    with learnt.reading("supervisor") as uow:
        found = forecasts.risks(uow, least=0.2)
        few = forecasts.risks(uow, least=0.9)
    assert found.rows[0].case.id == fresh
    assert found.rows[0].stage == (Text("first 的名称", ""),)
    assert (found.running, found.likely, found.thin, found.cases, found.read) == (2, 2, 0, 6, 6)
    assert found.expected == pytest.approx(
        sum(row.forecast.miss.value for row in found.rows if row.forecast.miss)
    )
    assert len(few.rows) < 2


def test_what_too_little_is_known_of_is_listed_for_itself(office: Office):
    case = office.file("simple")
    with office.reading("director") as uow:
        found = forecasts.risks(uow, thin=True)
    assert [(row.case.id, row.forecast.enough) for row in found.rows] == [(case, False)]
    assert (found.likely, found.thin, found.running, found.expected) == (0, 1, 0, 0)


@pytest.mark.parametrize("login", ["handler", "clerk", "admin", "modeler"])
def test_only_who_supervises_sees_the_offices_risks(office: Office, login: str):
    with office.reading(login) as uow, pytest.raises(NotAllowed):
        forecasts.risks(uow)


def test_the_recused_see_nothing_of_a_case_at_risk(learnt: Office, now: Now):
    case = learnt.file("simple", right="design")
    with learnt.as_("director") as uow:
        cases.recuse(uow, case, learnt.ids["supervisor"], note="亲属")
    now.later(hours=1)
    with learnt.reading("supervisor") as uow:
        assert forecasts.risks(uow, least=0.0).rows == ()
        assert dashboard.listed(uow, [case]) == ()
    with learnt.reading("chief") as uow:
        assert len(forecasts.risks(uow, least=0.0).rows) == 1


def test_the_number_of_statements_is_the_same_for_any_office(learnt: Office):
    learnt.file("simple", right="design")
    numbers = []
    for _ in range(2):
        learnt.file("simple", right="design")
        with learnt.reading("supervisor") as uow:
            assert uow.office.today(uow.now)  # which calendar counts is read
            with counted(learnt.engine.database) as one:
                history.learn(uow)
        with learnt.reading("supervisor") as uow:
            history.past(uow)
            with counted(learnt.engine.database) as two:
                forecasts.risks(uow, least=0.0)
        numbers.append((len(one), len(two)))
    assert numbers == [(5, 9), (5, 9)]


def test_the_history_is_read_once_a_day(learnt: Office, now: Now):
    with learnt.reading() as uow:
        first = history.past(uow)
        assert history.past(uow) is first
    now.later(days=1)
    with learnt.reading() as uow:
        assert history.past(uow) is not first


def test_of_many_cases_every_kth_is_read(learnt: Office):
    with learnt.reading() as uow:
        some = history.learn(uow, most=2)
        nothing = history.learn(uow, most=4)
    assert (some.cases, some.read) == (4, 2)
    assert (nothing.cases, nothing.read) == (4, 4)


def test_an_office_without_a_past_knows_nothing(office: Office):
    with office.reading() as uow:
        found = history.learn(uow)
    assert (found.cases, found.read, dict(found.history.strata)) == (0, 0, {})


# --- explained -----------------------------------------------------------------------------------------------------


def test_a_forecast_shows_the_curve_and_the_cases_behind_it(learnt: Office):
    case = learnt.file("simple", right="design")
    clock_id = learnt.clocks(case)["promise"].id
    with learnt.reading("supervisor") as uow:
        found = explained.explained(uow, case, clock_id)
    assert [round(point.after / HOUR) for point in found.curve] == [13, 26, 52, 78]
    assert [round(point.share, 2) for point in found.curve] == [0.75, 0.5, 0.25, 0.0]
    assert len(found.compared) == 4
    assert {row.over for row in found.compared} == {True}
    assert (found.hidden, found.shares) == (0, False)


def test_cases_that_the_reader_is_recused_from_are_counted_and_not_named(learnt: Office):
    case = learnt.file("simple", right="design")
    with learnt.reading() as uow:
        other = uow.session.scalars(select(Case.id).where(Case.id != case).order_by(Case.id)).first()
    with learnt.as_("director") as uow:
        cases.recuse(uow, other or 0, learnt.ids["supervisor"], note="亲属")
    with learnt.reading("supervisor") as uow:
        found = explained.explained(uow, case, learnt.clocks(case)["promise"].id)
    assert (len(found.compared), found.hidden, found.forecast.sample) == (3, 1, 4)


def test_without_enough_data_there_is_no_curve(office: Office):
    case = office.file("simple")
    with office.reading("supervisor") as uow:
        found = explained.explained(uow, case, office.clocks(case)["promise"].id)
        assert (found.curve, found.compared, found.forecast.enough) == ((), (), False)
        with pytest.raises(NotFound):
            explained.explained(uow, case, 4711)


def test_a_step_is_explained_in_the_working_time_of_its_own_period(office: Office, now: Now):
    step = f"{HANDLER}{clock('answer', 4, 'working-days', kind='activity')}"
    nodes = [node("start", "begin"), node("user", "await", kb=step), node("end", "done")]
    office.deploy(bundle("stepped", process("stepped", nodes, "begin -> await -> done")))
    for _ in range(4):
        now.to("2026-03-02 09:00")
        case = office.file("stepped")
        now.to("2026-03-04 09:00")
        office.complete(case, "await")
    now.to("2026-04-13 09:00")
    case = office.file("stepped")
    with office.reading("supervisor") as uow:
        found = explained.explained(uow, case, office.clocks(case)["answer"].id)
    assert found.shares
    assert [round(point.after / HOUR, 1) for point in found.curve] == [13.0]
    assert {round(row.took / HOUR, 1) for row in found.compared} == {13.0}


# --- the line ------------------------------------------------------------------------------------------------------


def test_the_line_counts_working_hours_only(office: Office, now: Now):
    with office.reading() as uow:
        line = timeline(uow.office, uow.now)
    now.to("2026-03-06 16:00")  # a Friday; the office closes at 17:00
    friday = line.at(now.at)
    now.to("2026-03-09 09:30")
    assert line.at(now.at) - friday == 2 * HOUR
    assert line.instant(friday + 2 * HOUR) == now.at
    assert line.day(now.at) == line.at(now.at)
    assert timeline(office.value, now.at).worked is line.worked


def test_tasks_opened_together_are_one_stage(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("and", "fork"),
        node("user", "left", kb=HANDLER),
        node("user", "right", kb=HANDLER),
        node("and", "join"),
        node("end", "done"),
    ]
    paths = ("begin -> fork -> left -> join -> done", "fork -> right -> join")
    office.deploy(bundle("two", process("two", nodes, *paths, kb=PROMISE)))
    case = office.file("two")
    with office.reading() as uow:
        found = courses.read(uow, select(Case.id).where(Case.id == case), timeline(uow.office, uow.now))
    (course,) = [one for key, one in found.items() if key[1] is not None]
    assert [name for _, name in course.stages] == ["left+right"]
    assert course.kind is None
