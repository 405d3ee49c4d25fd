"""Habits in infringement disputes."""

from collections.abc import Mapping

from web.demo.asking import (
    Asked,
    Habit,
    always,
    known,
    moment_in,
    money,
    odds,
    often,
    rows,
    say,
    some,
    today,
    when,
    whole,
)
from web.demo.habits.evidence import COLLECTED, EVIDENCE, VISITS

_PAPERS = ("request", "identity", "right", "evidence", "copies")
_SERVICE = odds({"direct": 5, "mail": 4, "electronic": 3, "lien": 1})
_TERM = {
    True: odds({"3 calendar-days": 55, "5 calendar-days": 40, "7 calendar-days": 5}),
    False: odds({"15 calendar-days": 75, "10 calendar-days": 25}),
}
"""Parties to a design dispute agree on a short time for the answer, or ten days could not be kept."""


def _corrected(case: Mapping[str, object]) -> bool:
    return bool(case.get("corrected_on"))


def _term(asked: Asked) -> object:
    return _TERM[asked.known.get("right") == "design"](asked)


def _met(share: float) -> Habit:
    """A condition of filing; after a correction it is met."""
    return when(_corrected, always(True), often(share))  # noqa: FBT003 - the form's own value


def _willing(share: float) -> Habit:
    return often(share)


INFRINGEMENT: Mapping[str, Mapping[str, Habit]] = {
    "register-request": {"evidence": EVIDENCE},
    "check-papers": {
        "papers": lambda asked: list(_PAPERS)
        if _corrected(asked.known) or asked.rng.random() < 0.9  # noqa: PLR2004 - nine of ten are complete
        else list(_PAPERS[:3]),
        "patent_in_force": often(0.99),
        "requester_entitled": often(0.99),
        "respondent_definite": _met(0.97),
        "facts_definite": _met(0.99),
        "within_jurisdiction": often(0.99),
        "no_lawsuit": often(0.98),
    },
    "notify-correction": {
        "correction_items": rows(
            1,
            2,
            {"item": "专利登记簿副本", "requirement": "提交近六个月内出具的原件"},
            {"item": "证据副本", "requirement": "按被请求人人数提交副本"},
            {"item": "被请求人信息", "requirement": "补充准确的名称和地址"},
        ),
        "correction_method": odds({"electronic": 6, "direct": 2, "mail": 2}),
    },
    "refuse-request": {
        "refusal_grounds": known("filing_reason", "不符合立案条件"),
        "refusal_remedy": say("可以自收到通知之日起60日内申请行政复议，或者在6个月内提起行政诉讼。"),
    },
    "approve-filing": {
        "filing_decision": odds({"approve": 98, "refuse": 2}),
        "filing_opinion": say("同一事实已由人民法院受理，不予立案。"),
    },
    "name-handlers": {"lead_handler": lambda asked: asked.known["handlers"][0]},
    "serve-respondent": {"service_method": _SERVICE, "answer_period": _term, "period_agreed_on": today},
    "await-answer": {"stay_requested": often(0.08), "defences": some({"not-covered": 0.6, "prior-art": 0.4, "exhausted": 0.1})},
    "offer-mediation": {"complainant_willing": _willing(0.6), "respondent_willing": _willing(0.7)},
    "hold-mediation": {
        "agreement_reached": often(0.7),
        "mediation_failure": say("双方对赔偿数额分歧较大，未能达成协议。"),
    },
    "record-mediation": {"compensation": money(3_000, 80_000, step=1000), "turnover_involved": money(5_000, 200_000), "judicial_confirmation": often(0.3)},
    "plan-investigation": {"measures": some({"inspection": 0.55, "appraisal": 0.12})},
    "inspect-site": {"inspections": VISITS, "inspection_obstructed": often(0.04), "obstruction": say("被请求人拒绝开启仓库，经释明后配合。")},
    "collect-evidence": {
        "evidence_collected": COLLECTED,
        "accused_products": when(lambda case: bool(case.get("product_name")), known("product_name"), known("patent_title")),
        "turnover_involved": money(5_000, 480_000),
    },
    "order-appraisal": {"appraisal_payer": odds({"complainant": 5, "respondent": 2, "office": 3})},
    "receive-appraisal": {"appraisal_result": odds({"same": 3, "equivalent": 3, "different": 3, "undetermined": 1})},
    "review-evidence": {
        "comparison": rows(
            2,
            3,
            {"feature": "整体形状和主要视图", "accused": "与专利设计基本一致", "verdict": "same"},
            {"feature": "顶部和把手的过渡弧面", "accused": "弧度略有不同", "verdict": "equivalent"},
            {"feature": "底部防滑结构", "accused": "未见相应结构", "verdict": "different"},
            {"feature": "权利要求1的连接关系", "accused": "采用相同的连接方式", "verdict": "same"},
        ),
        # a stay is asked for once
        "stay_needed": when(lambda case: bool(case.get("stay_grounds")), always(False), often(0.07)),  # noqa: FBT003
        "invalidity_number": say("6W{year}{n:05d}"),
        "stay_grounds": say("被请求人已在答辩期内提出无效宣告请求并被受理，现有证据使专利权的稳定性存疑。"),
        "hearing_needed": when(lambda case: case.get("right") == "design", often(0.08), often(0.4)),
    },
    "approve-stay": {"stay_decision": odds({"approve": 9, "refuse": 1}), "stay_opinion": say("符合中止条件，同意。")},
    "await-invalidity": {"invalidity_result": odds({"maintained": 6, "partly-invalid": 2, "invalid": 1, "withdrawn": 1})},
    "notify-hearing": {"hearing_at": moment_in(3, "09:30"), "hearing_place": say("本局口审庭")},
    "hold-hearing": {"hearing_present": some({"complainant": 1, "respondent": 0.9, "agents": 0.7})},
    "draft-decision": {
        "infringement_finding": odds({"infringed": 72, "not-infringed": 23, "dismissed": 5}),
        "orders": some({"stop-selling": 1, "stop-making": 0.5, "unlist": 0.5, "destroy-goods": 0.2}, least=1),
        "turnover_involved": when(lambda case: bool(case.get("turnover_involved")), known("turnover_involved"), money(5_000, 90_000)),
    },
    "legal-review": {
        "review_points": always(["jurisdiction", "facts", "law", "procedure", "text"]),
        "review_result": odds({"pass": 90, "return": 10}),
        "review_opinion": when(
            lambda case: case.get("review_result") == "return",
            say("比对部分说理不充分，请补充后再送审。"),
            say("认定事实清楚，适用依据正确，程序合法，同意提交审批。"),
        ),
    },
    "approve-decision": {"decision_approval": odds({"approve": 96, "return": 4}), "approval_opinion": say("请完善责令事项的表述。")},
    "serve-decision": {"complainant_service_method": _SERVICE, "respondent_service_method": _SERVICE},
    "record-withdrawal": {"withdrawal_kind": odds({"settled": 6, "withdrawn": 4})},
    "approve-withdrawal": {"withdrawal_decision": odds({"approve": 95, "return": 5}), "withdrawal_opinion": say("请核实和解协议是否履行。")},
    "archive-case": {"archive_volumes": whole(1, 2), "archive_pages": whole(60, 320), "retention": odds({"30-years": 8, "10-years": 1, "permanent": 1})},
}  # fmt: skip
