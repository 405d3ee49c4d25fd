"""What falls due on the next working days, beside what is closed on one, on both databases."""

from datetime import date

import pytest

from engine import cases
from engine.errors import NotAllowed
from engine.queries import load
from engine.queries.load import Group
from engine.queries.rows.load import Pace
from tests.drawing import clock, simple
from tests.office import Now, Office
from tests.statements import counted

HANDLER = '<kb:assignment role="case-handler"/>'
STEP = clock("step", 1, "working-days", kind="activity")
SHORT = clock("promise", 10, "working-days", suspend_for="appraisal")
LONG = clock("ordinary", 40, "working-days", kind="ordinary", suspend_for="appraisal")


@pytest.fixture
def two(office: Office, now: Now) -> Office:
    office.deploy(simple(process=SHORT + LONG, first=HANDLER + STEP, second=HANDLER))
    office.deploy(simple("other", process=SHORT, first=HANDLER + STEP, second=HANDLER))
    now.to("2026-03-02 09:00")
    return office


def the_load(office: Office, group: Group = load.EVERYTHING, login: str = "supervisor"):
    with office.reading(login) as uow:
        return load.load(uow, group)


def close(office: Office, case: int) -> None:
    office.complete(case, "first")
    office.complete(case, "second", by="second")


def test_a_case_is_due_on_the_day_of_its_next_deadline(two: Office, now: Now):
    two.file("simple")
    two.file("other")
    now.to("2026-03-04 09:00")
    two.file("simple")
    found = the_load(two)
    assert len(found.days) == 20
    assert found.days[0].day == date(2026, 3, 4)
    assert {day.day.isoformat(): day.due for day in found.days if day.due} == {
        "2026-03-16": 2,
        "2026-03-18": 1,
    }
    assert found.days[-1].by_then == 3
    assert (found.overdue, found.still, found.later) == (0, 0, 0)


def test_what_has_ended_is_overdue_and_due_again_by_its_next_clock(two: Office, now: Now):
    two.file("simple")
    two.file("other")
    now.to("2026-03-20 09:00")
    found = the_load(two)
    assert found.overdue == 2
    assert found.later == 1  # the ordinary period of the first
    assert found.days[-1].by_then == 0


def test_what_stands_still_is_counted_for_itself(two: Office):
    case = two.file("simple")
    with two.as_("supervisor") as uow:
        day = uow.office.today(uow.now)
        cases.suspend(
            uow, case, reason="appraisal", effective=day, note="鉴定", requested_by=two.ids["clerk"]
        )
    found = the_load(two)
    assert (found.still, found.days[-1].by_then, found.later) == (1, 0, 0)


def test_the_pace_is_what_was_closed_on_a_working_day(two: Office, now: Now):
    for day, number in (("2026-03-03", 2), ("2026-03-04", 1), ("2026-03-06", 3)):
        now.to(f"{day} 10:00")
        for _ in range(number):
            close(two, two.file("simple"))
    now.to("2026-03-09 10:00")  # what is closed today is not over
    close(two, two.file("simple"))
    found = the_load(two)
    assert found.pace == Pace(days=4, closed=6, mean=1.5, least=0, most=3)
    assert found.closed == (
        (date(2026, 3, 3), 2),
        (date(2026, 3, 4), 1),
        (date(2026, 3, 5), 0),
        (date(2026, 3, 6), 3),
    )


def test_what_is_closed_on_a_rest_day_belongs_to_the_next_working_day(two: Office, now: Now):
    case = two.file("simple")
    now.to("2026-03-07 10:00")
    close(two, case)
    now.to("2026-03-10 10:00")
    assert dict(the_load(two).closed)[date(2026, 3, 9)] == 1
    now.to("2026-03-09 10:00")
    assert dict(the_load(two).closed)[date(2026, 3, 6)] == 1  # the last day that is known


