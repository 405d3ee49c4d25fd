"""Who answers for many cases is who answers for each of them."""

from datetime import date

import pytest
from sqlalchemy import update

from engine import people, tasks
from engine.model import Absence, Case, Person, Recusal
from engine.steps.owners import owners
from engine.steps.persons import recipients
from tests.engine.calendar_cases import NEW_YEAR, filed, overlay, publish
from tests.office import Now, Office


@pytest.fixture
def now() -> Now:
    return Now("2026-12-24 09:00")


@pytest.fixture
def several(office: Office) -> dict[str, int]:
    """Cases of every kind, by what is particular of them."""
    with office.as_("admin") as uow:
        people.add_unit(uow, "squad", "执法队", parent="other")
        people.add_unit(uow, "island", "孤岛")
        for login, unit in (("officer", "squad"), ("hermit", "island"), ("gone", "first")):
            office.ids[login] = people.add(uow, login=login, name=login, roles=["case-handler"], unit=unit)
    found = {"nobody": filed(office)}
    for login in ("handler", "officer", "hermit", "gone", "supervisor"):
        found[login] = office.file("simple")
        with office.as_(login) as uow:
            tasks.claim(uow, office.task(found[login], "first"))
    found["recused"] = office.file("simple")
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(found["recused"], "first"))
    with office.as_("") as uow:
        rows = [(found["recused"], office.ids[one]) for one in ("handler", "supervisor")]
        uow.session.add_all(Recusal(case_id=case, person_id=one, note="", at=uow.now) for case, one in rows)
        uow.session.execute(update(Person).where(Person.id == office.ids["gone"]).values(active=False))
    return found


def test_the_owners_of_many_cases_are_those_of_each(office: Office, several: dict[str, int]):
    with office.reading() as uow:
        cases = [uow.session.get_one(Case, number) for number in several.values()]
        found = owners(uow.session, cases)
        for case in cases:
            assert set(found[case.id]) == set(recipients(uow.session, case, ["assignee", "supervisor"]))
        by_name = {name: found[number] for name, number in several.items()}
    ids = office.ids
    assert by_name["handler"] == [ids["handler"], ids["supervisor"]]
    assert by_name["officer"] == [ids["officer"], ids["chief"]]
    assert by_name["gone"] == [ids["supervisor"]]
    assert by_name["recused"] == [ids["chief"]]


def test_a_deputy_is_told_in_the_place_of_who_is_away(office: Office, several: dict[str, int]):
    with office.as_("") as uow:
        uow.session.add(
            Absence(
                person_id=office.ids["handler"],
                deputy_id=office.ids["third"],
                first=date(2026, 12, 1),
                last=date(2026, 12, 31),
                recorded_at=uow.now,
            )
        )
    publish(office, overlay(NEW_YEAR, 2027))
    office.tick()
    told = [one.zh for one in office.inbox("third")]
    assert len(told) == 1
    assert told[0].startswith("【代孙办案】案件")
    assert office.inbox("handler") == []
