"""Operations that give rubbish, and a database that fails while one is at work."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from engine import cases, incidents
from engine.database import Database
from engine.errors import Conflict, DatabaseNotReady, FormInvalid
from engine.model import Case, Incident
from engine.procedure import OperationContext, Outcome, StartCase
from tests.drawing import bundle, node, process, simple
from tests.office import Now, Office

NODES = ["begin -> ask -> work -> after -> done"]


def operated(office: Office, operation: object) -> int:
    """A case whose second step runs an operation."""
    nodes = [
        node("start", "begin"),
        node("user", "ask"),
        node("service", "work", kb='<kb:operation name="work"/>'),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("op", process("op", nodes, *NODES)), operations={"work": operation})
    return office.file("op")


def count(office: Office, model: type) -> int:
    with office.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("value", [{1, 2}, object(), float("nan"), 2**70, {3: "three"}])
def test_a_value_that_cannot_be_kept_is_found_before_any_effect(office: Office, value: object):
    office.deploy(simple())
    case = operated(office, lambda _: Outcome({"found": value}, (StartCase("simple", {}, into="other"),)))
    office.complete(case, "ask")
    assert count(office, Case) == 1
    assert count(office, Incident) == 1
    with office.reading() as uow:
        incident = uow.session.scalars(select(Incident.id)).one()
    with office.as_("supervisor") as uow:
        assert not incidents.retry(uow, incident)
    assert count(office, Case) == 1
    assert office.verify() == []


def test_an_amount_of_money_is_kept_and_the_journal_says_the_same(office: Office):
    case = operated(office, lambda _: {"fine": Decimal("1200.50"), "days": Decimal(3)})
    office.complete(case, "ask")
    assert office.waiting(case) == ["after"]
    entry = next(entry for entry in office.journal(case) if entry.kind == "operation-done")
    assert entry.facts["values"] == {"fine": 1200.5, "days": 3}
    assert {"fine": 1200.5, "days": 3}.items() <= office.variables(case).items()


def test_what_an_operation_gives_is_no_mapping(office: Office):
    case = operated(office, lambda _: ["not", "a", "mapping"])
    office.complete(case, "ask")
    assert count(office, Incident) == 1


def missing_table(context: OperationContext) -> None:
    context.facts.session.execute(text("SELECT * FROM nowhere_at_all"))  # type: ignore[attr-defined]


def locked(_: OperationContext) -> None:
    raise OperationalError("SELECT 1", {}, Exception("database is locked"))


@pytest.mark.parametrize(("trouble", "error"), [(missing_table, DatabaseNotReady), (locked, Conflict)])
def test_a_database_that_fails_is_no_incident_and_undoes_the_step(
    office: Office, trouble: object, error: type[Exception]
):
    case = operated(office, trouble)
    with pytest.raises(error):
        office.complete(case, "ask")
    assert office.waiting(case) == ["ask"]
    assert count(office, Incident) == 0
    assert office.verify() == []


@pytest.mark.parametrize("words", ["长" * 2000, "nul \0 nul"])
def test_a_text_that_the_database_cannot_keep_is_the_senders_to_mend(postgres_database: Database, words: str):
    office = Office(postgres_database, Now("2026-09-24 09:00"))
    office.deploy(simple())
    case = office.file("simple")
    with pytest.raises(FormInvalid), office.as_("supervisor") as uow:
        cases.cancel(uow, case, reason=words)
    assert office.case(case).state == "running"
    assert office.verify() == []
