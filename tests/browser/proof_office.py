"""The same case without a browser, for what is only looked at; and the time that goes by meanwhile."""

from datetime import UTC, datetime
from typing import Any

from engine import alarms, cases, tasks
from engine.queries import worklist
from tests.web.little_office import LittleOffice

AFTER_THE_TENTH_DAY = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
"""10 days from 24 September end in the National Day rest, so on 8 October at 17:00; this is the morning after."""
REQUEST: dict[str, Any] = {
    "received_on": "2026-09-24",
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
    "respondent_name": "星河日用品商行",
    "respondent_kind": "organisation",
    "respondent_address": "雨花区万家丽路2号",
    "claims": "责令停止制造、销售侵权产品。",
    "facts": "被请求人销售的保温杯与专利外观设计近似。",
    "evidence": [{"name": "购买公证书", "kind": "notarial", "copies": 2}],
}
YES = dict.fromkeys(
    (
        *("patent_in_force", "requester_entitled", "respondent_definite"),
        *("facts_definite", "within_jurisdiction", "no_lawsuit"),
    ),
    True,
)
PAPERS = {"papers": ["request", "identity", "right", "evidence", "copies"]}
SERVED = {
    "service_method": "direct",
    "served_on": "2026-09-24",
    "service_receipt": "SD-2026-017",
    "answer_period": "15 calendar-days",
}


def live_until(office: LittleOffice, moment: datetime) -> None:
    """Let time go by, with a scheduler that rings at once."""
    while (wake := alarms.next_wake(office.engine)) is not None and wake <= moment:
        office.now = max(wake, office.now)
        assert alarms.ring_due(office.engine), wake
    office.now = moment


def request_in_hand(office: LittleOffice, **changed: Any) -> int:
    """A request that was handed in at the counter."""
    facts = {"channel": "walk-in", **REQUEST, **changed}
    with office.acting("intake") as uow:
        return cases.start(uow, "patent-infringement", facts=facts).id


def checked(office: LittleOffice, **changed: Any) -> int:
    """A request whose papers were found complete."""
    request = {**REQUEST, **changed}
    case = request_in_hand(office, **changed)
    do(office, "intake", "核对请求材料", **request, **PAPERS, **YES)
    return case


def overdue(office: LittleOffice) -> int:
    """A case that waits for the respondent's answer while its promise is missed."""
    case = served(office)
    live_until(office, AFTER_THE_TENTH_DAY)
    return case


def served(office: LittleOffice) -> int:
    """A case that waits for the respondent's answer."""
    case = checked(office)
    do(office, "director", "立案审批", filing_decision="approve")
    pair = [office.ids["handler"], office.ids["second"]]
    do(office, "chief", "指定办案人员", handlers=pair, lead_handler=pair[0], no_conflict=True)
    do(office, "handler", "送达被请求人", **SERVED)
    with office.acting("handler") as uow:
        tasks.claim(uow, worklist.pool(uow).rows[0].task_id)
    return case


def do(office: LittleOffice, by: str, task: str, **values: Any) -> None:
    """Complete a task of the person's group."""
    with office.acting(by) as uow:
        (found,) = [row for row in worklist.pool(uow).rows if row.name.zh == task]
        tasks.complete(uow, found.task_id, values)
