"""Steps of an infringement dispute, with believable facts."""

from typing import Any

from procedure_case import Case

from workflows.patent_infringement import procedure

FACTS: dict[str, Any] = {
    "channel": "walk-in",
    "received_on": "2026-03-02",
    "right": "design",
    "patent_number": "ZL202330123456.7",
    "patent_title": "保温杯",
    "patentee": "长河科技有限公司",
    "industry": "household",
    "complainant_name": "长河科技有限公司",
    "complainant_kind": "organisation",
    "complainant_id": "91430100MA4L16JQ9X",
    "complainant_phone": "0731-88887777",
    "complainant_address": "岳麓区麓谷大道1号",
    "respondent_name": "某某日用品商行",
    "respondent_kind": "organisation",
    "respondent_address": "雨花区万家丽路2号",
    "claims": "责令停止制造、销售侵权产品。",
    "facts": "被请求人销售的保温杯与专利外观设计近似。",
    "evidence": [{"name": "购买公证书", "kind": "notarial", "copies": 2}],
}
CHECKED: dict[str, Any] = {
    "papers": ["request", "identity", "right", "evidence", "copies"],
    "patent_in_force": True,
    "requester_entitled": True,
    "respondent_definite": True,
    "facts_definite": True,
    "within_jurisdiction": True,
    "no_lawsuit": True,
}
HANDLERS = [11, 12]


def received() -> Case:
    return Case(procedure, FACTS, number="ZQ2026-0001")


def checked(case: Any = None, **changed: Any) -> Any:
    confirmed = {name: value for name, value in FACTS.items() if name != "channel"}
    return (case or received()).do("check_papers", **{**confirmed, **CHECKED, **changed})


def approved(case: Any = None, **facts: Any) -> Any:
    return checked(case, **facts).do("approve_filing", filing_decision="approve")


def filed(case: Any = None, **facts: Any) -> Any:
    case = approved(case, **facts)
    return case.do("name_handlers", handlers=case.handlers, lead_handler=case.handlers[0], no_conflict=True)


def served(case: Any = None, **facts: Any) -> Any:
    return filed(case, **facts).do(
        "serve_respondent",
        service_method="direct",
        served_on="2026-03-02",
        service_receipt="SD-1",
        answer_period="15 calendar-days",
    )


def answered(case: Any = None, **facts: Any) -> Any:
    return served(case, **facts).do(
        "await_answer",
        answered_on="2026-03-02",
        defences=["prior-art"],
        answer="现有设计抗辩。",
        stay_requested=False,
    )


def offered(case: Any = None, *, willing: bool) -> Any:
    return answered(case).do(
        "offer_mediation",
        answer_forwarded_on="2026-03-02",
        complainant_willing=willing,
        respondent_willing=willing,
    )


def planned(*measures: str, case: Any = None) -> Any:
    return offered(case, willing=False).do(
        "plan_investigation", measures=list(measures), issues="是否近似", investigation_plan="比对实物"
    )


def collected(case: Any) -> Any:
    rows = [{"name": "进货单", "source": "被请求人", "proves": "销售数量", "verified": "yes"}]
    return case.do(
        "collect_evidence", evidence_collected=rows, accused_products="保温杯", turnover_involved=36000
    )


def weighed(case: Any, *, stay: bool = False, hearing: bool = False) -> Any:
    more = {"invalidity_number": "6W123456", "stay_grounds": "无效请求已受理。"} if stay else {}
    comparison = [{"feature": "杯盖弧形", "accused": "杯盖弧形", "verdict": "same"}]
    return case.do(
        "review_evidence",
        comparison=comparison,
        evidence_opinion="证据可采信。",
        stay_needed=stay,
        hearing_needed=hearing,
        **more,
    )


def drafted(case: Any) -> Any:
    return case.do(
        "draft_decision",
        infringement_finding="infringed",
        orders=["stop-selling"],
        decision_facts="事实清楚。",
        decision_reasons="落入保护范围。",
        turnover_involved=36000,
    )


def decided(case: Any) -> Any:
    reviewed = drafted(case).do(
        "legal_review", review_points=["facts", "law"], review_result="pass", review_opinion="同意。"
    )
    return reviewed.do("approve_decision", decision_approval="approve")


def closed(case: Any) -> Any:
    return case.do(
        "serve_decision",
        decision_number="长市监知裁〔2026〕1号",
        decided_on="2026-03-02",
        complainant_service_method="direct",
        complainant_served_on="2026-03-02",
        respondent_service_method="direct",
        respondent_served_on="2026-03-02",
        appeal_told=True,
    )


ARCHIVED: dict[str, Any] = {
    "archive_number": "2026-ZQ-1",
    "archive_volumes": 1,
    "archive_pages": 86,
    "retention": "30-years",
    "archived_on": "2026-03-02",
}
