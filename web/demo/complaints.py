"""Complaints that come in at the desk, and leads that the office finds itself."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from web.demo import names, numbers
from web.demo.names import Somebody
from web.demo.subjects import Subject, subject

_CHANNELS = {"12315": 38, "12330-2": 18, "online": 18, "walk-in": 12, "transfer": 8, "exhibition": 6}
_MATTERS = {"infringement": 44, "passing-off": 27, "consultation": 19, "mediation": 6, "other": 4}
_RIGHTS = {"design": 46, "utility-model": 27, "invention": 17, "trademark": 8, "geographical-indication": 2}
_BODIES = ("市市场监管局投诉举报中心", "岳麓区市场监督管理局", "省知识产权局", "市12345热线办公室")
_ASKED = (
    "咨询专利侵权如何维权",
    "咨询快速预审备案条件",
    "咨询专利标识标注规范",
    "咨询外观设计申请流程",
    "咨询展会期间维权途径",
)
_LEADS = {"inspection": 45, "monitoring": 25, "campaign": 20, "transfer": 10}
_MARKINGS = ("专利产品 {number}", "国家专利 {number}", "专利号：{number}", "已获国家发明专利")


def pick(rng: Random, weights: Mapping[str, float]) -> str:
    """One of several, by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def respondent(rng: Random, industry: str) -> Somebody:
    """Who is complained of: more often a shop than an enterprise."""
    make = rng.choices((names.shop, names.company), (60, 40))[0]
    return make(rng, industry)


def side(who: Somebody, name: str) -> dict[str, Any]:
    """A party as the forms ask for it."""
    facts = {"name": who.name, "kind": who.kind, "id": who.code, "phone": who.phone, "address": who.address}
    return {f"{name}_{field}": value for field, value in facts.items()}


def complaint(rng: Random, day: date) -> dict[str, Any]:
    """A complaint, a report or a question at the desk."""
    channel, matter = pick(rng, _CHANNELS), pick(rng, _MATTERS)
    right = pick(rng, _RIGHTS) if matter in ("infringement", "passing-off") else "unknown"
    thing = subject(rng, right if right in ("invention", "utility-model", "design") else "design")
    facts = {**_source(rng, channel, day), "matter": matter, "right": right, "industry": thing.industry}
    facts |= {"jurisdiction": pick(rng, {"local": 93, "elsewhere": 5, "accepted-elsewhere": 2})}
    if matter == "consultation":
        return {**facts, **_question(rng)}
    other = respondent(rng, thing.industry)
    facts |= {**side(other, "respondent"), **_right(rng, right, thing, day), **_informant(rng, matter, thing)}
    return {**facts, **_story(rng, matter, thing, other, day)}


def lead(rng: Random, day: date) -> dict[str, Any]:
    """A lead to passing off that the office found itself or was given."""
    source = pick(rng, _LEADS)
    thing = subject(rng, pick(rng, {"utility-model": 4, "design": 3, "invention": 2}))
    other, number = respondent(rng, thing.industry), numbers.patent_number(rng, thing.right, day.year - 8)
    facts = {"lead_source": source, "received_on": _received(rng, day), "informant_kind": "none"}
    facts |= {"transferred_from": rng.choice(_BODIES)} if source == "transfer" else {}
    return {
        **facts,
        **side(other, "respondent"),
        "subject": f"{other.name}涉嫌假冒专利（{thing.product}）",
        "facts": f"检查发现{other.name}销售的{thing.product}包装上标注专利标识，经初步查询该专利权已经终止。",
        "product_name": thing.product,
        "marking": rng.choice(_MARKINGS).format(number=number),
        "right": thing.right,
        "patent_number": number,
        "industry": thing.industry,
        "sold_online": rng.random() < 0.5,  # noqa: PLR2004 - half of it is sold on the net
    }


def _source(rng: Random, channel: str, day: date) -> dict[str, Any]:
    facts: dict[str, Any] = {"channel": channel, "received_on": _received(rng, day)}
    if channel == "exhibition":
        facts["exhibition_name"] = names.fair(rng, day.year)
    if channel == "transfer":
        facts["transferred_from"] = rng.choice(_BODIES)
    return facts


def _received(rng: Random, day: date) -> str:
    """Most of it is registered on the day on which it comes."""
    return (day - timedelta(rng.choices((0, 1, 2), (82, 14, 4))[0])).isoformat()


def _question(rng: Random) -> dict[str, Any]:
    asked, who = rng.choice(_ASKED), names.citizen(rng)
    party = {
        f"complainant_{name}": value
        for name, value in (("name", who.name), ("kind", who.kind), ("phone", who.phone))
    }
    return {
        "subject": asked,
        "facts": f"来电人{asked}，希望告知办理条件和所需材料。",
        "informant_kind": "named",
        **party,
    }


def _right(rng: Random, right: str, thing: Subject, day: date) -> dict[str, Any]:
    if right == "trademark":
        return {"trademark_number": str(rng.randrange(10_000_000, 70_000_000))}
    if right == "geographical-indication":
        return {"indication_name": rng.choice(("浏阳豆豉", "宁乡花猪", "安化黑茶"))}
    if right == "unknown":
        return {}
    number = numbers.patent_number(rng, right, rng.randrange(day.year - 9, day.year - 1))
    return {"patent_number": number, "patent_title": thing.title}


def _informant(rng: Random, matter: str, thing: Subject) -> dict[str, Any]:
    if matter == "passing-off" and rng.random() < 0.35:  # noqa: PLR2004 - a third stays nameless
        return {"informant_kind": "anonymous"}
    person = matter == "passing-off" or rng.random() < 0.15  # noqa: PLR2004
    who = names.citizen(rng) if person else names.company(rng, thing.industry)
    owner = {} if person else {"patentee": who.name}
    agent = {"complainant_agent": who.agent} if who.agent else {}
    return {"informant_kind": "named", **side(who, "complainant"), **owner, **agent}


def _story(rng: Random, matter: str, thing: Subject, other: Somebody, day: date) -> dict[str, Any]:
    month = f"{(day - timedelta(40)).year}年{(day - timedelta(40)).month}月"
    place = names.market(rng)
    stories = {
        "infringement": (f"{other.name}涉嫌侵犯“{thing.title}”专利权", f"投诉人于{month}在{place}发现{other.name}销售的{thing.product}，与其专利实质相同。", "责令停止侵权、下架产品。"),
        "passing-off": (f"{other.name}涉嫌假冒专利（{thing.product}）", f"举报人于{month}在{place}购买{thing.product}，包装标注专利号，经查询该专利权已经终止。", "依法查处。"),
        "mediation": (f"与{other.name}的知识产权纠纷请求调解", f"双方就{thing.product}的使用许可发生争议，投诉人请求组织调解。", "请求调解，停止使用并赔偿。"),
        "other": (f"反映{other.name}的知识产权问题", f"来信反映{other.name}宣传用语不规范，要求处理。", "请核查处理。"),
    }  # fmt: skip
    title, facts, claims = stories[matter]
    return {"subject": title, "facts": facts, "claims": claims}
