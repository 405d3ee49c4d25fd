"""A passing-off case, from the lead to the archive or to the police, along every way that the diagram has."""

from typing import Any

import pytest
from passing_off_case import (
    ABOUT,
    CRIMINAL,
    FACTS,
    FOUND,
    HANDLERS,
    NAMED,
    closed,
    drafted,
    enforced,
    filed,
    found,
    handed_over,
    inspected,
    notified,
    proposed,
    registered,
    reviewed,
    seized,
    seizure_asked,
    served,
    stated,
    verified,
)
from procedure_case import Case, reading_of

from engine.errors import FormInvalid
from engine.graph import Kind, Node
from engine.procedure import Notify
from workflows.patent_passing_off import parties, procedure, title
from workflows.patent_passing_off.figures import penalties


def _nodes() -> dict[str, Node]:
    nodes = dict(reading_of(procedure).blueprint.processes["patent_passing_off"].nodes)
    return nodes | {
        inner.id: inner for node in nodes.values() if node.body for inner in node.body.nodes.values()
    }


# --- what is drawn ---


def test_the_diagram_its_tables_and_its_forms_have_nothing_to_be_found_but_that_the_promise_is_tight() -> (
    None
):
    """The periods of the steps, each kept, add up to more than the promised 10 days."""
    (found,) = reading_of(procedure).findings
    assert (found.rule, found.element) == ("clock-tight", "patent_passing_off")
    assert "“送达决定书”7个工作日" in found.message.zh


def test_every_operation_of_the_diagram_is_there_and_none_is_left_over() -> None:
    assert {node.operation for node in _nodes().values() if node.operation} == set(procedure.operations)


def test_ten_days_are_promised_and_a_month_is_the_law() -> None:
    clocks = {one.id: one for one in reading_of(procedure).blueprint.processes["patent_passing_off"].clocks}
    promise, ordinary = clocks["promise"], clocks["ordinary"]
    assert (promise.kind, promise.amount, promise.unit) == ("promise", 10, "calendar-days")
    assert (ordinary.kind, ordinary.amount, ordinary.unit) == ("ordinary", 1, "months")
    assert promise.starts_after == ordinary.starts_after == ("file_case",)
    assert promise.stops_after == ordinary.stops_after
    assert "hearing" in promise.suspend_for
    assert "hearing" in ordinary.suspend_for


def test_only_the_ordinary_period_may_be_extended_by_fifteen_days() -> None:
    clocks = {one.id: one for one in reading_of(procedure).blueprint.processes["patent_passing_off"].clocks}
    assert clocks["promise"].max_extension == 0
    ordinary = clocks["ordinary"]
    assert (ordinary.max_extension, ordinary.extension_unit, ordinary.max_extensions) == (
        15,
        "calendar-days",
        1,
    )
    assert ordinary.extension_by == ("director",)


@pytest.mark.parametrize(
    ("task", "role", "never"),
    [
        ("approve_filing", "director", {"verify_lead", "propose_filing"}),
        ("approve_seizure", "director", {"request_seizure"}),
        ("approve_transfer", "director", {"record_findings"}),
        ("hold_hearing", "reviewer", {"inspect_site", "record_findings", "draft_penalty"}),
        ("legal_review", "reviewer", {"draft_decision", "draft_penalty", "record_findings"}),
        ("approve_decision", "director", {"draft_decision", "legal_review"}),
        ("approve_closing", "supervisor", {"report_closing"}),
    ],
)
def test_four_eyes_see_it(task: str, role: str, never: set[str]) -> None:
    assignment = _nodes()[task].assignment
    assert assignment is not None
    assert (assignment.role, set(assignment.separate_from)) == (role, never)


def test_two_officers_do_what_follows_the_filing() -> None:
    before = {"verify_lead", "transfer_lead", "tell_not_filed", "record_revocation"}
    handled = [
        node.assignment
        for node in _nodes().values()
        if node.kind is Kind.USER
        and node.assignment
        and node.assignment.role == "case-handler"
        and node.id not in before
    ]
    assert {(one.among, one.count) for one in handled} == {("handlers", 2)}
    with pytest.raises(FormInvalid):
        verified().do("propose_filing", handlers=[11], filing_opinion="建议立案。")


# --- the lead ---


