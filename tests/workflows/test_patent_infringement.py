"""The infringement dispute, from the request to the archive, along every way that the diagram has."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from infringement_case import (
    ARCHIVED,
    FACTS,
    answered,
    approved,
    checked,
    closed,
    collected,
    decided,
    drafted,
    filed,
    offered,
    planned,
    received,
    served,
    weighed,
)
from office_case import OfficeCase
from procedure_case import Case, reading_of

from engine import people
from engine.errors import FormInvalid, FourEyes, NotAllowed
from engine.graph import Kind
from tests.office import Now, Office
from workflows.patent_infringement import parties, procedure, title
from workflows.patent_infringement.operations import ending

# --- what is drawn ---


def test_the_diagram_its_tables_and_its_forms_have_nothing_to_be_found_but_that_the_promise_is_tight() -> (
    None
):
    """The respondent's 15 days do not fit into the promised 10; shorter ones may be agreed."""
    (found,) = reading_of(procedure).findings
    assert (found.rule, found.element) == ("clock-tight", "patent_infringement")
    assert "“等待答辩”15日" in found.message.zh
    assert "answer_period == '15 calendar-days'" in found.message.zh


def test_every_operation_of_the_diagram_is_there_and_none_is_left_over() -> None:
    processes = reading_of(procedure).blueprint.processes.values()
    bodies = [node.body for process in processes for node in process.nodes.values() if node.body]
    nodes = [node for process in [*processes, *bodies] for node in process.nodes.values()]
    assert {node.operation for node in nodes if node.operation} == set(procedure.operations)


@pytest.mark.parametrize(
    ("clock", "amount", "unit"),
    [
        ("promise_design", 10, "calendar-days"),
        ("ordinary_design", 1, "months"),
        ("promise_patent", 1, "months"),
        ("ordinary_patent", 3, "months"),
        ("acceptance", 5, "working-days"),
    ],
)
def test_the_periods_of_the_bureau_are_on_the_diagram(clock: str, amount: int, unit: str) -> None:
    clocks = {one.id: one for one in reading_of(procedure).blueprint.processes["patent_infringement"].clocks}
    assert (clocks[clock].amount, clocks[clock].unit) == (amount, unit)
    assert clocks[clock].basis


def test_who_drafts_may_neither_review_nor_approve() -> None:
    nodes = reading_of(procedure).blueprint.processes["patent_infringement"].nodes
    kept_apart = {name: nodes[name].assignment.separate_from for name in ("legal_review", "approve_decision")}
    assert kept_apart == {
        "legal_review": ("draft_decision",),
        "approve_decision": ("draft_decision", "legal_review"),
    }


def test_two_handlers_do_what_follows_the_naming() -> None:
    nodes = reading_of(procedure).blueprint.processes["patent_infringement"].nodes.values()
    handled = [node for node in nodes if node.kind is Kind.USER and node.assignment.role == "case-handler"]
    assert {(node.assignment.among, node.assignment.count) for node in handled} == {("handlers", 2)}


# --- from the papers to the filing ---


def test_complete_papers_go_to_the_director() -> None:
    case = checked()
    assert case.open == ["approve_filing"]
    assert case["filing_reason"] == "符合立案条件"


def test_missing_papers_are_asked_for_and_checked_again() -> None:
    case = checked(papers=["request", "identity"])
    assert case.open == ["notify_correction"]
    rows = [{"item": "专利登记簿副本", "requirement": "提交原件"}]
    case.do(
        "notify_correction",
        correction_items=rows,
        correction_method="direct",
        correction_notified_on="2026-03-02",
    )
    case.do("await_correction", corrected_on="2026-03-02", correction_note="已补交。")
    assert case.open == ["check_papers"]


def _asked_for_correction() -> Case:
    rows = [{"item": "被请求人地址", "requirement": "补充"}]
    return checked(respondent_definite=False).do(
        "notify_correction",
        correction_items=rows,
        correction_method="mail",
        correction_notified_on="2026-03-02",
    )


def test_a_correction_may_come_in_by_itself() -> None:
    case = _asked_for_correction().tell("correction-received", correction_note="补充了地址。")
    assert case.open == ["check_papers"]
    assert (case["corrected_on"], case["correction_note"]) == ("2026-03-02", "补充了地址。")