def test_a_day_is_above_the_pace_and_a_heap_is_behind_it(two: Office, now: Now):
    close(two, two.file("simple"))
    now.to("2026-03-04 09:00")
    for _ in range(6):
        two.file("simple")
    found = the_load(two)
    assert found.pace.mean == 0.5
    (heap,) = [day for day in found.days if day.above]
    assert (heap.day, heap.due, heap.by_then, heap.behind) == (date(2026, 3, 18), 6, 6, True)
    assert heap.capacity_by_then == pytest.approx(5.5)
    assert not found.days[-1].behind  # in twenty days ten are closed


def test_a_unit_and_a_procedure_have_loads_of_their_own(two: Office, now: Now):
    close(two, two.file("simple"))
    two.file("other", by="handler")
    now.to("2026-03-03 09:00")
    two.file("simple")
    whole = the_load(two)
    assert [(one.key, one.due, one.pace.closed) for one in whole.procedures] == [
        ("other", 1, 0),
        ("simple", 1, 1),
    ]
    by_name = {one.name.zh: (one.due, one.above, one.pace.closed) for one in whole.units}
    assert by_name == {"desk 科": (1, 0, 1), "first 科": (1, 1, 0)}
    only = the_load(two, Group(None, "other"))
    assert (only.days[-1].by_then, only.pace.closed) == (1, 0)
    assert only.units == whole.units
    unit = int(next(one.key for one in whole.units if one.name.zh == "first 科"))
    assert the_load(two, Group(unit)).days[-1].by_then == 1
    assert the_load(two, Group(unit, "simple")).days[-1].by_then == 0


def test_every_number_leads_to_its_cases(two: Office, now: Now):
    done = two.file("other")
    close(two, done)
    overdue = two.file("simple")
    now.to("2026-03-20 09:00")
    due = two.file("other")
    still = two.file("other")
    with two.as_("supervisor") as uow:
        day = uow.office.today(uow.now)
        cases.suspend(
            uow, still, reason="appraisal", effective=day, note="鉴定", requested_by=two.ids["clerk"]
        )
    with two.reading("supervisor") as uow:
        assert ids(load.due_on(uow, date(2026, 4, 3))) == [due]
        assert ids(load.due_on(uow, date(2026, 4, 3), Group(None, "simple"))) == []
        assert ids(load.due_on(uow, "overdue")) == [overdue]
        assert ids(load.due_on(uow, "later")) == [overdue]
        assert ids(load.due_on(uow, "still")) == [still]
        assert ids(load.closed_on(uow, date(2026, 3, 2))) == [done]
        assert ids(load.closed_on(uow, date(2026, 3, 3))) == []


def ids(rows):
    return [row.id for row in rows]


def test_an_office_on_its_first_day_has_no_pace(two: Office):
    two.file("simple")
    found = the_load(two)
    assert found.pace == Pace(0, 0, 0.0, 0, 0)
    assert found.closed == ()
    assert sum(day.above for day in found.days) == 1


@pytest.mark.parametrize("login", ["handler", "admin"])
def test_only_who_supervises_sees_the_load(two: Office, login: str):
    with pytest.raises(NotAllowed):
        the_load(two, login=login)
    with two.reading(login) as uow, pytest.raises(NotAllowed):
        load.due_on(uow, "overdue")


def test_a_case_that_the_reader_is_recused_from_is_not_counted(two: Office):
    case = two.file("simple")
    with two.as_("director") as uow:
        cases.recuse(uow, case, two.ids["supervisor"], note="亲属")
    assert the_load(two).days[-1].by_then == 0
    assert the_load(two, login="chief").days[-1].by_then == 1


def test_the_load_takes_five_statements_however_many_cases_there_are(two: Office, now: Now):
    numbers = []
    for _ in range(2):
        close(two, two.file("simple"))
        two.file("simple")
        now.later(days=1)
        with two.reading("supervisor") as uow:
            assert uow.office.today(uow.now)  # which calendar counts is read
            with counted(two.engine.database) as found:
                load.load(uow)
        numbers.append(len(found))
    assert numbers == [5, 5]
