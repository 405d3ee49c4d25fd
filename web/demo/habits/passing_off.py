"""Habits in passing-off cases."""

from collections.abc import Mapping

from web.demo.asking import Asked, Habit, always, known, money, odds, often, say, some, today, when, whole
from web.demo.habits.evidence import EVIDENCE, INQUIRIES, SAMPLES, SEIZED, VISITS

_SERVICE = odds({"direct": 7, "mail": 2, "electronic": 2, "lien": 1})
_TOLD = odds({"phone": 5, "message": 3, "written": 2})


def _crime(asked: Asked) -> bool:
    """One case in thirty is large enough for the police."""
    return asked.rng.random() < 1 / 30


def _turnover(asked: Asked) -> int:
    if asked.known.get("others_patent"):
        return asked.rng.randrange(210_000, 800_000, 1000)
    return asked.rng.randrange(2_000, 160_000, 100)


def _gain(asked: Asked) -> int:
    return round(int(asked.known.get("turnover_involved") or 10_000) * asked.rng.uniform(0.1, 0.3))


def _fine(asked: Asked) -> int:
    limit = int(asked.known.get("fine_limit") or 0)
    return min(limit, max(0, round(int(asked.known.get("illegal_gain") or 0) * asked.rng.uniform(0.5, 1.5))))


def _punished(case: Mapping[str, object]) -> bool:
    return bool(case.get("violation_found", True)) and not case.get("unknowing_seller")


PASSING_OFF: Mapping[str, Mapping[str, Habit]] = {
    "register-lead": {"evidence": EVIDENCE, "sale_url": say("https://shop.example.cn/item/{n}")},
    "verify-lead": {
        "product_name": when(lambda case: bool(case.get("product_name")), known("product_name"), known("patent_title", "涉案产品")),
        "marking": when(lambda case: bool(case.get("marking")), known("marking"), say("外包装标注“专利产品 {patent_number}”")),
        "sale_url": say("https://shop.example.cn/item/{n}"),
        "verification_methods": some({"register": 1, "online": 0.5, "on-site": 0.4, "inquiry": 0.2}, least=1),
        "register_status": odds({"lapsed": 5, "not-found": 3, "valid-other": 1, "refused": 1}),
        "verification_result": odds({"established": 80, "unfounded": 15, "elsewhere": 5}),
        "transfer_to": say("株洲市市场监督管理局", "湘潭市市场监督管理局"),
        "verification_opinion": say("经查询登记簿和网络销售页面，线索属实，建议按上述结论办理。"),
    },
    "propose-filing": {"filing_opinion": say("当事人涉嫌假冒专利，建议立案调查。")},
    "approve-filing": {"filing_decision": odds({"approve": 97, "refuse": 3})},
    "tell-not-filed": {"not_filed_reasons": say("经核查，标注的专利权在标注期间有效，违法事实不成立。"), "told_method": _TOLD},
    "tell-informant": {"informant_told_method": _TOLD},
    "inspect-site": {
        "inspections": VISITS,
        "inquiries": INQUIRIES,
        "measures": some({"seizure": 0.2, "sampling": 0.2}),
    },
    "request-seizure": {
        "seizure_reason": say("有证据证明是假冒专利的产品，可能转移、销毁，依照《中华人民共和国专利法》第六十九条。"),
        "seizure_urgent": always(False),  # noqa: FBT003 - the form's own value
    },
    "approve-seizure": {"seizure_decision": odds({"approve": 95, "refuse": 5})},
    "execute-seizure": {"seizure_list": SEIZED},
    "take-samples": {"samples": SAMPLES, "appraisal_needed": often(0.5)},
    "await-appraisal": {
        "appraisal_result": odds({"supports": 8, "against": 1, "unclear": 1}),
        "appraisal_opinion": say("样品外观和标识与送检材料一致。"),
        "appraisal_ordered_on": today,
    },
    "dispose-goods": {"disposal": odds({"confiscated": 5, "destroyed": 3, "released": 3})},
    "record-findings": {
        "facts_clear": when(lambda case: len(case.get("inspections") or []) > 1 or bool(case.get("findings")), always(True), often(0.95)),  # noqa: FBT003
        "investigation_gaps": say("销售数量尚未查清，需补充调取进货单据。"),
        "violation_found": often(0.92),
        "acts": some({"selling": 0.9, "marking-lapsed": 0.6, "marking": 0.2}, least=1),
        "others_patent": _crime,
        "patents_involved": whole(1, 2),
        "goods_value": money(1_000, 60_000),
        "turnover_involved": _turnover,
        "illegal_gain": _gain,
        "direct_loss": always(0),
        "punished_before": often(0.03),
        "unknowing_seller": often(0.12),
    },
    "approve-transfer": {"transfer_decision": always("approve"), "transfer_note": say("涉嫌犯罪，依法移送公安机关。")},
    "transfer-police": {"transfer_to": say("长沙市公安局经侦支队"), "transfer_number": say("长市监移〔{year}〕{n}号"), "transfer_papers": say("案件移送书、证据清单及涉案物品照片。")},
    "track-police": {"police_decision": odds({"filed": 8, "not-filed": 2})},
    "draft-penalty": {
        "penalties": when(_punished, always(["order-correction", "confiscate-gains", "fine"]), always(["stop-selling"])),
        "discretion": odds({"light": 5, "ordinary": 4, "mitigated": 2}),
        "proposed_fine": _fine,
        "proposed_confiscation": known("illegal_gain", 0),
    },
    "notify-penalty": {"notice_method": _SERVICE},
    "record-statement": {
        "statement_kind": odds({"statement": 5, "none": 3, "hearing": 2}),
        "statement": say("当事人称不清楚专利已经终止，已下架产品，请求从轻处罚。"),
    },
    "hold-hearing": {
        "hearing_record": say("当事人陈述申辩，办案人员提出事实、证据和处罚建议，双方质证。"),
        "hearing_opinion": say("拟处罚意见适当，建议维持。"),
    },
    "draft-decision": {
        "decision_kind": when(_punished, odds({"penalty": 96, "withdrawn": 4}), odds({"no-penalty": 9, "withdrawn": 1})),
        "fine": known("proposed_fine", 0),
        "confiscated_gains": known("proposed_confiscation", 0),
    },
    "legal-review": {
        "review_points": always(["competence", "facts", "evidence", "law", "procedure", "discretion"]),
        "review_result": odds({"pass": 91, "return": 9}),
        "review_opinion": when(
            lambda case: case.get("review_result") == "return",
            say("裁量理由不充分，请补充当事人配合情况。"),
            say("事实清楚、证据确凿、定性准确、裁量适当，同意提交审批。"),
        ),
    },
    "approve-decision": {"decision_approval": odds({"approve": 96, "return": 4}), "collective_discussion": often(0.3)},
    "serve-decision": {"service_method": _SERVICE, "decision_number": say("长市监罚〔{year}〕{n}号")},
    "enforce-penalty": {
        "enforcement_result": odds({"fulfilled": 92, "deferred": 4, "unfulfilled": 4}),
        "fine_paid": when(lambda case: case.get("enforcement_result") == "unfulfilled", always(0), known("fine", 0)),
        "gains_paid": when(lambda case: case.get("enforcement_result") == "unfulfilled", always(0), known("confiscated_gains", 0)),
        "paid_on": today,
    },
    "report-closing": {"volumes": whole(1, 2), "pages": whole(40, 200), "retention": odds({"30": 7, "10": 3})},
    "record-revocation": {"revocation_reason": say("当事人主体已注销，无法继续查处。")},
}  # fmt: skip
