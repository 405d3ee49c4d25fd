"""The pre-examination, from the request to the grant, along every way that the diagram has."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from office_case import OfficeCase
from preexamination_case import (
    ARCHIVED,
    FACTS,
    STAFF,
    concluded,
    corrected,
    granted,
    marked,
    notified,
    passed,
    registered,
    reported,
)
from procedure_case import Case, reading_of

from engine import people
from engine.procedure import Candidate
from tests.office import Now, Office
from workflows.fast_preexamination import parties, procedure, title

# --- what is drawn ---


def test_the_diagrams_their_tables_and_their_forms_have_nothing_to_be_found() -> None:
    assert reading_of(procedure).findings == ()


def test_every_operation_of_the_diagrams_is_there_and_none_is_left_over() -> None:
    processes = reading_of(procedure).blueprint.processes.values()
    bodies = [node.body for process in processes for node in process.nodes.values() if node.body]
    nodes = [node for process in [*processes, *bodies] for node in process.nodes.values()]
    assert {node.operation for node in nodes if node.operation} == set(procedure.operations)


@pytest.mark.parametrize(
    ("clock", "target", "amount", "unit"),
    [
        ("examination_invention", None, 7, "working-days"),
        ("examination_utility_model", None, 5, "working-days"),
        ("examination_design", None, 3, "working-days"),
        ("promise_invention", 3, 6, "months"),
        ("promise_utility_model", None, 1, "months"),
        ("promise_design", 5, 7, "working-days"),
        ("ordinary_invention", None, 22, "months"),
        ("ordinary_utility_model", 7, 8, "months"),
    ],
)
def test_the_periods_are_on_the_diagram(clock: str, target: int | None, amount: int, unit: str) -> None:
    clocks = {one.id: one for one in reading_of(procedure).blueprint.processes["fast_preexamination"].clocks}
    found = clocks[clock]
    assert (found.target, found.amount, found.unit) == (target, amount, unit)
    assert found.basis


# --- formal and scope check ---


def test_a_request_within_the_fields_is_accepted_and_its_field_found() -> None:
    case = registered()
    assert (case["request_route"], case["field"]) == ("accept", "equipment")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"record_status": "none"}, "备案"),
        ({"record_status": "suspended"}, "暂停"),
        ({"main_classification": "A61K8/00"}, "服务领域"),
        ({"right": "design", "main_classification": "02-01"}, "服务领域"),
        ({"is_pct": True}, "国际申请"),
        ({"is_divisional": True}, "分案"),
        ({"needs_secrecy": True}, "保密"),
        ({"electronic": False}, "电子申请"),
        ({"fees_ready": False}, "费用"),
        ({"right": "trademark"}, "专利类型"),
    ],
)
def test_a_request_that_may_not_be_examined_is_refused_with_its_reason(
    changed: dict[str, Any], says: str
) -> None:
    facts = {**FACTS, **changed}
    table = reading_of(procedure).blueprint.decisions
    facts |= table["centre-fields"].decide(facts, now=None)
    found = table["preexamination-scope"].decide(facts, now=None)
    assert found["request_route"] == "refuse"
    assert says in found["request_reason"]


@pytest.mark.parametrize(
    ("right", "classification", "field"),
    [
        ("invention", "H04L12/24", "information"),
        ("utility-model", "B23K26/00", "equipment"),
        ("invention", "C22C38/00", "materials"),
        ("design", "14-03", "information"),
        ("design", "12-08", "equipment"),
    ],
)
def test_the_field_follows_from_the_main_classification(right: str, classification: str, field: str) -> None:
    case = registered(right=right, main_classification=classification)
    assert case["field"] == field


def test_a_refused_request_is_closed_with_a_notice() -> None:
    case = registered(is_pct=True).do(
        "refuse_request", refusal_grounds="国际申请。", refusal_number="1号", refusal_sent_on="2026-03-02"
    )
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("not-accepted", "2026-03-02")


# --- the examiner ---


def test_the_least_loaded_examiner_of_the_field_gets_the_request() -> None:
    case = registered()
    assert (case["examiner"], case["examiner_name"]) == (22, "吴越")
    assert case.open == ["examine"]


def test_of_two_equally_loaded_examiners_the_first_on_the_list_gets_it() -> None:
    staff = (Candidate(32, "甲", "preexam-1", 2), Candidate(31, "乙", "preexam-1", 2))
    assert registered(staff=staff)["examiner"] == 31


def test_where_nobody_examines_the_field_the_supervisor_names_somebody() -> None:
    case = registered(staff=STAFF[2:])
    assert case.open == ["assign_examiner"]
    case.do("assign_examiner", examiner=23, assignment_note="借调。")
    assert case.open == ["examine"]
    assert case["examiner"] == 23


# --- examination ---


def test_a_pass_gives_a_certificate_with_a_number_of_its_own() -> None:
    case = passed()
    assert case.open == ["await_filing"]
    assert (case["certificate_number"], case["passed_on"]) == ("YSHG2026-0007", "2026-03-02")
    assert [effect.to for effect in case.host.effects] == [[22]]


def test_an_examiner_named_by_hand_is_told_too() -> None:
    case = registered(staff=()).do("assign_examiner", examiner=23, assignment_note="借调。")
    concluded(case, "pass")
    assert [effect.to for effect in case.host.effects] == [[23]]


def test_a_rejection_gives_reasons_and_closes_the_case() -> None:
    case = concluded(registered(), "reject")
    assert case.open == ["write_rejection"]
    case.do(
        "write_rejection",
        rejection_kinds=["inventiveness"],
        rejection_grounds="D1+D2。",
        rejection_number="2号",
        rejected_on="2026-03-02",
    )
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("rejected", "2026-03-02")


def test_a_correction_is_awaited_for_five_working_days_and_examined_again() -> None:
    case = concluded(registered(), "correct")
    assert case.open == ["await_correction"]
    assert case.due("correction_overdue").date() == date(2026, 3, 9)
    assert case["correction_rounds"] == 1
    assert case.tell("correction-received", correction_note="改好了。").open == ["examine"]


def test_two_rounds_of_correction_may_still_lead_to_a_pass() -> None:
    case = concluded(corrected(corrected(registered())), "pass")
    assert case["correction_rounds"] == 2
    assert case.open == ["await_filing"]


def test_a_second_failed_correction_rejects_the_request() -> None:
    case = concluded(corrected(corrected(registered())), "correct")
    assert case.open == ["write_rejection"]


def test_a_correction_that_does_not_come_lapses_the_request() -> None:
    case = concluded(registered(), "correct").later(days=8)
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("lapsed", "2026-03-09")


def test_the_wait_for_a_correction_suspends_the_examination() -> None:
    process = reading_of(procedure).blueprint.processes["fast_preexamination"]
    assert process.nodes["await_correction"].suspends == ("correction",)
    examination = [clock for clock in process.clocks if clock.id.startswith("examination")]
    assert {clock.suspend_for for clock in examination} == {("correction",)}


# --- formal filing ---


def test_a_pass_lapses_when_nothing_is_filed_within_five_working_days() -> None:
    case = passed()
    assert case.due("filing_overdue").date() == date(2026, 3, 9)
    case.later(days=8)
    assert case.ended
    assert case["outcome"] == "pass-lapsed"


def test_an_applicant_may_report_the_filing_by_itself() -> None:
    case = passed().tell("application-filed", application_number="202610123456.7")
    assert case.open == ["verify_filing"]
    assert case["formally_filed_on"] == "2026-03-02"


def test_a_filing_that_differs_from_what_was_examined_lapses_the_pass() -> None:
    case = reported().do(
        "verify_filing", filing_identical=False, filing_differences="权利要求不同。", fees_paid=True
    )
    assert case.ended
    assert case["outcome"] == "pass-lapsed"


def test_an_identical_filing_is_marked_for_the_fast_track() -> None:
    case = marked()
    assert case.open == ["track_examination"]
    assert (case["fast_track"], case["fast_tracked_on"]) == (True, "2026-03-02")


# --- up to the grant ---


def test_a_grant_counts_its_days_from_the_mark() -> None:
    case = granted(marked())
    assert case.open == ["archive_case"]
    assert (case["outcome"], case["grant_days"]) == ("granted", 79)
    assert case.do("archive_case", **ARCHIVED).ended


def test_a_refusal_closes_the_case_without_days_to_grant() -> None:
    case = marked().do("track_examination", office_event="refused")
    case.do("record_refusal", refused_on="2026-03-02", refusal_grounds="创造性。", review_intended=False)
    assert (case["outcome"], case["grant_days"]) == ("refused", None)


def test_an_answered_office_action_is_logged_and_the_tracking_goes_on() -> None:
    case = notified(marked())
    case.do("await_response", responded_on="2026-03-02", response_note="修改并陈述意见。")
    case.do("check_response", response_result="sufficient")
    assert case.open == ["track_examination"]
    assert case["office_actions"] == [
        {
            "action_number": "2026030900123",
            "action_kind": "first",
            "action_issued_on": "2026-03-02",
            "responded_on": "2026-03-02",
            "response_result": "sufficient",
        }
    ]


def test_an_applicant_may_answer_by_itself() -> None:
    case = notified(marked()).tell("office-action-answered", responded_on="2026-03-02")
    assert case.open == ["check_response"]


def test_an_unanswered_office_action_is_urged_and_logged_as_such() -> None:
    case = notified(marked())
    assert case.due("response_overdue").date() == date(2026, 3, 16)
    case.later(days=15)
    assert case.open == ["urge_applicant"]
    case.do("urge_applicant", urged_on="2026-03-02", urge_method="phone", urge_result="三日内答复。")
    assert [row["response_result"] for row in case["office_actions"]] == ["unanswered"]


def test_several_office_actions_are_kept_in_their_order() -> None:
    case = marked()
    for result in ("insufficient", "sufficient"):
        notified(case).do("await_response", responded_on="2026-03-02", response_note="见附件。")
        case.do("check_response", response_result=result)
    assert [row["response_result"] for row in case["office_actions"]] == ["insufficient", "sufficient"]


def test_what_the_national_office_sends_may_come_in_by_itself() -> None:
    case = marked().tell("office-notice", office_event="granted", granted_on="2026-05-20")
    assert case.open == ["record_grant"]
    assert case["granted_on"] == "2026-05-20"


# --- withdrawal ---


@pytest.mark.parametrize("stage", [registered, passed, marked, lambda: notified(marked())])
def test_the_applicant_may_withdraw_until_there_is_a_result(stage: Any) -> None:
    case: Case = stage().tell("withdrawn", withdrawn_on="2026-03-02")
    assert case.open == ["record_withdrawal"]
    case.do(
        "record_withdrawal",
        withdrawn_on="2026-03-02",
        withdrawal_kind="withdrawn",
        withdrawal_reason="调整布局。",
    )
    assert case.ended
    assert (case["outcome"], case["grant_days"]) == ("withdrawn", None)


def test_after_the_grant_nothing_can_be_withdrawn() -> None:
    assert granted(marked()).refuses("withdrawn")


# --- the package ---


def test_a_request_is_called_by_its_applicant_and_its_invention() -> None:
    assert title(FACTS) == "湘江智能装备有限公司：一种盾构机刀盘"
    assert title({}) == "快速预审请求"


def test_the_applicant_is_the_party() -> None:
    assert [(party.name, party.contact) for party in parties(FACTS)] == [
        ("湘江智能装备有限公司", "13800001111")
    ]
    assert parties({}) == []


# --- in an office, on a real database ---


@pytest.fixture
def request_received(office: Office, now: Now) -> Callable[..., OfficeCase]:
    """A request that comes in on a Monday morning, to an office with an examiner for its field."""
    now.to("2026-03-02 09:30")
    with office.as_("") as uow:
        people.add_unit(uow, "preexam-1", "预审一科")
        office.ids["engineer"] = people.add(
            uow, login="engineer", name="沈预审", roles=["pre-examiner"], unit="preexam-1"
        )
    return lambda **facts: OfficeCase(office, procedure, {**FACTS, **facts}, examiner="engineer")


@pytest.mark.parametrize(
    ("right", "classification", "clock", "last"),
    [
        ("invention", "E21D9/06", "examination_invention", date(2026, 3, 11)),
        ("utility-model", "E21D9/06", "examination_utility_model", date(2026, 3, 9)),
        ("design", "15-09", "examination_design", date(2026, 3, 5)),
    ],
)
def test_the_examiner_of_the_field_has_the_days_of_the_kind_of_patent(
    request_received: Callable[..., OfficeCase], right: str, classification: str, clock: str, last: date
) -> None:
    case = request_received(right=right, main_classification=classification)
    assert case["examiner"] == case.office.ids["engineer"]
    assert case.open == ["examine"]
    assert case.running == [clock]
    assert case.last_day(clock) == last


def test_a_request_outside_the_fields_starts_no_clock(request_received: Callable[..., OfficeCase]) -> None:
    case = request_received(main_classification="A61K8/00")
    assert case.open == ["refuse_request"]
    assert case.clocks == {}


def test_waiting_for_a_correction_does_not_use_up_the_time_to_examine(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = concluded(request_received(), "correct")
    assert case.running == ["correction"]
    case.to("2026-03-05 10:00").tell("correction-received")
    assert case.running == ["examination_invention"]
    assert case.last_day("examination_invention") == date(2026, 3, 13)


def test_a_pass_that_is_not_used_lapses_by_itself(request_received: Callable[..., OfficeCase]) -> None:
    case = passed(request_received()).to("2026-03-10 09:00")
    assert case["outcome"] == "pass-lapsed"
    assert case.ended_properly()


def test_an_invention_runs_under_three_to_six_months_and_the_average_of_twenty_two(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = marked(request_received())
    assert case.running == ["ordinary_invention", "promise_invention"]
    assert case.last_day("promise_invention") == date(2026, 9, 2)
    target = case.clocks["promise_invention"].target_at
    assert target is not None
    assert target.date() == date(2026, 6, 2)


def test_a_design_runs_under_five_to_seven_working_days_alone(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = marked(request_received(right="design", main_classification="15-09"))
    assert case.running == ["promise_design"]
    assert case.last_day("promise_design") == date(2026, 3, 11)


def test_a_late_examination_is_the_supervisors_matter(request_received: Callable[..., OfficeCase]) -> None:
    case = request_received(right="design", main_classification="15-09").to("2026-03-06 09:00")
    assert case.clocks["examination_design"].breached_at is not None
    assert any("预审期限" in text.zh for text in case.office.inbox("supervisor"))


def test_a_request_goes_through_the_office_to_the_grant_and_the_archive(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = notified(marked(request_received()))
    assert "response_10" in case.running
    case.do("await_response", responded_on="2026-03-02", response_note="修改并陈述意见。")
    case.do("check_response", response_result="sufficient")
    granted(case)
    assert case.running == []
    case.do("archive_case", **ARCHIVED)
    assert case.ended_properly()
    assert (case["outcome"], case["grant_days"]) == ("granted", 79)
    assert case.office.case(case.id).number == "YS2026-0001"


def test_an_unanswered_office_action_is_urged_when_its_time_is_over(
    request_received: Callable[..., OfficeCase],
) -> None:
    case = notified(marked(request_received())).to("2026-03-17 09:00")
    assert case.open == ["urge_applicant"]


def test_a_withdrawn_request_stops_every_clock(request_received: Callable[..., OfficeCase]) -> None:
    case = notified(marked(request_received())).tell("withdrawn")
    case.do(
        "record_withdrawal",
        withdrawn_on="2026-03-02",
        withdrawal_kind="left",
        withdrawal_reason="改走普通程序。",
    )
    assert case.ended_properly()
    assert case["outcome"] == "withdrawn"
