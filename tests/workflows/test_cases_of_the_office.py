"""Intake and passing-off on a database: linked cases, clocks, four eyes, reminders, and what a missed day leads to."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from passing_off_case import ABOUT, CRIMINAL, FOUND, INSPECTION, NAMED
from passing_off_case import FACTS as LEAD
from procedure_office import DeskOffice
from test_complaint_intake import FACTS, TOLD

from engine import clocks
from engine.errors import ExtensionRefused, FourEyes, NotAllowed
from engine.model import ClockState

BOTH = {"chief": ("intake-clerk", "supervisor"), "deputy": ("case-handler", "director")}


@pytest.fixture
def office(tmp_path: Path) -> DeskOffice:
    keys = ("complaint-intake", "patent-infringement", "patent-passing-off")
    return DeskOffice(tmp_path, *keys, more=BOTH)


def complained(office: DeskOffice, **facts: Any) -> int:
    return office.start("clerk", "complaint-intake", {**FACTS, **facts})


def accepted(office: DeskOffice, procedure: str, **facts: Any) -> int:
    case = complained(office, **facts)
    office.do(
        "clerk", case, "examine_complaint", route="accept", procedure=procedure, examination_opinion="符合。"
    )
    office.do("supervisor", case, "approve_outcome", approval="agree")
    return case


def verified(office: DeskOffice, case: int) -> int:
    office.do(
        "handler",
        case,
        "verify_lead",
        **ABOUT,
        verification_methods=["register"],
        register_status="lapsed",
        verified_on="2026-03-02",
        verification_result="established",
        verification_opinion="专利权已终止。",
    )
    return case


def filed(office: DeskOffice, case: int | None = None) -> int:
    case = verified(office, office.start("handler", "patent-passing-off", LEAD) if case is None else case)
    pair = [office.actors[login].person_id for login in ("handler", "second")]
    office.do("supervisor", case, "propose_filing", handlers=pair, filing_opinion="建议立案。")
    office.do("director", case, "approve_filing", filing_decision="approve")
    return case


def found(office: DeskOffice, case: int, **findings: Any) -> int:
    office.do("handler", case, "inspect_site", inspections=[INSPECTION], respondent_present=True, measures=[])
    office.do("second", case, "record_findings", **{**FOUND, **findings})
    return case


def notified(office: DeskOffice) -> int:
    case = found(office, filed(office))
    amounts = {"proposed_fine": 20000, "proposed_confiscation": 8000}
    office.do(
        "handler",
        case,
        "draft_penalty",
        penalties=["fine"],
        discretion="light",
        penalty_reasons="情节轻微。",
        **amounts,
    )
    served = {"notice_number": "告〔2026〕1号", "notice_served_on": "2026-03-02", "notice_method": "direct"}
    office.do("handler", case, "notify_penalty", **served)
    return case


def test_intake_starts_the_infringement_case_and_tells_its_number(office: DeskOffice) -> None:
    case = accepted(office, "patent-infringement")
    started = office.case(office.linked(case))
    assert started.number == "ZQ2026-0001"
    assert "长河科技有限公司" in started.title
    office.do("clerk", case, "tell_complainant", **TOLD)
    assert office.case(case).state == "completed"


def test_intake_starts_the_passing_off_case_with_what_it_knows(office: DeskOffice) -> None:
    case = office.linked(accepted(office, "patent-passing-off", matter="passing-off"))
    assert office.case(case).number == "JM2026-0001"
    assert office.open(case) == ["verify_lead"]
    assert office.open(filed(office, case)) == ["inspect_site", "tell_informant"]


def test_the_clock_of_the_intake_stops_when_whoever_complained_is_told(office: DeskOffice) -> None:
    case = accepted(office, "patent-infringement")
    assert office.clock(case, "acceptance").last_day == date(2026, 3, 11)
    office.do("clerk", case, "tell_complainant", **TOLD)
    assert office.clock(case, "acceptance").state == ClockState.STOPPED


def test_the_clock_of_the_intake_stands_still_until_the_papers_come(office: DeskOffice) -> None:
    case = complained(office)
    office.later(days=1)
    office.do(
        "clerk",
        case,
        "examine_complaint",
        route="supplement",
        missing_papers="权属",
        examination_opinion="缺。",
    )
    assert office.clock(case, "acceptance").state == ClockState.SUSPENDED
    office.later(days=2)
    office.do("clerk", case, "await_supplement", supplemented_on="2026-03-02", supplement_note="已交。")
    clock = office.clock(case, "acceptance")
    assert (clock.state, clock.last_day) == (ClockState.RUNNING, date(2026, 3, 13))


def test_a_complaint_nobody_looks_at_comes_to_the_supervisor_and_the_director(office: DeskOffice) -> None:
    case = complained(office)
    office.later(days=10)
    clock = office.clock(case, "acceptance")
    assert clock.breached_at is not None
    assert office.told("supervisor")
    assert office.told("director")
    assert len(office.open(case)) == 2


def test_who_examined_a_complaint_may_not_approve_it(office: DeskOffice) -> None:
    case = complained(office)
    office.do(
        "chief", case, "examine_complaint", route="transfer", transfer_to="甲市", examination_opinion="外地。"
    )
    with pytest.raises(FourEyes):
        office.do("chief", case, "approve_outcome", approval="agree")
    office.do("supervisor", case, "approve_outcome", approval="agree")


def test_only_the_desk_registers_complaints(office: DeskOffice) -> None:
    with pytest.raises(NotAllowed):
        office.start("handler", "complaint-intake", FACTS)


def test_another_body_is_reminded_of_until_it_answers(office: DeskOffice) -> None:
    case = complained(office, jurisdiction="elsewhere")
    office.do(
        "clerk", case, "examine_complaint", route="transfer", transfer_to="甲市", examination_opinion="外地。"
    )
    office.do("supervisor", case, "approve_outcome", approval="agree")
    letter = {"transfer_to": "甲市", "transfer_number": "转〔2026〕7号", "transferred_on": "2026-03-02"}
    office.do("clerk", case, "transfer_complaint", **letter)
    office.do("clerk", case, "tell_complainant", **TOLD)
    office.later(days=16)
    assert [text for text in office.told("clerk") if "第1次提醒" in text]
    answer = {"result": "handled", "answer": "已处理。", "answered_on": "2026-03-02"}
    assert office.tell("transfer-answered", {"transfer_number": "转〔2026〕7号"}, **answer) == "delivered"
    assert office.open(case) == ["tell_answer"]


def test_promise_and_ordinary_period_run_side_by_side_from_the_filing(office: DeskOffice) -> None:
    case = filed(office)
    assert {"promise", "ordinary"} <= office.running(case)
    assert office.clock(case, "promise").last_day == date(2026, 3, 12)
    assert office.clock(case, "ordinary").last_day == date(2026, 4, 2)


def test_time_for_the_statement_is_not_counted(office: DeskOffice) -> None:
    case = notified(office)
    assert {office.clock(case, name).state for name in ("promise", "ordinary")} == {ClockState.SUSPENDED}
    office.later(days=8)
    assert office.open(case) == ["draft_decision"]
    assert office.clock(case, "promise").state == ClockState.RUNNING
    assert office.clock(case, "promise").last_day > date(2026, 3, 12)


def test_a_missed_promise_is_escalated_and_the_case_goes_on(office: DeskOffice) -> None:
    case = filed(office)
    office.later(days=12)
    promise, ordinary = office.clock(case, "promise"), office.clock(case, "ordinary")
    assert promise.breached_at is not None
    assert ordinary.breached_at is None
    assert any("承诺时限" in text for text in office.told("supervisor"))
    assert "inspect_site" in office.open(case)


def test_the_director_extends_the_ordinary_period_by_fifteen_days_once(office: DeskOffice) -> None:
    case = filed(office)
    ordinary, handler = office.clock(case, "ordinary").id, office.actors["handler"].person_id
    assert handler is not None
    with office.engine.unit_of_work(office.actors["director"]) as uow:
        clocks.extend(uow, ordinary, amount=15, requested_by=handler, note="案情复杂")
    assert office.clock(case, "ordinary").last_day == date(2026, 4, 17)
    with pytest.raises(ExtensionRefused), office.engine.unit_of_work(office.actors["director"]) as uow:
        clocks.extend(uow, ordinary, amount=1, requested_by=handler, note="再延")
    with pytest.raises(ExtensionRefused), office.engine.unit_of_work(office.actors["director"]) as uow:
        clocks.extend(uow, office.clock(case, "promise").id, amount=1, requested_by=handler, note="延")


def test_a_named_informant_is_told_within_five_working_days(office: DeskOffice) -> None:
    case = filed(office, office.start("handler", "patent-passing-off", {**LEAD, **NAMED}))
    assert office.clock(case, "informant").last_day == date(2026, 3, 9)


def test_seized_goods_have_thirty_days(office: DeskOffice) -> None:
    case = filed(office)
    measures = {"inspections": [INSPECTION], "respondent_present": True, "measures": ["seizure"]}
    office.do("handler", case, "inspect_site", **measures)
    asked = {
        "seizure_measure": "seize",
        "seizure_goods": "净水器",
        "seizure_reason": "假冒。",
        "seizure_urgent": False,
    }
    office.do("handler", case, "request_seizure", **asked)
    office.do("director", case, "approve_seizure", seizure_decision="approve")
    goods = [{"name": "净水器", "quantity": 10, "value": 10000}]
    order = {
        "seizure_number": "扣1号",
        "seized_on": "2026-03-02",
        "seizure_place": "门店",
        "seizure_keeper": "王某",
    }
    office.do("second", case, "execute_seizure", **order, seizure_list=goods, seizure_served=True)
    assert office.clock(case, "seizure").last_day == date(2026, 4, 1)
    disposed = {"disposal": "released", "disposed_on": "2026-03-02", "disposal_number": "解1号"}
    office.do("handler", case, "dispose_goods", **disposed)
    assert office.clock(case, "seizure").state == ClockState.STOPPED


def test_the_clocks_run_on_until_the_police_take_the_case_over(office: DeskOffice) -> None:
    case = found(office, filed(office), **CRIMINAL)
    office.do("director", case, "approve_transfer", transfer_decision="approve", transfer_note="移送。")
    letter = {"transfer_to": "市公安局", "transfer_number": "移3号", "transferred_on": "2026-03-02"}
    office.do("handler", case, "transfer_police", **letter, prosecutor_copied=True, transfer_papers="案卷。")
    assert office.clock(case, "ordinary").state == ClockState.RUNNING
    answer = {"decision": "filed", "answered_on": "2026-03-02", "document": "公立9号"}
    assert office.tell("police-answered", {"transfer_number": "移3号"}, **answer) == "delivered"
    assert office.case(case).state == "completed"
    assert office.clock(case, "ordinary").state == ClockState.STOPPED


def test_who_drafts_never_reviews_nor_approves(office: DeskOffice) -> None:
    case = notified(office)
    office.do("handler", case, "record_statement", statement_kind="none")
    decision = {"decision_kind": "no-penalty", "decision_text": "不予处罚。"}
    office.do("second", case, "draft_decision", **decision)
    with pytest.raises(NotAllowed):
        office.do(
            "second", case, "legal_review", review_result="pass", review_points=[], review_opinion="可。"
        )
    office.do("reviewer", case, "legal_review", review_result="pass", review_points=[], review_opinion="可。")
    office.do("director", case, "approve_decision", collective_discussion=False, decision_approval="approve")
    assert office.open(case) == ["serve_decision"]


def test_an_officer_who_was_not_named_does_not_touch_the_case(office: DeskOffice) -> None:
    case = filed(office)
    findings = {"inspections": [INSPECTION], "respondent_present": True, "measures": []}
    with pytest.raises(NotAllowed):
        office.do("deputy", case, "inspect_site", **findings)


def test_goods_seized_in_a_hurry_are_approved_within_a_day(office: DeskOffice) -> None:
    case = filed(office)
    measures = {"inspections": [INSPECTION], "respondent_present": True, "measures": ["seizure"]}
    office.do("handler", case, "inspect_site", **measures)
    asked = {"seizure_measure": "seize", "seizure_goods": "净水器", "seizure_reason": "当事人转移物品。"}
    done = {"seizure_urgent": True, "seizure_done_at": "2026-03-02T09:10"}
    office.do("handler", case, "request_seizure", **asked, **done)
    assert office.clock(case, "urgent_seizure").last_day == date(2026, 3, 3)
