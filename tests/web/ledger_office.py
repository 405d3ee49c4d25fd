"""Clocks of every kind for the tests of the ledger: the small procedure with another period, and what is done with it."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from engine import cases, clocks
from engine.queries import ledgers
from engine.text import Language
from tests.web.little_office import BUNDLE, LittleOffice
from web.ledgers import document
from web.ledgers.document import Sheet

PERIOD = 'amount="10" unit="calendar-days"'
FACTS = {"applicant": "东南大学", "pages": 3}
TITLE = "云雀音箱外观设计核查"
DECEMBER = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)
"""From here ten days end in a year whose notice is not on record."""


def deploy(office: LittleOffice, folder: Path, period: str) -> None:
    """Deploy the procedure with another period."""
    copy = folder / "design-check"
    shutil.copytree(BUNDLE, copy)
    diagram = copy / "design-check.bpmn"
    diagram.write_text(diagram.read_text().replace(PERIOD, period))
    office.deploy(copy)


def start(office: LittleOffice, title: str = TITLE) -> int:
    """Open a case; its only clock has the case's number among clocks."""
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts=FACTS, title=title).id


def clock_of(office: LittleOffice, case: int) -> int:
    """The id of the case's clock."""
    with office.engine.reading(office.actor("chief")) as uow:
        return ledgers.clocks_of(uow, case)[-1][0]


def suspend(office: LittleOffice, case: int, effective: date) -> None:
    clock = clock_of(office, case)
    with office.acting("chief") as uow:
        clocks.suspend(
            uow, clock, reason="appraisal", effective=effective, note="鉴定委托书 3 号",
            requested_by=office.ids["handler"],
        )  # fmt: skip


def resume(office: LittleOffice, case: int, effective: date) -> None:
    clock = clock_of(office, case)
    with office.acting("chief") as uow:
        clocks.resume(
            uow, clock, reason="appraisal", effective=effective, note="鉴定意见已收",
            requested_by=office.ids["handler"],
        )  # fmt: skip


def extend(office: LittleOffice, case: int, amount: int = 5) -> None:
    clock = clock_of(office, case)
    with office.acting("director") as uow:
        clocks.extend(uow, clock, amount=amount, requested_by=office.ids["handler"], note="案情复杂")


def suspended_and_extended(office: LittleOffice) -> int:
    """A case whose clock stood still from 26 to 30 September, and was extended on 2 October."""
    case = start(office)
    office.pass_time(days=2)
    suspend(office, case, date(2026, 9, 26))
    office.pass_time(days=5)
    resume(office, case, date(2026, 10, 1))
    office.pass_time(days=1)
    extend(office, case)
    return case


def sheet(office: LittleOffice, case: int, language: Language = "zh", login: str = "chief") -> Sheet:
    """The ledger of the case's clock, written down."""
    clock = clock_of(office, case)
    with office.engine.reading(office.actor(login)) as uow:
        return document.of(uow, ledgers.read(uow, case, clock), language)
