"""A complaint from every channel, along every way that the diagram has, until whoever complained has been told."""

from typing import Any

import pytest
from procedure_case import Case, reading_of

from engine.errors import FormInvalid
from engine.expressions import compile_expression
from engine.procedure import Notify, StartCase
from workflows.complaint_intake import parties, procedure, title
from workflows.complaint_intake.operations import handed_on

FACTS: dict[str, Any] = {
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
TOLD = {"told_on": "2026-03-02", "told_method": "phone", "told_text": "已告知处理结果。"}


def registered(**facts: Any) -> Case:
    given = {name: value for name, value in {**FACTS, **facts}.items() if value is not None}
    return Case(procedure, given, number="TS2026-00001")


def examined(case: Case, route: str, **values: Any) -> Case:
    return case.do("examine_complaint", route=route, examination_opinion="材料齐全。", **values)


def approved(case: Case) -> Case:
    return case.do("approve_outcome", approval="agree")


def transferred() -> Case:
    case = approved(examined(registered(jurisdiction="elsewhere"), "transfer", transfer_to="甲市知识产权局"))
    case.do(
        "transfer_complaint",
        transfer_to="甲市知识产权局",
        transfer_number="转〔2026〕7号",
        transferred_on="2026-03-02",
    )
    return case.do("tell_complainant", **TOLD)


# --- what is drawn ---


def test_the_diagram_its_table_and_its_forms_have_nothing_to_be_found() -> None:
    assert reading_of(procedure).findings == ()


def test_seven_working_days_to_accept_or_refuse() -> None:
    (clock,) = reading_of(procedure).blueprint.processes["complaint_intake"].clocks
    assert (clock.amount, clock.unit, clock.kind) == (7, "working-days", "ordinary")
    assert clock.starts_after == ()
    assert "tell_complainant" in clock.stops_after
    assert clock.suspend_for == ("correction",)
    assert [rung.at for rung in clock.rungs] == ["50%", "-2 working-days", "end", "+1 working-day"]


def test_who_examined_may_not_approve() -> None:
    nodes = reading_of(procedure).blueprint.processes["complaint_intake"].nodes
    assert nodes["approve_outcome"].assignment.separate_from == ("examine_complaint",)
    assert nodes["approve_outcome"].assignment.role == "supervisor"


@pytest.mark.parametrize(
    "channel", ["12315", "12330-2", "exhibition", "walk-in", "online", "transfer", "inspection"]
)
def test_every_channel_comes_to_the_same_desk(channel: str) -> None:
    case = registered(channel=channel, exhibition_name="春季交易会", transferred_from="信访局")
    assert case.open == ["examine_complaint"]


# --- the route ---


@pytest.mark.parametrize(
    ("matter", "right", "jurisdiction", "route", "started"),
    [
        ("infringement", "design", "local", "accept", "patent-infringement"),
        ("infringement", "invention", "local", "accept", "patent-infringement"),
        ("passing-off", "unknown", "local", "accept", "patent-passing-off"),
        ("infringement", "trademark", "local", "transfer", ""),
        ("passing-off", "geographical-indication", "local", "transfer", ""),
        ("mediation", "design", "local", "transfer", ""),
        ("infringement", "design", "elsewhere", "transfer", ""),
        ("infringement", "design", "accepted-elsewhere", "refuse", ""),
        ("infringement", "unknown", "local", "refuse", ""),
        ("other", "design", "local", "refuse", ""),
        ("consultation", "trademark", "elsewhere", "reply", ""),
    ],
)
def test_the_table_suggests_a_route(
    matter: str, right: str, jurisdiction: str, route: str, started: str
) -> None:
    case = registered(matter=matter, right=right, jurisdiction=jurisdiction, patent_number=None)
    assert (case["route"], case["procedure"]) == (route, started)
    assert case["route_reason"]
    assert bool(case["transfer_to"]) == (route == "transfer")


def test_the_clerk_may_depart_from_the_suggestion() -> None:
    case = examined(registered(), "transfer", transfer_to="甲市知识产权局")
    assert case["route"] == "transfer"
    assert case.open == ["approve_outcome"]


# --- accepted ---


def test_an_accepted_complaint_starts_its_procedure_as_a_linked_case() -> None:
    case = approved(examined(registered(), "accept", procedure="patent-infringement"))
    (effect,) = case.host.effects
    assert isinstance(effect, StartCase)
    assert (effect.key, effect.into) == ("patent-infringement", "linked_number")
    assert effect.facts["intake_number"] == "TS2026-00001"
    assert effect.facts["patent_number"] == FACTS["patent_number"]
    assert case.open == ["tell_complainant"]


def test_an_accepted_complaint_is_closed_once_whoever_complained_was_told() -> None:
    case = approved(examined(registered(), "accept", procedure="patent-infringement"))
    case.do("tell_complainant", **TOLD)
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("accepted", "2026-03-02")


def test_nothing_empty_is_handed_on() -> None:
    facts = handed_on({**FACTS, "patentee": None, "claims": "", "evidence": []}, "TS2026-00001")
    assert not {"patentee", "claims", "evidence"} & facts.keys()
    assert facts["lead_source"] == "complaint"


# --- refused ---


def test_a_refused_complaint_is_told_with_reasons() -> None:
    case = examined(
        registered(), "refuse", refusal_grounds=["not-competent"], refusal_reasons="不属于本局职责。"
    )
    approved(case).do(
        "prepare_refusal",
        refusal_number="不受〔2026〕1号",
        refusal_reasons="不属于本局职责，请向有权机关反映。",
        refusal_remedies="可以申请行政复议。",
        refused_on="2026-03-02",
    )
    shown = {field.name for field in case.host.blueprint.forms["tell-complainant"].fields if field.readonly}
    assert {"refusal_reasons", "refusal_remedies"} <= shown
    case.do("tell_complainant", **TOLD)
    assert case.ended
    assert case["outcome"] == "refused"


def test_a_refusal_without_reasons_is_not_taken() -> None:
    with pytest.raises(FormInvalid) as refused:
        examined(registered(), "refuse", refusal_grounds=["other"])
    assert [problem.element for problem in refused.value.problems] == ["/refusal_reasons"]


def test_a_returned_proposal_goes_back_to_the_clerk_with_the_reason() -> None:
    case = examined(registered(), "accept", procedure="patent-infringement")
    case.do("approve_outcome", approval="return", approval_opinion="请核对管辖。")
    assert case.open == ["examine_complaint"]
    assert case["approval_opinion"] == "请核对管辖。"


# --- missing papers ---


def test_missing_papers_are_awaited_while_the_clock_stands_still() -> None:
    case = examined(registered(), "supplement", missing_papers="权属证明")
    assert case.open == ["await_supplement"]
    assert case.main.nodes["await_supplement"].suspends == ("correction",)
    case.do("await_supplement", supplemented_on="2026-03-02", supplement_note="已提交。")
    assert case.open == ["examine_complaint"]


def test_papers_that_come_online_are_taken_without_a_clerk() -> None:
    case = examined(registered(), "supplement", missing_papers="权属证明")
    case.tell("supplement-received", note="网上补正")
    assert case.open == ["examine_complaint"]
    assert case["supplement_note"] == "网上补正"


def test_a_complaint_without_its_papers_lapses_after_five_working_days() -> None:
    case = examined(registered(), "supplement", missing_papers="权属证明")
    assert case.due("supplement_overdue").date().isoformat() == "2026-03-09"
    case.later(days=7, hours=12)
    assert case.ended
    assert case["outcome"] == "lapsed"


# --- transferred ---


def test_a_transferred_complaint_waits_for_the_other_body() -> None:
    assert transferred().open == ["track_answer"]


def test_the_other_body_answers_by_the_number_of_the_letter() -> None:
    case = transferred()
    assert not case.run.deliver("transfer-answered", {"transfer_number": "转〔2026〕8号"}, {})
    answer = {"result": "handled", "answer": "已责令停止销售。", "answered_on": "2026-03-02"}
    assert case.run.deliver("transfer-answered", {"transfer_number": "转〔2026〕7号"}, answer)
    assert case.open == ["tell_answer"]
    assert case["transfer_answer"] == "已责令停止销售。"
    case.do("tell_answer", result_told_on="2026-03-02", result_told_method="phone")
    assert case.ended
    assert case["outcome"] == "transferred"


def test_the_desk_is_reminded_three_times_and_goes_on_waiting() -> None:
    case = transferred().later(days=60)
    reminders = [effect for effect in case.host.effects if isinstance(effect, Notify)]
    assert [effect.role for effect in reminders] == ["intake-clerk", "supervisor"] * 3
    assert "第3次提醒" in reminders[-1].text.zh
    assert (case["reminders"], case.open) == (3, ["track_answer"])


def test_an_answer_on_paper_is_registered_by_the_clerk() -> None:
    case = transferred().do(
        "track_answer",
        transfer_result="refused",
        transfer_answer="不属于管辖。",
        transfer_answered_on="2026-03-02",
    )
    assert case.open == ["tell_answer"]


# --- inquiries and withdrawal ---


def test_an_inquiry_is_answered_at_once() -> None:
    case = registered(matter="consultation", right="trademark", patent_number=None)
    assert case.open == ["answer_inquiry"]
    case.do("answer_inquiry", answer="请向商标局查询。", answered_on="2026-03-02", answer_method="phone")
    assert case.ended
    assert case["outcome"] == "answered"


def test_a_complaint_may_be_withdrawn_at_any_time() -> None:
    case = examined(registered(), "accept", procedure="patent-infringement")
    case.tell("withdrawn", withdrawal_reason="双方和解", withdrawn_on="2026-03-02")
    assert case.open == ["record_withdrawal"]
    case.do(
        "record_withdrawal",
        withdrawal_reason="双方和解",
        withdrawn_on="2026-03-02",
        withdrawal_voluntary=True,
    )
    assert case.ended
    assert (case["outcome"], case["closed_on"]) == ("withdrawn", "2026-03-02")


# --- the registration form ---


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("complainant_phone", "12345"),
        ("complainant_id", "91430100ma4l16jq9x"),
        ("patent_number", "20233012345"),
        ("channel", "pigeon"),
        ("subject", ""),
        ("received_on", "2026-02-30"),
        ("received_on", "2026-03-03"),
        ("evidence", [{"kind": "document"}]),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field: str, value: Any) -> None:
    with pytest.raises(FormInvalid) as refused:
        registered(**{field: value})
    assert {problem.element.split("/")[1] for problem in refused.value.problems} == {field}


