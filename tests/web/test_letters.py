"""What came in on paper is registered for the message that the case waits for."""

import pytest

from engine import cases
from engine.queries import casefile
from tests.web.browsing import Browser
from tests.web.little_office import ROOT, LittleOffice
from workflows import procedures

FACTS = {
    "channel": "12315",
    "source_number": "12315-2026-000123",
    "received_on": "2026-03-02",
    "matter": "infringement",
    "subject": "某商行销售侵犯外观设计专利权的保温杯",
    "facts": "在某商行购得的保温杯与专利外观设计近似。",
    "claims": "责令停止销售。",
    "informant_kind": "named",
    "complainant_kind": "organisation",
    "complainant_name": "长河科技有限公司",
    "complainant_id": "91430100MA4L16JQ9X",
    "complainant_phone": "0731-88887777",
    "right": "design",
    "patent_number": "ZL202330123456.7",
    "respondent_name": "某日用品商行",
    "respondent_kind": "organisation",
    "industry": "household",
    "jurisdiction": "local",
    "evidence": [{"name": "购物小票", "kind": "document", "copies": 1}],
}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    office = LittleOffice(tmp_path_factory.mktemp("letters"), procedures())
    office.deploy(ROOT / "bpmn" / "complaint-intake")
    office.close()
    return office


@pytest.fixture
def office(tmp_path, first):
    office = LittleOffice(tmp_path, procedures(), of=first)
    yield office
    office.close()


@pytest.fixture
def case(office):
    with office.acting("intake") as uow:
        return cases.start(uow, "complaint-intake", facts=FACTS).id


def letter(office, case, login="intake"):
    browser = Browser(office.app()).sign_in(login).open(f"/cases/{case}")
    address = next(part for part in browser.text.split('"') if part.endswith("/withdrawn"))
    return browser.open(address)


def test_a_withdrawal_on_paper_takes_the_case_where_its_diagram_says(office, case):
    page = letter(office, case)
    page.submit("/withdrawn", withdrawal_reason="双方已自行和解", withdrawn_on="2026-09-24")
    assert page.status == 200
    assert "来文已登记" in page.text
    with office.acting("intake") as uow:
        assert casefile.read(uow, case).facts.variables["withdrawal_reason"] == "双方已自行和解"


def test_a_letter_without_what_the_diagram_reads_comes_back_as_it_was_typed(office, case):
    page = letter(office, case).submit("/withdrawn", withdrawal_reason="只写了理由", withdrawn_on="")
    assert page.status == 422
    assert "只写了理由" in page.text


def test_the_same_letter_sent_twice_is_registered_once(office, case):
    page = letter(office, case)
    form = page.form("/withdrawn")
    fields = {**form["fields"], "withdrawal_reason": "撤回", "withdrawn_on": "2026-09-24"}
    first, second = (page.client.post(page.address, data=fields) for _ in range(2))
    assert first.status_code == 303
    assert second.status_code == 409
    with office.acting("intake") as uow:
        received = [entry for entry in casefile.read(uow, case).timeline if entry.kind == "message-received"]
    assert len(received) == 1


def test_a_letter_that_no_token_waits_for_is_refused(office, case):
    page = Browser(office.app()).sign_in("intake").open(f"/cases/{case}/letters/999/withdrawn")
    assert page.status == 409


def test_an_administrator_registers_nothing(office, case):
    page = Browser(office.app()).sign_in("admin").open(f"/cases/{case}/letters/1/withdrawn")
    assert page.status == 403
