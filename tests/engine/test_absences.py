"""Who is away, who stands in, and who is told and given work meanwhile."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from engine import cases, people, tasks
from engine.errors import AbsenceRefused, MoveRefused, NotAllowed, NotFound
from engine.model import Absence, Audit
from engine.people import absence_rows, absences
from engine.procedure import Candidate, OperationContext
from engine.queries import worklist
from engine.steps.standins import Away
from tests.drawing import bundle, clock, node, process, rung, simple
from tests.office import Now, Office

TODAY = date(2026, 9, 24)
HANDLER = '<kb:assignment role="case-handler"/>'
RUNGS = (rung("50%", "assignee"), rung("end", "supervisor"), rung("+1 working-day", "director"))


def leave(
    office: Office,
    who: str,
    deputy: str | None = None,
    *,
    by: str = "",
    first: date = TODAY,
    days: int = 30,
    note: str = "",
) -> int:
    with office.as_(by or who) as uow:
        return absences.record(
            uow,
            office.ids[who],
            first=first,
            last=first + timedelta(days=days - 1),
            deputy_id=office.ids[deputy] if deputy else None,
            note=note,
        )


def refused(office: Office, *args, **more) -> str:
    with pytest.raises(AbsenceRefused) as error:
        leave(office, *args, **more)
    return error.value.rule


def away(office: Office, day: date = TODAY) -> dict[str, str | None]:
    names = {number: login for login, number in office.ids.items()}
    with office.reading() as uow:
        found = absences.away(uow.session, day)
    return {names[one]: names[deputy] if deputy else None for one, deputy in found.items()}


# --- recording ---------------------------------------------------------------------------------------------------


def test_a_person_records_an_absence_and_the_deputy_hears_of_it(office: Office):
    leave(office, "handler", "second", days=5)
    assert away(office) == {"handler": "second"}
    assert away(office, TODAY + timedelta(days=4)) == {"handler": "second"}
    assert away(office, TODAY + timedelta(days=5)) == {}
    assert [text.zh for text in office.inbox("second")] == [
        "孙办案于 9月24日 至 9月28日休假，其间督办提醒由您代收"
    ]
    assert office.inbox("handler") == []
    with office.reading() as uow:
        assert "absence-recorded" in uow.session.scalars(select(Audit.kind)).all()


def test_a_supervisor_records_those_of_the_own_unit_and_the_person_hears_of_it(office: Office):
    leave(office, "handler", by="supervisor", days=1)
    assert [text.en for text in office.inbox("handler")] == ["You are recorded as away on 2026-09-24"]


def test_an_administrator_and_who_supervises_the_whole_office_record_anybodys(office: Office):
    leave(office, "third", by="admin")
    leave(office, "second", by="director")
    assert away(office) == {"third": None, "second": None}


def test_a_supervisor_of_a_unit_records_those_of_the_units_below_it(office: Office):
    with office.as_("admin") as uow:
        people.add_unit(uow, "squad", "执法队", parent="other")
        office.ids["officer"] = people.add(
            uow, login="officer", name="队员", roles=["case-handler"], unit="squad"
        )
    leave(office, "officer", by="chief")
    with pytest.raises(NotAllowed):
        leave(office, "officer", by="supervisor", first=TODAY + timedelta(days=60))


@pytest.mark.parametrize("by", ["second", "chief", "modeler"])
def test_nobody_else_records_it(office: Office, by: str):
    with pytest.raises(NotAllowed) as error:
        leave(office, "handler", by=by)
    assert error.value.reason == "supervisor"


def test_a_cancelled_absence_counts_no_more_and_is_cancelled_once(office: Office, now: Now):
    number = leave(office, "handler", "second")
    with pytest.raises(NotAllowed), office.as_("second") as uow:
        absences.cancel(uow, number)
    with office.as_("handler") as uow:
        absences.cancel(uow, number)
    assert away(office) == {}
    with pytest.raises(MoveRefused) as error, office.as_("handler") as uow:
        absences.cancel(uow, number)
    assert error.value.state == "cancelled"
    leave(office, "handler", days=1)  # the days are free again
    now.to("2026-09-26 09:00")
    with pytest.raises(MoveRefused) as error, office.as_("handler") as uow:
        absences.cancel(uow, number + 1)
    assert error.value.state == "over"
    with pytest.raises(NotFound), office.as_("handler") as uow:
        absences.cancel(uow, 999)


def test_dates_that_make_no_sense_are_refused_with_the_rule(office: Office):
    assert refused(office, "handler", days=0) == "absence-order"
    assert refused(office, "handler", first=TODAY - timedelta(days=5), days=5) == "absence-past"
    assert refused(office, "handler", days=367) == "absence-too-long"
    assert refused(office, "handler", note="休" * 301) == "absence-note"
    leave(office, "handler", first=TODAY - timedelta(days=1), days=2)  # told of a day later, as in an illness
    assert refused(office, "handler", days=3) == "absence-overlap"
    leave(office, "handler", first=TODAY + timedelta(days=1), days=2)


def test_a_deputy_is_somebody_else_who_is_here_with_a_role_of_the_persons(office: Office):
    assert refused(office, "handler", "handler") == "deputy-self"
    assert refused(office, "handler", "reviewer") == "deputy-role"
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["second"])
    assert refused(office, "handler", "second") == "deputy-inactive"
    with pytest.raises(NotFound), office.as_("handler") as uow:
        absences.record(uow, office.ids["handler"], first=TODAY, last=TODAY, deputy_id=999)
    with office.reading() as uow:
        assert uow.session.scalars(select(Absence)).all() == []


def test_deputies_may_not_stand_in_for_one_another_on_the_same_day(office: Office):
    leave(office, "handler", "second", days=10)
    leave(office, "second", "third", first=TODAY + timedelta(days=5), days=10)
    assert refused(office, "third", "handler", first=TODAY + timedelta(days=9), days=3) == "deputy-cycle"
    assert refused(office, "third", "second", first=TODAY + timedelta(days=9), days=3) == "deputy-cycle"
    leave(office, "third", "handler", first=TODAY + timedelta(days=10), days=3)  # nobody is on leave on both
    assert away(office, TODAY + timedelta(days=9)) == {"handler": "third", "second": "third"}
    assert away(office, TODAY + timedelta(days=10)) == {"second": "handler", "third": "handler"}


def test_a_deputy_may_be_away_without_one_of_their_own(office: Office):
    leave(office, "second", days=3)
    leave(office, "handler", "second", days=10)
    assert away(office) == {"second": None, "handler": None}
    assert away(office, TODAY + timedelta(days=3)) == {"handler": "second"}


def test_an_inactive_deputy_stands_in_for_nobody(office: Office):
    leave(office, "handler", "second")
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["second"])
    assert away(office) == {"handler": None}


NAMES = st.integers(1, 6)


@given(st.dictionaries(NAMES, st.none() | NAMES, max_size=6), st.sets(NAMES))
def test_whatever_the_chain_a_stand_in_is_there_and_not_barred(
    named: dict[int, int | None], barred: set[int]
):
    found = Away(named)
    for person in range(1, 7):
        deputy = found.deputy(person, barred)
        assert deputy is None or (deputy not in named and deputy not in barred and deputy != person)
        if person in named and named[person] not in {*named, *barred, None}:
            assert deputy == named[person]


# --- telling -----------------------------------------------------------------------------------------------------


@pytest.fixture
def watched(office: Office) -> Office:
    office.deploy(simple(first=HANDLER, process=clock("promise", 10, "calendar-days", *RUNGS)))
    return office


def held_case(office: Office, by: str = "handler") -> int:
    case = office.file("simple")
    with office.as_(by) as uow:
        tasks.claim(uow, office.task(case, "first"))
    return case


def half_gone(office: Office, now: Now) -> None:
    now.to("2026-09-29 17:00")
    office.tick()
    now.to("2026-09-30 08:30")


def test_a_rung_reaches_the_deputy_of_who_is_away_and_says_in_whose_place(watched: Office, now: Now):
    case = held_case(watched)
    leave(watched, "handler", "second")
    half_gone(watched, now)
    assert watched.inbox("handler") == []
    told = watched.inbox("second")[-1]
    number = watched.case(case).number
    assert told.zh == f"【代孙办案】案件 {number}“promise 时限”将于 2026年10月8日 17:00 届满"
    assert told.en == f"[for 孙办案] Case {number}: “promise clock” ends at 2026-10-08 17:00"


def test_a_deputy_who_is_away_as_well_is_passed_over(watched: Office, now: Now):
    held_case(watched)
    leave(watched, "handler", "second")
    leave(watched, "second", "third")
    half_gone(watched, now)
    assert [text.zh[:6] for text in watched.inbox("third")[-1:]] == ["【代孙办案】"]
    assert watched.inbox("handler") == []


@pytest.mark.parametrize("deputy", [None, "second"])
def test_where_nobody_stands_in_or_the_deputy_is_recused_the_supervisor_of_the_unit_is_told(
    watched: Office, now: Now, deputy: str | None
):
    case = held_case(watched)
    leave(watched, "handler", deputy)
    with watched.as_("supervisor") as uow:
        cases.recuse(uow, case, watched.ids["second"], note="亲属")
    half_gone(watched, now)
    assert [text.zh[:6] for text in watched.inbox("supervisor")] == ["【代孙办案】"]
    assert watched.inbox("chief") == []
    assert all("代孙办案" not in text.zh for text in watched.inbox("second"))


def test_a_supervisor_who_is_away_too_is_replaced_and_without_any_the_directors_are_told(
    watched: Office, now: Now
):
    held_case(watched)
    leave(watched, "handler")
    leave(watched, "supervisor", "chief")
    half_gone(watched, now)
    assert [text.zh[:6] for text in watched.inbox("chief")[1:]] == ["【代孙办案】"]
    now.to("2026-10-08 17:00")
    leave(watched, "chief", by="admin", first=date(2026, 10, 8))
    watched.tick()
    now.to("2026-10-09 09:00")
    assert [text.zh[:6] for text in watched.inbox("director")] == ["【代王科长】"]


def test_where_everybody_is_away_the_person_is_told_all_the_same(watched: Office, now: Now):
    held_case(watched)
    for one in ("handler", "supervisor", "chief", "director"):
        leave(watched, one)
    half_gone(watched, now)
    assert [text.zh.startswith("案件") for text in watched.inbox("handler")] == [True]


def test_who_is_told_anyway_is_told_once_and_in_the_own_name(watched: Office, now: Now):
    watched.deploy(
        simple(
            first=HANDLER,
            process=clock("promise", 10, "calendar-days", rung("50%", "assignee,supervisor,director")),
        )
    )
    held_case(watched)
    leave(watched, "handler", "supervisor")
    leave(watched, "director")
    half_gone(watched, now)
    (told,) = [text.zh for text in watched.inbox("supervisor") if "届满" in text.zh]
    assert told.startswith("案件")
    assert [text.zh[:6] for text in watched.inbox("chief")] == ["【代陈局长】"]


def test_two_who_are_away_share_a_deputy_who_is_told_once(watched: Office, now: Now):
    watched.deploy(simple(first=HANDLER, process=clock("promise", 10, "calendar-days", rung("50%", "group"))))
    watched.file("simple")
    leave(watched, "handler", "third")
    leave(watched, "second", "third")
    leave(watched, "third", "supervisor")
    half_gone(watched, now)
    told = [text for text in watched.inbox("supervisor") if "届满" in text.zh]
    assert [text.zh[:3] for text in told] == ["案件 "]  # the supervisor handles cases as well


def test_both_names_are_said(office: Office, now: Now):
    office.deploy(
        simple(first=HANDLER, process=clock("promise", 10, "calendar-days", rung("50%", "director")))
    )
    with office.as_("admin") as uow:
        office.ids["vice"] = people.add(uow, login="vice", name="赵副局长", roles=["director"])
        office.ids["third-director"] = people.add(uow, login="d3", name="钱副局长", roles=["director"])
    office.file("simple")
    leave(office, "director", "third-director")
    leave(office, "vice", "third-director")
    leave(office, "third-director", by="admin", first=date(2026, 9, 30), days=1)
    half_gone(office, now)
    told = [text.zh for text in office.inbox("supervisor") + office.inbox("chief")]
    assert all(text.startswith("【代陈局长、赵副局长、钱副局长】") for text in told)
    assert len(told) == 2


def test_who_is_back_on_the_day_of_delivery_is_told_in_person(watched: Office, now: Now):
    """The rung fires at 17:00 of the last day of leave; it is told the next morning."""
    held_case(watched)
    leave(watched, "handler", "second", days=6)
    half_gone(watched, now)
    assert [text.zh[:2] for text in watched.inbox("handler")] == ["案件"]


# --- giving work -------------------------------------------------------------------------------------------------


def least_loaded(context: OperationContext) -> dict[str, object]:
    found: list[Candidate] = list(context.facts.candidates("case-handler"))
    return {"chosen": found[0].id, "away": [one.away for one in found]}


@pytest.fixture
def chosen(office: Office) -> Office:
    nodes = [
        node("start", "begin"),
        node("service", "choose", kb='<kb:operation name="choose"/>'),
        node("user", "work", kb='<kb:assignment role="case-handler" assignee="chosen"/>'),
        node("end", "done"),
    ]
    office.deploy(
        bundle("p", process("p", nodes, "begin -> choose -> work -> done")),
        operations={"choose": least_loaded},
    )
    return office


def test_new_work_goes_to_who_is_there(chosen: Office):
    leave(chosen, "handler")
    case = chosen.file("p")
    assert chosen.variables(case)["chosen"] == chosen.ids["second"]
    assert chosen.variables(case)["away"] == [False, False, False, True]


def test_where_everybody_is_away_the_least_loaded_is_given_it(chosen: Office):
    for one in ("handler", "second", "third", "supervisor"):
        leave(chosen, one, by="admin")
    assert chosen.variables(chosen.file("p"))["chosen"] == chosen.ids["handler"]


def test_of_several_who_are_named_the_first_who_is_there_is_given_the_task(office: Office):
    nodes = [
        node("start", "begin"),
        node("user", "work", kb='<kb:assignment role="case-handler" assignee="handlers"/>'),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> work -> done")))
    leave(office, "handler")
    both = [office.ids["handler"], office.ids["third"]]
    assert office.open_tasks(office.file("p", handlers=both))[0].assignee_id == office.ids["third"]
    assert office.open_tasks(office.file("p", handlers=both[:1]))[0].assignee_id == office.ids["handler"]
    assert office.inbox("handler") == []  # on leave without a deputy: the supervisor is told
    assert [text.zh[:6] for text in office.inbox("supervisor")] == ["【代孙办案】"]


def test_pages_say_who_is_away_beside_the_name(watched: Office):
    case = held_case(watched)
    leave(watched, "second")
    with watched.reading("supervisor") as uow:
        found = worklist.form(uow, watched.task(case, "first")).candidates
    assert {one.name for one in found if one.away} == {"李办案"}


# --- lists -------------------------------------------------------------------------------------------------------


def test_a_list_shows_ones_own_and_those_that_one_may_record(office: Office, now: Now):
    leave(office, "handler", "second", days=2, note="年休假")
    leave(office, "second", "third", first=TODAY - timedelta(days=1), days=10)
    leave(office, "third", first=TODAY + timedelta(days=40), days=1)
    with office.reading("handler") as uow:
        (row,) = absence_rows.absences_of(uow)
        assert (row.person, row.deputy, row.stands_in, row.note) == ("孙办案", "李办案", "周办案", "年休假")
        assert (row.state, row.may_cancel) == ("now", True)
        assert [one.name for one in absence_rows.recordable(uow)] == ["孙办案"]
    with office.reading("supervisor") as uow:
        assert [row.person for row in absence_rows.absences_of(uow)] == ["李办案", "孙办案"]
    with office.reading("admin") as uow:
        assert [row.state for row in absence_rows.absences_of(uow)] == ["now", "now", "ahead"]
    now.to("2026-09-26 09:00")
    with office.reading("handler") as uow:
        (row,) = absence_rows.absences_of(uow)
        assert (row.state, row.may_cancel, row.stands_in) == ("over", False, None)


def test_colleagues_are_named_with_their_roles_and_unit(office: Office):
    with office.reading("admin") as uow:
        found = {one.name: one for one in absence_rows.colleagues(uow)}
    assert found["王科长"].roles == {"supervisor", "case-handler"}
    assert found["王科长"].unit == "first 科"
    assert found["陈局长"].unit is None