def test_a_nameless_complaint_needs_no_name() -> None:
    case = registered(
        informant_kind="anonymous", complainant_name=None, complainant_phone=None, complainant_kind=None
    )
    assert case.open == ["examine_complaint"]


@pytest.mark.parametrize(
    ("field", "facts", "shown"),
    [
        ("exhibition_name", {"channel": "exhibition"}, True),
        ("exhibition_name", {"channel": "online"}, False),
        ("patent_number", {"right": "trademark"}, False),
        ("trademark_number", {"right": "trademark"}, True),
        ("respondent_name", {"matter": "consultation"}, False),
    ],
)
def test_only_what_matters_is_asked(field: str, facts: dict[str, Any], shown: bool) -> None:
    fields = reading_of(procedure).blueprint.forms["register-complaint"].schema["properties"]
    condition = compile_expression(fields[field]["x-show-if"])
    assert condition.evaluate({**FACTS, **facts}, now=None) is shown


# --- names ---


def test_a_case_is_called_by_its_subject() -> None:
    assert title(FACTS) == FACTS["subject"]
    assert title({"respondent_name": "某商行"}) == "投诉举报某商行"
    assert title({}) == "投诉举报"


def test_the_parties_are_who_complains_and_of_whom() -> None:
    assert [party.name for party in parties(FACTS)] == ["长河科技有限公司", "某日用品商行"]
    assert parties({"respondent_name": "某商行"})[0].contact == ""