def test_what_the_intake_could_not_know_is_completed_when_the_lead_is_verified() -> None:
    given = {
        **NAMED,
        "received_on": "2026-03-02",
        "subject": "举报",
        "facts": "假冒专利。",
        "right": "invention",
    }
    case = Case(procedure, {**given, "intake_number": "TS2026-00001"}, number="JM2026-0001", by_hand=False)
    case.do(
        "verify_lead",
        **ABOUT,
        verification_methods=["register"],
        register_status="lapsed",
        verified_on="2026-03-02",
        verification_result="established",
        verification_opinion="专利权已终止。",
    )
    assert case.open == ["propose_filing"]
    assert case["product_name"] == "净水器"


def test_an_unfounded_lead_is_told_and_closed() -> None:
    case = verified("unfounded").do(
        "tell_not_filed", not_filed_reasons="专利有效。", told_on="2026-03-02", told_method="phone"
    )
    assert case.ended
    assert case["outcome"] == "not-filed"


def test_a_lead_of_another_place_is_handed_over() -> None:
    case = verified("elsewhere", transfer_to="甲市知识产权局")
    case.do(
        "transfer_lead",
        transfer_to="甲市知识产权局",
        transfer_number="移〔2026〕1号",
        transferred_on="2026-03-02",
    )
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("transferred", "2026-03-02")


def test_a_filing_that_the_director_refuses_is_told_like_an_unfounded_lead() -> None:
    case = proposed().do("approve_filing", filing_decision="refuse", filing_note="证据不足。")
    assert case.open == ["tell_not_filed"]


def test_an_approved_filing_opens_the_figures_of_the_month() -> None:
    case = filed()
    assert case["filed_on"] == "2026-03-02"
    names = ("officers_deployed", "turnover_involved", "goods_seized_value", "fine", "confiscated_gains")
    assert [case[name] for name in names] == [0, 0, 0, 0, 0]
    assert case["handlers"] == HANDLERS


def test_only_a_named_informant_is_told_of_the_filing() -> None:
    assert filed().open == ["inspect_site"]
    case = filed(**NAMED)
    assert case.open == ["inspect_site", "tell_informant"]
    case.do("tell_informant", informant_told_on="2026-03-02", informant_told_method="phone")
    assert case.open == ["inspect_site"]


# --- the investigation ---


def test_without_further_measures_the_findings_follow_the_inspection() -> None:
    case = inspected()
    assert case.open == ["record_findings"]
    assert case["officers_deployed"] == 2


def test_seizure_and_sampling_go_on_side_by_side() -> None:
    case = inspected("seizure", "sampling")
    assert case.open == ["request_seizure", "take_samples"]
    case.do(
        "take_samples",
        sampled_on="2026-03-02",
        samples=[{"name": "净水器", "quantity": 2}],
        appraisal_needed=False,
    )
    assert case.open == ["request_seizure"]


def test_seized_goods_have_a_clock_of_their_own_until_they_are_disposed_of() -> None:
    case = seized()
    assert case.open == ["dispose_goods", "record_findings"]
    (clock,) = _nodes()["dispose_goods"].clocks
    assert (clock.id, clock.amount, clock.unit, clock.max_extension) == ("seizure", 30, "calendar-days", 30)
    assert case["goods_seized_value"] == 10200.1


def test_a_case_is_not_over_while_seized_goods_wait() -> None:
    case = found(seized())
    case = closed(drafted_without_penalty(case))
    assert not case.ended
    assert case.open == ["dispose_goods"]
    case.do("dispose_goods", disposal="released", disposed_on="2026-03-02", disposal_number="解〔2026〕1号")
    assert case.ended


def drafted_without_penalty(case: Case) -> Case:
    return served(drafted(notified(case).do("record_statement", statement_kind="none"), kind="no-penalty"))


def test_a_seizure_that_is_not_approved_leaves_no_goods() -> None:
    case = seizure_asked().do("approve_seizure", seizure_decision="refuse", seizure_note="理由不足。")
    assert case.open == ["record_findings"]
    assert case["goods_seized_value"] == 0


