"""Habits at the desk for complaints."""

from collections.abc import Mapping

from web.demo import names, numbers
from web.demo.asking import Habit, Values, always, known, nothing, odds, say, some, when
from web.demo.habits.evidence import EVIDENCE

_TOLD = odds({"phone": 5, "message": 3, "platform": 3, "written": 2, "mail": 1})
_BODIES = say("雨花区市场监督管理局", "岳麓区市场监督管理局", "株洲市市场监督管理局", "深圳市市场监督管理局")


def _advised(case: Values) -> bool:
    return case.get("route") in ("accept", "refuse", "transfer")


def _supplemented(case: Values) -> bool:
    return bool(case.get("supplement_note") or case.get("supplemented_on"))


INTAKE: Mapping[str, Mapping[str, Habit]] = {
    "register-complaint": {"evidence": EVIDENCE},
    "answer-inquiry": {
        "answer": say(
            "专利权被侵犯的，可以请求管理专利工作的部门处理，也可以向人民法院起诉，所需材料清单已发送。",
            "申请快速预审须先办理备案，备案条件和流程见中心网站，已短信告知链接。",
            "专利登记簿副本可以在线申请，已告知办理方式。",
        ),
        "answer_method": odds({"phone": 6, "message": 2, "on-site": 2, "written": 1}),
    },
    "examine-complaint": {
        # the table's advice is followed; sometimes something is still missing
        "route": when(
            lambda case: _advised(case) and (case["route"] != "accept" or _supplemented(case)),
            known("route"),
            odds({"accept": 86, "supplement": 11, "refuse": 3}),
        ),
        "procedure": when(
            lambda case: case.get("matter") == "passing-off",
            always("patent-passing-off"),
            always("patent-infringement"),
        ),
        "transfer_to": when(lambda case: bool(case.get("transfer_to")), known("transfer_to"), _BODIES),
        "refusal_grounds": some({"not-competent": 0.5, "no-papers": 0.4, "no-respondent": 0.3}, least=1),
        "refusal_reasons": say("经审查，该事项不属于本局职责范围，现有材料不足以证明权利存在。"),
        "missing_papers": say("专利登记簿副本；被投诉人的准确名称和地址。", "投诉人的主体资格证明；侵权产品的购买凭证。"),
        "examination_opinion": say("经审查，建议按上述意见办理。", "材料与事由相符，建议按此处理。"),
    },
    "await-supplement": {"evidence": EVIDENCE},
    "approve-outcome": {"approval": odds({"agree": 95, "return": 5}), "approval_opinion": when(
        lambda case: case.get("approval") == "return", say("请补充说明处理依据。"), say("同意。"))},
    "transfer-complaint": {
        "transfer_to": when(lambda case: bool(case.get("transfer_to")), known("transfer_to"), _BODIES),
        "transfer_phone": lambda asked: numbers.telephone(asked.rng),
        "transfer_contact": lambda asked: names.person(asked.rng),
    },
    "tell-complainant": {"told_method": _TOLD, "told_failed": nothing},
    "track-answer": {"transfer_result": odds({"accepted": 4, "handled": 5, "refused": 1})},
    "tell-answer": {"result_told_method": _TOLD},
    "record-withdrawal": {"offence_suspected": always(False)},  # noqa: FBT003 - the form's own value
}  # fmt: skip
