"""A clock's ledger as it is read: what it replaced, who was told, and whether it holds."""

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from engine import cases, clocks
from engine.errors import NotFound, Recused
from engine.model import CalendarOverlay, CalendarRevision, Clock
from engine.periods import Ledger
from engine.queries import ledgers
from engine.queries.ledgers import LedgerFile
from engine.text import Text
from tests.drawing import clock, rung, simple
from tests.office import Now, Office

PROMISE = clock(
    "promise",
    10,
    "calendar-days",
    rung("50%", "supervisor"),
    rung("end", "director"),
    suspend_for="appraisal",
    max_extension=5,
    extension_by="director",
)


@pytest.fixture
def case(office: Office) -> int:
    office.deploy(simple(process=PROMISE))
    return office.file("simple")


def read(office: Office, case: int, login: str = "supervisor") -> LedgerFile:
    with office.reading(login) as uow:
        (row,) = ledgers.clocks_of(uow, case)
        assert row[1] == "promise"
        return ledgers.read(uow, case, row[0])


def suspend(office: Office, case: int, effective: date) -> None:
    with office.as_("supervisor") as uow:
        number = ledgers.clocks_of(uow, case)[0][0]
        clocks.suspend(
            uow,
            number,
            reason="appraisal",
            effective=effective,
            note="鉴定",
            requested_by=office.ids["handler"],
        )


def resume(office: Office, case: int, effective: date) -> None:
    with office.as_("supervisor") as uow:
        number = ledgers.clocks_of(uow, case)[0][0]
        clocks.resume(
            uow, number, reason="appraisal", effective=effective, requested_by=office.ids["handler"]
        )


def test_a_fresh_ledger_has_no_past_and_holds(office: Office, case: int):
    found = read(office, case)
    assert found.past == ()
    assert found.told == {}
    assert found.breaches == ()
    assert found.revision is None
    assert found.agrees


def test_earlier_ledgers_stay_readable_newest_first(office: Office, case: int, now: Now):
    now.to("2026-09-26 09:00")
    suspend(office, case, date(2026, 9, 26))
    now.to("2026-09-29 09:00")
    resume(office, case, date(2026, 9, 29))
    with office.as_("director") as uow:
        number = ledgers.clocks_of(uow, case)[0][0]
        clocks.extend(uow, number, amount=5, requested_by=office.ids["handler"], note="案情复杂")
    found = read(office, case)
    assert found.past[0].why == "extended"
    newest = found.past[0]
    assert newest.replaced_by == "陈局长"
    assert newest.note == "案情复杂"
    assert newest.new_end == found.clock.chip.ends_at
    assert newest.ends_at == newest.ledger.ends_at
    assert all(ledgers.holds(row.ledger) for row in found.past)
    assert [row.replaced_at for row in found.past] == sorted(
        (row.replaced_at for row in found.past), reverse=True
    )


def test_the_check_value_is_that_of_the_record_and_changes_with_it(office: Office, case: int):
    found = read(office, case)
    ledger = found.clock.ledger
    record = ledgers.record(ledger)
    assert found.check == hashlib.sha256(record).hexdigest()
    assert Ledger.from_json(json.loads(record)) == ledger
    assert ledgers.check_of(Ledger.from_json(json.loads(record))) == found.check
    assert ledgers.check_of(replace(ledger, provisional=not ledger.provisional)) != found.check


def test_a_ledger_that_was_tampered_with_does_not_hold(office: Office, case: int):
    with office.reading() as uow:
        row = uow.session.get_one(Clock, ledgers.clocks_of(uow, case)[0][0])
        forged = {**row.ledger, "ends_at": "2026-12-24T17:00:00+08:00"}
        number = row.id
    with office.as_("") as uow:
        uow.session.execute(update(Clock).where(Clock.id == number).values(ledger=forged))
    assert not read(office, case).agrees
    assert not ledgers.holds(Ledger.from_json({**forged, "steps": []}))


def test_who_was_told_stands_beside_the_rung_that_fired(office: Office, case: int, now: Now):
    now.to("2026-10-09 09:00")
    office.tick()
    found = read(office, case)
    fired = [row for row in found.clock.rungs if row.fired_at]
    assert [row.notify for row in found.clock.rungs] == [("supervisor",), ("director",)]
    assert len(fired) == 2
    assert found.told[fired[-1].fired_at] == ("陈局长",)


def test_a_breach_that_was_lifted_stays_on_record(office: Office, case: int, now: Now):
    now.to("2026-10-09 09:00")
    office.tick()
    assert [row.lifted_at for row in read(office, case).breaches] == [None]
    suspend(office, case, date(2026, 9, 28))
    (breach,) = read(office, case).breaches
    assert breach.ended_at.isoformat().startswith("2026-10-08T09:00")
    assert breach.lifted_at == now()


def test_a_ledger_says_with_which_revision_of_the_calendar_it_was_counted(office: Office, case: int):
    with office.as_("") as uow:
        overlay = CalendarOverlay(
            scope="office", source=Text("局文", "Office"), form="typed", created_at=uow.now
        )
        uow.session.add(overlay)
        uow.session.flush()
        revision = CalendarRevision(
            overlay_id=overlay.id, action="publish", version="v2", note="元旦", at=uow.now
        )
        uow.session.add(revision)
        uow.session.flush()
        uow.session.execute(update(Clock).values(calendar=revision.id))
    found = read(office, case).revision
    assert found is not None
    assert (found.version, found.note) == ("v2", "元旦")


def test_there_is_no_ledger_of_a_clock_of_another_case(office: Office, case: int):
    other = office.file("simple")
    with office.reading("supervisor") as uow:
        number = ledgers.clocks_of(uow, other)[0][0]
        with pytest.raises(NotFound):
            ledgers.read(uow, case, number)


def test_who_is_recused_reads_no_ledger(office: Office, case: int):
    with office.as_("supervisor") as uow:
        cases.recuse(uow, case, office.ids["handler"], note="亲属")
    with pytest.raises(Recused):
        read(office, case, "handler")
