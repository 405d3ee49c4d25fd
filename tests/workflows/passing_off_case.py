"""Steps of a passing-off case, with believable facts."""

from typing import Any

from procedure_case import Case

from workflows.patent_passing_off import procedure

FACTS: dict[str, Any] = {
    "lead_source": "inspection",
    "received_on": "2026-03-02",
    "subject": "某商行销售标注失效专利号的净水器",
    "facts": "包装标注的专利号已终止。",
    "informant_kind": "none",
    "respondent_name": "某电器商行",
    "respondent_kind": "organisation",
    "product_name": "净水器",
    "marking": "专利产品 ZL201010123456.7",
    "right": "invention",
    "patent_number": "ZL201010123456.7",
    "industry": "household",
}
NAMED = {
    "lead_source": "complaint",
    "informant_kind": "named",
    "complainant_kind": "person",
    "complainant_name": "李某",
    "complainant_phone": "13812345678",
}
ABOUT = {
    name: FACTS[name] for name in ("respondent_name", "respondent_kind", "product_name", "marking", "right")
}
INSPECTION = {"inspected_on": "2026-03-02", "place": "万家丽路2号", "officers": 2, "found": "在售12台。"}
FOUND: dict[str, Any] = {
    "facts_clear": True,
    "violation_found": True,
    "acts": ["marking-lapsed", "selling"],
    "others_patent": False,
    "patents_involved": 1,
    "goods_value": 12000,
    "turnover_involved": 36000,
    "illegal_gain": 8000,
    "direct_loss": 0,
    "punished_before": False,
    "unknowing_seller": False,
    "findings": "专利权终止后继续标注专利标识并销售。",
}
CRIMINAL = {**FOUND, "others_patent": True, "turnover_involved": 260000, "illegal_gain": 90000}
HANDLERS = [11, 12]


def registered(**facts: Any) -> Case:
    return Case(procedure, {**FACTS, **facts}, number="JM2026-0001")


def verified(result: str = "established", *, facts: dict[str, Any] | None = None, **values: Any) -> Case:
    return registered(**(facts or {})).do(
        "verify_lead",
        **ABOUT,
        verification_methods=["register"],
        register_status="lapsed",
        verified_on="2026-03-02",
        verification_result=result,
        verification_opinion="专利权已终止。",
        **values,
    )


def proposed(**facts: Any) -> Case:
    return verified(facts=facts).do("propose_filing", handlers=HANDLERS, filing_opinion="建议立案。")


def filed(**facts: Any) -> Case:
    return proposed(**facts).do("approve_filing", filing_decision="approve")


def inspected(*measures: str, case: Case | None = None) -> Case:
    return (case or filed()).do(
        "inspect_site", inspections=[INSPECTION], respondent_present=True, measures=list(measures)
    )


def seizure_asked(*measures: str) -> Case:
    return inspected("seizure", *measures).do(
        "request_seizure",
        seizure_measure="seize",
        seizure_goods="净水器12台",
        seizure_reason="有证据证明是假冒专利的产品。",
        seizure_urgent=False,
    )


def seized(*measures: str) -> Case:
    goods = [
        {"name": "净水器", "quantity": 10, "value": 9999.9},
        {"name": "包装盒", "quantity": 200, "value": 200.2},
    ]
    return (
        seizure_asked(*measures)
        .do("approve_seizure", seizure_decision="approve")
        .do(
            "execute_seizure",
            seizure_number="扣〔2026〕1号",
            seized_on="2026-03-02",
            seizure_place="万家丽路2号",
            seizure_list=goods,
            seizure_keeper="王某",
            seizure_served=True,
        )
    )


def found(case: Case | None = None, **findings: Any) -> Case:
    return (case or inspected()).do("record_findings", **{**FOUND, **findings})


def handed_over() -> Case:
    return (
        found(**CRIMINAL)
        .do("approve_transfer", transfer_decision="approve", transfer_note="同意移送。")
        .do(
            "transfer_police",
            transfer_to="市公安局",
            transfer_number="移〔2026〕3号",
            transferred_on="2026-03-02",
            prosecutor_copied=True,
            transfer_papers="案卷一册。",
        )
    )


def notified(case: Case | None = None, *, fine: float = 20000) -> Case:
    return (
        (case or found())
        .do(
            "draft_penalty",
            penalties=["fine", "confiscate-gains"],
            discretion="ordinary",
            proposed_fine=fine,
            proposed_confiscation=8000,
            penalty_reasons="《专利法》第六十八条。",
        )
        .do(
            "notify_penalty",
            notice_number="告〔2026〕1号",
            notice_served_on="2026-03-02",
            notice_method="direct",
        )
    )


def stated(kind: str = "none", *, fine: float = 20000) -> Case:
    more = {} if kind == "none" else {"statement": "请求从轻。", "stated_on": "2026-03-02"}
    return notified(fine=fine).do("record_statement", statement_kind=kind, **more)


def drafted(case: Case | None = None, kind: str = "penalty") -> Case:
    more = {"fine": 20000, "confiscated_gains": 8000, "order_correction": True} if kind == "penalty" else {}
    return (case or stated()).do("draft_decision", decision_kind=kind, decision_text="处罚决定书。", **more)


def reviewed(case: Case, result: str = "pass") -> Case:
    return case.do("legal_review", review_points=["facts"], review_result=result, review_opinion="意见。")


def decided(case: Case | None = None) -> Case:
    return reviewed(case or drafted()).do(
        "approve_decision", collective_discussion=False, decision_approval="approve"
    )


def served(case: Case | None = None) -> Case:
    return decided(case).do(
        "serve_decision",
        decision_number="罚〔2026〕1号",
        decided_on="2026-03-02",
        served_on="2026-03-02",
        service_method="direct",
    )


def enforced(result: str = "fulfilled") -> Case:
    return served().do(
        "enforce_penalty", enforcement_result=result, fine_paid=20000, gains_paid=8000, corrected=True
    )


def closed(case: Case) -> Case:
    return case.do("report_closing", closing_summary="已办结。", volumes=1, pages=80, retention="30").do(
        "approve_closing", closing_opinion="同意结案。"
    )
