"""Habits of the pre-examination."""

from collections.abc import Mapping
from datetime import timedelta

from web.demo import names, numbers
from web.demo.asking import Asked, Habit, always, known, odds, often, rows, say, some, whole


def _application(asked: Asked) -> str:
    return numbers.application_number(asked.rng, str(asked.known.get("right")), asked.today.year)


def _patent(asked: Asked) -> str:
    filed = asked.known.get("application_number")
    return f"ZL{filed}" if filed else f"ZL{_application(asked)}"


def _answer_due(asked: Asked) -> str:
    return (asked.today + timedelta(120)).isoformat()


def _documents(asked: Asked) -> list[str]:
    if asked.known.get("right") == "design":
        return ["request", "pictures", "brief", "self-check", "undertaking"]
    return ["request", "description", "claims", "abstract", "drawings", "self-check", "undertaking"]


PREEXAMINATION: Mapping[str, Mapping[str, Habit]] = {
    "register-request": {
        "record_status": odds({"active": 97, "suspended": 2, "none": 1}),
        "inventors": lambda asked: [
            {"name": names.person(asked.rng), "country": "中国"} for _ in range(asked.rng.randint(1, 4))
        ],
        "claim_count": whole(4, 12),
        "drawings": whole(2, 14),
        "documents": _documents,
        "is_pct": often(0.01),
        "is_divisional": often(0.01),
        "needs_secrecy": always(False),  # noqa: FBT003 - the form's own value
        "electronic": always(True),  # noqa: FBT003
        "fees_ready": often(0.98),
    },
    "examine": {
        "points_checked": some({"novelty": 1, "formal": 1, "clarity": 0.8, "inventiveness": 0.7, "unity": 0.5, "good-faith": 0.6}),
        "references": rows(
            1,
            2,
            {"number": "CN 112345{n:03d} A", "relevance": "A", "passage": "说明书第[0023]至[0031]段"},
            {"number": "CN 209876{n:03d} U", "relevance": "Y", "passage": "权利要求1"},
        ),
        "examination_opinion": say(
            "经检索未发现影响新颖性的对比文件，形式符合要求。", "权利要求清楚、得到说明书支持，符合预审标准。"
        ),
        "conclusion": odds({"pass": 70, "correct": 24, "reject": 6}),
        "correction_items": rows(
            1,
            2,
            {"place": "权利要求1", "defect": "技术特征不清楚", "requirement": "补充连接关系"},
            {"place": "说明书附图2", "defect": "附图标记缺失", "requirement": "补齐标记"},
            {"place": "请求书", "defect": "发明人身份信息缺失", "requirement": "补填"},
        ),
    },
    "write-rejection": {
        "rejection_kinds": some({"inventiveness": 0.6, "uncorrected": 0.3, "novelty": 0.2}, least=1),
        "rejection_grounds": say("权利要求1相对于对比文件1和公知常识的结合不具备创造性，申请人的陈述未能克服该缺陷。"),
    },
    "refuse-request": {"refusal_grounds": known("request_reason", "不符合快速预审的受理条件")},
    "await-filing": {"application_number": _application},
    "verify-filing": {
        "filing_identical": often(0.97),
        "filing_differences": say("正式提交的权利要求1与预审合格文本不一致。"),
        "fees_paid": often(0.98),
    },
    "track-examination": {
        "office_event": lambda asked: asked.rng.choices(
            ("office-action", "granted", "refused"),
            (30 if not asked.known.get("office_actions") else 4, 92, 3),
        )[0],
        "action_number": say("{year}0{n:04d}100327{n:03d}"),
        "action_kind": odds({"first": 8, "correction": 2}),
    },
    "record-office-action": {
        "action_summary": say("权利要求1相对于对比文件1不具备创造性。", "说明书附图不清晰，要求补正。"),
        "official_due_on": _answer_due,
        "response_period": odds({"10 working-days": 7, "5 working-days": 3}),
    },
    "check-response": {"response_result": odds({"sufficient": 9, "insufficient": 1})},
    "record-grant": {"patent_number": _patent},
    "record-refusal": {
        "refusal_grounds": say("国家局认为修改后的权利要求仍不具备创造性，予以驳回。"),
        "review_intended": often(0.3),
    },
    "record-withdrawal": {"withdrawal_kind": odds({"withdrawn": 9, "deemed": 1})},
    "archive-case": {"archive_pages": whole(30, 160)},
}  # fmt: skip
