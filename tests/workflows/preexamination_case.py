"""Steps of a pre-examination, with believable facts."""

from collections.abc import Sequence
from typing import Any

from procedure_case import Case

from engine.procedure import Candidate
from workflows.fast_preexamination import procedure

FACTS: dict[str, Any] = {
    "requested_on": "2026-03-02",
    "applicant_name": "湘江智能装备有限公司",
    "applicant_code": "91430100MA4L16JQ9X",
    "record_number": "BA20260018",
    "record_status": "active",
    "contact_name": "王工",
    "contact_phone": "13800001111",
    "right": "invention",
    "patent_title": "一种盾构机刀盘",
    "main_classification": "E21D9/06",
    "inventors": [{"name": "李明", "country": "中国"}],
    "claim_count": 8,
    "drawings": 5,
    "documents": ["request", "description", "claims", "abstract", "drawings"],
    "is_pct": False,
    "is_divisional": False,
    "needs_secrecy": False,
    "electronic": True,
    "fees_ready": True,
}
STAFF = (
    Candidate(21, "周宁", "preexam-1", 3),
    Candidate(22, "吴越", "preexam-1", 1),
    Candidate(23, "郑华", "preexam-2", 0),
)


def registered(*, staff: Sequence[Candidate] = STAFF, **facts: Any) -> Case:
    return Case(procedure, {**FACTS, **facts}, number="YS2026-0007", staff=staff)


def concluded(case: Any, conclusion: str) -> Any:
    items = [{"place": "权利要求1", "defect": "不清楚", "requirement": "限定连接关系"}]
    more = {"correction_items": items} if conclusion == "correct" else {}
    return case.do(
        "examine",
        points_checked=["novelty", "inventiveness"],
        examination_opinion="已检索。",
        conclusion=conclusion,
        **more,
    )


def corrected(case: Any) -> Any:
    return concluded(case, "correct").do(
        "await_correction", corrected_on="2026-03-02", correction_note="已修改权利要求。"
    )


def passed(case: Any = None) -> Any:
    return concluded(case or registered(), "pass")


def reported(case: Any = None) -> Any:
    return passed(case).do(
        "await_filing", application_number="202610123456.7", formally_filed_on="2026-03-02"
    )


def marked(case: Any = None) -> Any:
    return reported(case).do("verify_filing", filing_identical=True, fees_paid=True)


def granted(case: Any) -> Any:
    case.to("2026-05-20 10:00").do("track_examination", office_event="granted")
    return case.do("record_grant", granted_on="2026-05-20", patent_number="ZL202610123456.7")


def notified(case: Any) -> Any:
    """An office action has come and is recorded; the applicant has ten working days."""
    case.do(
        "track_examination",
        office_event="office-action",
        action_number="2026030900123",
        action_kind="first",
        action_issued_on="2026-03-02",
    )
    return case.do(
        "record_office_action",
        action_number="2026030900123",
        action_kind="first",
        action_issued_on="2026-03-02",
        official_due_on="2026-07-09",
        action_summary="权利要求1不具备创造性。",
        response_period="10 working-days",
    )


ARCHIVED: dict[str, Any] = {"archive_number": "2026-YS-7", "archive_pages": 40, "archived_on": "2026-03-02"}
