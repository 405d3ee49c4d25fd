"""Requests that come in by themselves: infringement disputes and pre-examinations."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from web.demo import names, numbers
from web.demo.complaints import pick, respondent, side
from web.demo.subjects import examinable, subject

_MACHINES = ("B2", "B6", "E02", "F", "H02", "08", "12", "15", "23")
_CHANNELS = {"walk-in": 45, "online": 40, "transfer": 10, "exhibition": 5}


def dispute(rng: Random, day: date) -> dict[str, Any]:
    """A request to decide an infringement dispute."""
    thing = subject(rng, pick(rng, {"design": 50, "utility-model": 30, "invention": 20}))
    owner, other = names.company(rng, thing.industry), respondent(rng, thing.industry)
    number = numbers.patent_number(rng, thing.right, rng.randrange(day.year - 9, day.year - 1))
    return {
        "channel": pick(rng, _CHANNELS),
        "received_on": day.isoformat(),
        "right": thing.right,
        "patent_number": number,
        "patent_title": thing.title,
        "patentee": owner.name,
        "industry": thing.industry,
        **side(owner, "complainant"),
        "complainant_agent": owner.agent or names.firm(rng),
        **side(other, "respondent"),
        "claims": "责令被请求人立即停止制造、销售、许诺销售侵权产品，销毁库存和专用模具。",
        "facts": f"请求人系“{thing.title}”（{number}）的专利权人。被请求人在{names.market(rng)}销售的{thing.product}落入其专利权的保护范围，请求人已公证购买。",
    }


def examination(rng: Random, day: date) -> dict[str, Any]:
    """A request for fast-track pre-examination."""
    right = pick(rng, {"invention": 45, "utility-model": 38, "design": 17})
    thing = examinable(rng, right)
    who = names.company(rng, thing.industry)
    return {
        "requested_on": day.isoformat(),
        "applicant_name": who.name,
        "applicant_code": who.code,
        "record_number": numbers.record_number(rng),
        "agency": who.agent or names.firm(rng),
        "contact_name": names.person(rng),
        "contact_phone": numbers.mobile(rng),
        "right": right,
        "patent_title": thing.title,
        "main_classification": thing.classification,
    }


def unit_of(facts: Mapping[str, Any]) -> str:
    """The unit that examines such things."""
    return "preexam-1" if facts["main_classification"].startswith(_MACHINES) else "preexam-2"