def test_the_appraisal_stands_the_clocks_still() -> None:
    case = inspected("sampling").do(
        "take_samples",
        sampled_on="2026-03-02",
        samples=[{"name": "净水器", "quantity": 2}],
        appraisal_needed=True,
    )
    assert case.open == ["await_appraisal"]
    assert _nodes()["await_appraisal"].suspends == ("appraisal",)
    case.do(
        "await_appraisal",
        appraiser="质检院",
        appraisal_ordered_on="2026-03-02",
        appraisal_received_on="2026-03-02",
        appraisal_result="supports",
        appraisal_opinion="与标注不符。",
    )
    assert case.open == ["record_findings"]


def test_what_is_not_clear_is_investigated_again_and_the_officers_add_up() -> None:
    case = inspected().do("record_findings", facts_clear=False, investigation_gaps="进货来源不明。")
    assert case.open == ["inspect_site"]
    rows = [
        {"inspected_on": "2026-03-02", "place": "门店", "officers": 3, "found": "核对账册。"}
        for _ in range(2)
    ]
    case.do("inspect_site", inspections=rows, respondent_present=True, measures=[])
    assert case["officers_deployed"] == 6


# --- crime ---


@pytest.mark.parametrize(
    ("changed", "suspected"),
    [
        ({}, False),
        ({"turnover_involved": 500000}, False),
        ({"others_patent": True, "turnover_involved": 199999}, False),
        ({"others_patent": True, "turnover_involved": 200000}, True),
        ({"others_patent": True, "illegal_gain": 100000}, True),
        ({"others_patent": True, "direct_loss": 300000}, True),
        ({"others_patent": True, "patents_involved": 2, "turnover_involved": 100000}, True),
        ({"others_patent": True, "patents_involved": 2, "illegal_gain": 50000}, True),
        ({"others_patent": True, "punished_before": True, "turnover_involved": 100000}, True),
        ({"others_patent": True, "punished_before": True, "illegal_gain": 50000}, True),
    ],
)
def test_the_threshold_decides_who_is_suspected_of_a_crime(changed: dict[str, Any], suspected: bool) -> None:
    case = found(**changed)
    assert case["criminal_suspected"] is suspected
    assert case["criminal_reason"]
    assert case.open == ["approve_transfer" if suspected else "draft_penalty"]


def test_what_the_police_take_over_is_closed_as_transferred() -> None:
    case = handed_over()
    assert case.open == ["track_police"]
    case.do(
        "track_police",
        police_decision="filed",
        police_document="公立〔2026〕9号",
        police_answered_on="2026-03-02",
    )
    assert case.ended
    assert case["outcome"] == "criminal"


def test_what_the_police_do_not_take_comes_back_to_be_penalised() -> None:
    case = handed_over()
    answer = {"decision": "not-filed", "answered_on": "2026-03-02", "document": "公不立〔2026〕2号"}
    assert case.run.deliver("police-answered", {"transfer_number": "移〔2026〕3号"}, answer)
    assert case.open == ["draft_penalty"]
    assert case["police_document"] == "公不立〔2026〕2号"


def test_handlers_and_supervisor_are_reminded_of_the_police_three_times() -> None:
    case = handed_over().later(days=30)
    reminders = [effect for effect in case.host.effects if isinstance(effect, Notify)]
    assert [(list(effect.to), effect.role) for effect in reminders] == [
        (HANDLERS, None),
        ([], "supervisor"),
    ] * 3
    assert case.open == ["track_police"]


def test_a_transfer_that_the_director_refuses_leads_to_a_penalty() -> None:
    case = found(**CRIMINAL).do("approve_transfer", transfer_decision="refuse", transfer_note="证据不足。")
    assert case.open == ["draft_penalty"]


# --- the penalty ---


@pytest.mark.parametrize(
    ("changed", "kind", "limit", "hearing"),
    [
        ({}, "organisation", 250000, 100000),
        ({"illegal_gain": 60000}, "organisation", 300000, 100000),
        ({"illegal_gain": 50000}, "person", 250000, 10000),
        ({"unknowing_seller": True}, "organisation", 0, 100000),
    ],
)
def test_the_law_bounds_the_fine(changed: dict[str, Any], kind: str, limit: int, hearing: int) -> None:
    table = reading_of(procedure).blueprint.decisions["penalty-range"]
    given = table.decide({**FOUND, **changed, "respondent_kind": kind}, now=None)
    assert (given["fine_limit"], given["hearing_threshold"]) == (limit, hearing)