def test_a_request_that_is_not_corrected_in_five_working_days_lapses() -> None:
    case = _asked_for_correction()
    assert case.due("correction_overdue").date() == date(2026, 3, 9)
    case.later(days=8)
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("lapsed", "2026-03-09")


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("patent_in_force", "专利权"),
        ("within_jurisdiction", "管辖"),
        ("no_lawsuit", "起诉"),
        ("requester_entitled", "利害关系人"),
    ],
)
def test_a_request_that_fails_a_condition_is_refused_with_its_reason(condition: str, says: str) -> None:
    case = checked(**{condition: False})
    assert case.open == ["refuse_request"]
    assert says in case["filing_reason"]


def test_what_the_director_does_not_approve_is_not_filed() -> None:
    case = checked().do("approve_filing", filing_decision="refuse", filing_opinion="同一事实已处理。")
    case.do(
        "refuse_request",
        refusal_grounds="同一事实已处理。",
        refusal_remedy="可以向人民法院起诉。",
        refusal_number="1号",
        refused_on="2026-03-02",
    )
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("refused", "2026-03-02")


def test_a_filed_case_has_its_day_and_its_figures_at_zero() -> None:
    case = approved()
    assert case.open == ["name_handlers"]
    assert case["filed_on"] == "2026-03-02"
    assert (case["officers_deployed"], case["turnover_involved"], case["goods_seized_value"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("patent_number", "123"),
        ("complainant_phone", "12345"),
        ("complainant_id", "91430100"),
        ("received_on", "2026-03-03"),
        ("right", "trademark"),
    ],
)
def test_what_cannot_be_true_is_not_registered(field: str, value: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        Case(procedure, {**FACTS, field: value}, number="ZQ2026-0001")
    assert [problem.element for problem in refused.value.problems] == [f"/{field}"]


def test_one_handler_is_not_enough() -> None:
    case = approved()
    with pytest.raises(FormInvalid):
        case.do("name_handlers", handlers=[11], lead_handler=11, no_conflict=True)


def test_a_handler_with_a_conflict_is_not_named() -> None:
    case = approved()
    with pytest.raises(FormInvalid):
        case.do("name_handlers", handlers=[11, 12], lead_handler=11, no_conflict=False)


# --- service, answer, mediation ---


def test_the_respondent_has_fifteen_days_to_answer() -> None:
    assert served().due("answer_overdue").date() == date(2026, 3, 17)


def test_parties_of_the_fast_track_may_agree_on_a_shorter_time() -> None:
    case = filed().do(
        "serve_respondent",
        service_method="electronic",
        served_on="2026-03-02",
        service_receipt="DZ-1",
        answer_period="3 calendar-days",
        period_agreed_on="2026-03-02",
    )
    assert case.due("answer_overdue").date() == date(2026, 3, 5)


def test_silence_of_the_respondent_does_not_stop_the_case() -> None:
    case = served().later(days=16)
    assert case.open == ["offer_mediation"]
    assert "answered_on" not in case.run.data


def test_an_answer_may_come_in_by_itself() -> None:
    case = served().tell("answer-received", answer="不近似。", stay_requested=True)
    assert case.open == ["offer_mediation"]
    assert (case["answer"], case["stay_requested"]) == ("不近似。", True)


def _announced() -> Case:
    return filed().do(
        "serve_respondent",
        service_method="announcement",
        served_on="2026-03-02",
        announcement_place="本局网站",
        answer_period="15 calendar-days",
    )


def test_service_by_announcement_takes_thirty_days() -> None:
    case = _announced()
    assert case.open == ["await_announcement"]
    assert case.later(days=31).open == ["await_answer"]


def test_the_end_of_an_announcement_can_be_registered() -> None:
    case = _announced().do("await_announcement", announcement_over_on="2026-03-02")
    assert case.open == ["await_answer"]


def test_mediation_needs_both_sides() -> None:
    case = answered().do(
        "offer_mediation",
        answer_forwarded_on="2026-03-02",
        complainant_willing=True,
        respondent_willing=False,
    )
    assert case.open == ["plan_investigation"]


def _mediated(*, reached: bool) -> Case:
    why = {} if reached else {"mediation_failure": "差距过大。"}
    return offered(willing=True).do(
        "hold_mediation",
        mediation_on="2026-03-02",
        mediation_place="本局",
        mediation_participants="双方",
        mediation_minutes="略",
        agreement_reached=reached,
        **why,
    )


def test_an_agreement_is_recorded_closed_and_archived_without_a_decision() -> None:
    case = _mediated(reached=True).do(
        "record_mediation",
        mediation_number="调1号",
        mediation_terms="停止销售。",
        turnover_involved=1200,
        mediated_on="2026-03-02",
        judicial_confirmation=False,
    )
    assert case.open == ["archive_case"]
    assert (case["outcome"], case["turnover_involved"]) == ("mediated", 1200)
    assert case.do("archive_case", **ARCHIVED).ended


def test_after_a_failed_mediation_the_case_is_investigated() -> None:
    assert _mediated(reached=False).open == ["plan_investigation"]


# --- investigation, stay, hearing ---


def test_evidence_is_always_collected() -> None:
    assert planned().open == ["collect_evidence"]


def test_the_evidence_is_weighed_once_every_measure_is_done() -> None:
    case = planned("inspection", "appraisal")
    assert case.open == ["collect_evidence", "inspect_site", "order_appraisal"]
    collected(case)
    visit = {"inspected_on": "2026-03-02", "place": "仓库", "officers": 3, "found": "保温杯50只"}
    case.do("inspect_site", inspections=[visit], inspection_obstructed=False)
    case.do(
        "order_appraisal",
        appraisal_body="鉴定所",
        appraisal_matters="是否近似",
        appraisal_ordered_on="2026-03-02",
        appraisal_payer="complainant",
    )
    assert case.open == ["receive_appraisal"]
    case.do(
        "receive_appraisal",
        appraisal_number="J1",
        appraisal_received_on="2026-03-02",
        appraisal_result="equivalent",
        appraisal_summary="近似。",
    )
    assert case.open == ["review_evidence"]


def test_announcement_appraisal_and_stay_suspend_the_clocks() -> None:
    nodes = reading_of(procedure).blueprint.processes["patent_infringement"].nodes
    suspending = {reason: name for name, node in nodes.items() for reason in node.suspends}
    assert suspending == {
        "correction": "await_correction",
        "announcement": "await_announcement",
        "appraisal": "receive_appraisal",
        "stay": "await_invalidity",
    }


def test_a_stay_is_approved_and_ends_with_the_decision_on_validity() -> None:
    case = weighed(collected(planned()), stay=True)
    assert case.open == ["approve_stay"]
    case.do("approve_stay", stay_decision="approve", stay_opinion="同意。")
    assert case.open == ["await_invalidity"]
    case.tell("invalidity-decided", invalidity_result="maintained")
    assert case.open == ["draft_decision"]


def test_a_stay_can_be_ended_by_the_handlers() -> None:
    case = weighed(collected(planned()), stay=True, hearing=True)
    case.do("approve_stay", stay_decision="approve", stay_opinion="同意。")
    case.do(
        "await_invalidity",
        invalidity_number="5678",
        invalidity_decided_on="2026-03-02",
        invalidity_result="partly-invalid",
    )
    assert case.open == ["notify_hearing"]


def test_a_refused_stay_goes_back_to_the_handlers() -> None:
    case = weighed(collected(planned()), stay=True)
    case.do("approve_stay", stay_decision="refuse", stay_opinion="专利权稳定。")
    assert case.open == ["review_evidence"]


def test_a_hearing_comes_before_the_draft() -> None:
    case = weighed(collected(planned()), hearing=True)
    case.do(
        "notify_hearing",
        hearing_at="2026-03-20T09:00:00+08:00",
        hearing_place="审理室",
        hearing_notified_on="2026-03-02",
        hearing_rights_told=True,
    )
    case.do("hold_hearing", hearing_present=["complainant", "respondent"], hearing_minutes="略")
    assert case.open == ["draft_decision"]


# --- decision and end ---


def test_a_draft_that_the_reviewer_returns_is_drafted_again() -> None:
    case = drafted(weighed(collected(planned())))
    case.do("legal_review", review_points=["law"], review_result="return", review_opinion="补充依据。")
    assert case.open == ["draft_decision"]


def test_a_decision_that_the_director_returns_is_drafted_and_reviewed_again() -> None:
    case = drafted(weighed(collected(planned())))
    case.do("legal_review", review_points=["law"], review_result="pass", review_opinion="同意。")
    case.do("approve_decision", decision_approval="return", approval_opinion="调整表述。")
    assert drafted(case).open == ["legal_review"]


def test_a_design_case_goes_from_the_request_to_the_archive() -> None:
    case = closed(decided(weighed(collected(planned()))))
    assert case.open == ["archive_case"]
    assert (case["outcome"], case["closed_on"]) == ("infringed", "2026-03-02")
    assert case.do("archive_case", **ARCHIVED).ended


def test_officers_are_counted_by_person_times_and_the_handlers_are_told_of_the_end() -> None:
    case = planned("inspection")
    visits = [
        {"inspected_on": "2026-03-02", "place": "仓库", "officers": 3, "found": "保温杯50只"},
        {"inspected_on": "2026-03-02", "place": "门店", "officers": 2, "found": "保温杯5只"},
    ]
    case.do("inspect_site", inspections=visits, inspection_obstructed=False)
    closed(decided(weighed(collected(case))))
    assert (case["officers_deployed"], case["turnover_involved"]) == (5, 36000)
    assert [effect.to for effect in case.host.effects] == [case.handlers]


# --- withdrawal and settlement ---


@pytest.mark.parametrize(
    "stage", [received, approved, served, lambda: drafted(weighed(collected(planned())))]
)
def test_a_request_can_be_withdrawn_at_any_point_until_the_decision(stage: Any) -> None:
    case = stage().tell("withdrawn", withdrawal_reason="双方和解。")
    assert case.open == ["record_withdrawal"]


def _withdrawn(kind: str) -> Case:
    terms = {"settlement_terms": "赔偿并停止销售。"} if kind == "settled" else {}
    return (
        filed()
        .tell("withdrawn")
        .do(
            "record_withdrawal",
            withdrawn_on="2026-03-02",
            withdrawal_kind=kind,
            withdrawal_reason="自愿。",
            withdrawal_voluntary=True,
            **terms,
        )
    )


@pytest.mark.parametrize("kind", ["withdrawn", "settled"])
def test_a_withdrawn_case_is_closed_and_archived(kind: str) -> None:
    case = _withdrawn(kind).do("approve_withdrawal", withdrawal_decision="approve")
    assert case["outcome"] == kind
    assert case.do("archive_withdrawn", **ARCHIVED).ended


def test_a_doubtful_withdrawal_goes_back_for_verification() -> None:
    case = _withdrawn("withdrawn").do(
        "approve_withdrawal", withdrawal_decision="return", withdrawal_opinion="核实授权。"
    )
    assert case.open == ["record_withdrawal"]


def test_after_the_decision_nothing_can_be_withdrawn() -> None:
    assert decided(weighed(collected(planned()))).refuses("withdrawn")


# --- the package ---


def test_a_case_is_called_by_its_parties_and_its_patent() -> None:
    assert title(FACTS) == "长河科技有限公司诉某某日用品商行：保温杯"
    assert title({}) == "专利侵权纠纷"


def test_both_sides_are_parties_as_far_as_they_are_known() -> None:
    assert [(party.role.en, party.name) for party in parties(FACTS)] == [
        ("Complainant", "长河科技有限公司"),
        ("Respondent", "某某日用品商行"),
    ]
    assert parties({}) == []


def test_a_withdrawal_outweighs_what_came_before() -> None:
    case = {"withdrawal_kind": "settled", "agreement_reached": True, "infringement_finding": "infringed"}
    assert ending(case) == "settled"


# --- in an office, on a real database ---


@pytest.fixture
def request_received(office: Office, now: Now) -> Callable[..., OfficeCase]:
    """A request that comes in on a Monday morning."""
    now.to("2026-03-02 09:30")
    return lambda **facts: OfficeCase(office, procedure, {**FACTS, **facts})


def test_a_design_case_runs_under_its_promise_and_its_ordinary_period(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = served(request_received())
    assert case.running == ["answer_15", "ordinary_design", "promise_design"]
    assert case.last_day("promise_design") == date(2026, 3, 12)
    assert case.last_day("ordinary_design") == date(2026, 4, 2)
    assert case.clocks["acceptance"].state == "stopped"


@pytest.mark.parametrize("right", ["invention", "utility-model"])
def test_other_patents_have_a_month_by_promise_and_three_by_law(
    request_received: Callable[..., OfficeCase], right: str
) -> None:
    case = filed(request_received(right=right), right=right)
    assert case.running == ["ordinary_patent", "promise_patent", "service"]
    assert case.last_day("promise_patent") == date(2026, 4, 2)
    assert case.last_day("ordinary_patent") == date(2026, 6, 2)


def test_a_design_case_goes_through_the_office_to_the_archive(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = closed(decided(weighed(collected(planned(case=request_received())))))
    assert case.running == []
    case.do("archive_case", **ARCHIVED)
    assert case.ended_properly()
    assert (case["outcome"], case.office.case(case.id).number) == ("infringed", "ZQ2026-0001")
    assert all(clock.breached_at is None for clock in case.clocks.values())


def test_the_clocks_stop_with_the_service_of_the_decision(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = decided(weighed(collected(planned(case=request_received()))))
    assert case.running == ["ordinary_design", "promise_design"]
    assert closed(case).running == []


def test_a_missed_promise_is_the_supervisors_and_the_directors_matter(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = served(request_received()).to("2026-03-13 09:00")
    assert case.clocks["promise_design"].breached_at is not None
    assert case.clocks["ordinary_design"].breached_at is None
    for login in ("supervisor", "director"):
        assert any("承诺时限" in text.zh for text in case.office.inbox(login)), login


def test_a_stay_adds_its_days_to_both_clocks(request_received: Callable[..., OfficeCase]) -> None:
    case = weighed(collected(planned(case=request_received())), stay=True).to("2026-03-03 10:00")
    case.do("approve_stay", stay_decision="approve", stay_opinion="同意。", by="chief")
    assert case.running == []
    case.to("2026-03-22 10:00").tell("invalidity-decided", invalidity_result="maintained")
    assert case.running == ["ordinary_design", "promise_design"]
    assert case.last_day("promise_design") == date(2026, 3, 31)
    assert case.last_day("ordinary_design") == date(2026, 4, 21)


def test_waiting_for_a_correction_does_not_use_up_the_time_to_file(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = checked(request_received(), papers=["request"])
    rows = [{"item": "专利登记簿副本", "requirement": "提交原件"}]
    case.do(
        "notify_correction",
        correction_items=rows,
        correction_method="direct",
        correction_notified_on="2026-03-02",
    )
    assert case.clocks["acceptance"].state == "suspended"
    case.to("2026-03-05 10:00").tell("correction-received")
    assert case.last_day("acceptance") == date(2026, 3, 11)


def test_a_request_lapses_by_itself_when_nobody_corrects_it(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = checked(request_received(), papers=["request"])
    rows = [{"item": "专利登记簿副本", "requirement": "提交原件"}]
    case.do(
        "notify_correction",
        correction_items=rows,
        correction_method="direct",
        correction_notified_on="2026-03-02",
    )
    case.to("2026-03-10 09:00")
    assert case["outcome"] == "lapsed"
    assert case.ended_properly()


def test_a_reviewer_who_drafted_may_not_review(request_received: Callable[..., OfficeCase]) -> None:
    case = drafted(weighed(collected(planned(case=request_received()))))
    with case.office.as_("admin") as uow:
        people.grant(uow, case.office.ids["handler"], "reviewer")
    with pytest.raises(FourEyes):
        case.do(
            "legal_review", by="handler", review_points=["law"], review_result="pass", review_opinion="同意。"
        )


def test_only_named_handlers_work_on_the_case(request_received: Callable[..., OfficeCase]) -> None:
    case = filed(request_received())
    with pytest.raises(NotAllowed):
        case.do("serve_respondent", by="third", service_method="direct")


def test_a_withdrawal_stops_every_clock_and_the_file_is_kept(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = served(request_received()).tell("withdrawn", withdrawal_kind="settled")
    case.do(
        "record_withdrawal",
        withdrawn_on="2026-03-02",
        withdrawal_kind="settled",
        withdrawal_reason="自愿。",
        settlement_terms="停止销售。",
        withdrawal_voluntary=True,
    )
    case.do("approve_withdrawal", withdrawal_decision="approve")
    assert case.running == []
    case.do("archive_withdrawn", **ARCHIVED)
    assert case.ended_properly()