def test_the_time_for_statement_and_hearing_is_not_counted() -> None:
    assert _nodes()["hear_party"].suspends == ("hearing",)
    assert notified().open == ["record_statement"]


def test_who_says_nothing_for_five_working_days_has_waived() -> None:
    case = notified().later(days=8)
    assert case.open == ["draft_decision"]


def test_a_statement_that_comes_online_is_taken() -> None:
    case = notified().tell("statement-received", kind="statement", statement="请求从轻处罚。")
    assert case.open == ["draft_decision"]
    assert case["statement"] == "请求从轻处罚。"


@pytest.mark.parametrize(("fine", "task"), [(20000, "draft_decision"), (100000, "hold_hearing")])
def test_a_hearing_is_held_from_the_threshold_on(fine: float, task: str) -> None:
    assert stated("hearing", fine=fine).open == [task]


def test_after_the_hearing_the_decision_is_drafted() -> None:
    case = stated("hearing", fine=200000).do(
        "hold_hearing",
        hearing_notified_on="2026-03-02",
        hearing_on="2026-03-02",
        hearing_host=21,
        hearing_attendees="当事人、办案人员",
        hearing_public=True,
        hearing_record="笔录。",
        hearing_opinion="事实清楚。",
    )
    assert case.open == ["draft_decision"]


def test_no_violation_goes_to_a_decision_without_a_notice() -> None:
    case = inspected().do(
        "record_findings", facts_clear=True, violation_found=False, findings="标注人有权标注。"
    )
    assert case.open == ["draft_decision"]
    case = closed(served(drafted(case, kind="withdrawn")))
    assert case.ended
    assert (case["outcome"], case["fine"]) == ("withdrawn", 0)


def test_a_draft_that_the_reviewer_returns_is_drafted_again() -> None:
    assert reviewed(drafted(), "return").open == ["draft_decision"]


def test_a_draft_that_the_director_returns_is_drafted_and_reviewed_again() -> None:
    case = reviewed(drafted()).do(
        "approve_decision",
        collective_discussion=True,
        decision_approval="return",
        decision_opinion="请补充。",
    )
    assert case.open == ["draft_decision"]
    assert drafted(case).open == ["legal_review"]


# --- enforcement and closing ---


def test_a_penalty_that_is_paid_is_closed_with_its_figures() -> None:
    case = closed(enforced())
    assert case.ended
    figures = ("turnover_involved", "fine", "confiscated_gains", "officers_deployed", "goods_seized_value")
    assert [case[name] for name in figures] == [36000, 20000, 8000, 2, 0]
    assert (case["outcome"], case["closed_on"]) == ("penalised", "2026-03-02")


def test_what_is_not_paid_goes_to_the_court() -> None:
    case = enforced("unfulfilled")
    assert case.open == ["apply_court"]
    case.do("apply_court", urged_on="2026-03-02", court="雨花区人民法院", applied_on="2026-03-02")
    assert case.open == ["report_closing"]


def test_a_decision_without_penalty_is_not_enforced() -> None:
    assert served(drafted(kind="no-penalty")).open == ["report_closing"]


def test_what_was_once_drafted_is_no_fine() -> None:
    assert penalties({"decision_kind": "no-penalty", "fine": 20000}) == {"fine": 0, "confiscated_gains": 0}


def test_a_case_that_should_not_have_been_filed_is_revoked() -> None:
    case = inspected("seizure")
    case.tell("filing-revoked", reason="主体错误。", approved_by=31)
    assert case.open == ["record_revocation"]
    case.do("record_revocation", revocation_reason="主体错误。", revoked_by=31, revoked_on="2026-03-02")
    assert case.ended
    assert case["outcome"] == "revoked"


# --- names ---


def test_a_case_is_called_by_the_party_and_the_product() -> None:
    assert title(FACTS) == "某电器商行涉嫌假冒专利（净水器）"
    assert title({}) == "涉嫌假冒专利"


def test_the_informant_is_a_party_only_by_name() -> None:
    assert [party.name for party in parties(FACTS)] == ["某电器商行"]
    assert [party.contact for party in parties({**FACTS, **NAMED})] == ["", "13812345678"]
    assert registered().open == ["verify_lead"]
