"""A design infringement case from the complaint to the archive, typed; its time is moved past the tenth day."""

import json

import pytest

from tests.web.command import Answer, Command

COMPLAINT = {
    "channel": "12330-2",
    "received_on": "2026-09-23",
    "matter": "infringement",
    "subject": "星河日用品商行涉嫌侵犯保温杯外观设计专利权",
    "facts": "投诉人发现星河日用品商行销售的保温杯与其专利设计近似。",
    "claims": "责令停止销售。",
    "informant_kind": "named",
    "complainant_name": "长河科技有限公司",
    "complainant_kind": "organisation",
    "complainant_id": "91430100MA4L16JQ9X",
    "complainant_phone": "0731-88887777",
    "complainant_address": "岳麓区麓谷大道1号",
    "right": "design",
    "patent_number": "ZL202330123456.7",
    "patent_title": "保温杯",
    "patentee": "长河科技有限公司",
    "respondent_name": "星河日用品商行",
    "respondent_kind": "organisation",
    "respondent_address": "雨花区万家丽路2号",
    "industry": "household",
    "jurisdiction": "local",
    "evidence": [{"name": "购买公证书", "kind": "notarial", "copies": 2}],
}
EXAMINED = {
    "route": "accept",
    "procedure": "patent-infringement",
    "examination_opinion": "材料齐全，建议受理。",
}
TOLD = {"told_on": "2026-09-24", "told_method": "phone", "told_text": "已受理，转入行政裁决程序。"}
CHECKED = {
    "papers": ["request", "identity", "right", "evidence", "copies"],
    "patent_in_force": True,
    "requester_entitled": True,
    "respondent_definite": True,
    "facts_definite": True,
    "within_jurisdiction": True,
    "no_lawsuit": True,
}
SERVED = {
    "service_method": "direct",
    "served_on": "2026-09-24",
    "service_receipt": "SD-1",
    "answer_period": "15 calendar-days",
}
ANSWERED = {"answered_on": "2026-10-09", "answer": "现有设计抗辩。", "stay_requested": False}
UNWILLING = {"answer_forwarded_on": "2026-10-09", "complainant_willing": False, "respondent_willing": False}
PLANNED = {"measures": [], "issues": "是否近似", "investigation_plan": "比对实物"}
COLLECTED = {
    "evidence_collected": [{"name": "进货单", "source": "被请求人", "proves": "销售数量", "verified": "yes"}],
    "accused_products": "保温杯",
    "turnover_involved": 36000,
}
WEIGHED = {
    "comparison": [{"feature": "杯盖弧形", "accused": "杯盖弧形", "verdict": "same"}],
    "evidence_opinion": "证据可采信。",
    "stay_needed": False,
    "hearing_needed": False,
}
DRAFTED = {
    "infringement_finding": "infringed",
    "orders": ["stop-selling"],
    "decision_facts": "事实清楚。",
    "decision_reasons": "落入保护范围。",
    "turnover_involved": 36000,
}
REVIEWED = {"review_points": ["facts", "law"], "review_result": "pass", "review_opinion": "同意。"}
DECISION_SERVED = {
    "decision_number": "长知处字〔2026〕1号",
    "decided_on": "2026-10-10",
    "complainant_service_method": "direct",
    "complainant_served_on": "2026-10-10",
    "respondent_service_method": "direct",
    "respondent_served_on": "2026-10-10",
    "appeal_told": True,
}
ARCHIVED = {
    "archive_number": "2026-ZQ-1",
    "archive_volumes": 1,
    "archive_pages": 86,
    "retention": "30-years",
    "archived_on": "2026-10-12",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Command:
    """A demo office with its people and procedures, without cases, on the morning of 24 September 2026."""
    first = Command(tmp_path_factory.mktemp("demo") / "office")
    first("demo", "--cases", "0", "--at", "2026-09-24T09:00")
    return first


@pytest.fixture
def kuaibao(tmp_path, empty) -> Command:
    return Command(tmp_path / "office", like=empty)


def task_of(kuaibao: Command, login: str, name: str) -> str:
    """The number of the person's one task of a name."""
    found = [row for row in kuaibao("task", "list", "--as", login, lang="zh").rows if row[4] == name]
    assert len(found) == 1, kuaibao("task", "list", "--as", login, lang="zh").out
    return found[0][0]


def do(kuaibao: Command, login: str, name: str, *, at: str = "+1h", **values: object) -> Answer:
    """Let a person complete a task by its name, a while later; what the case knows already is confirmed."""
    number = task_of(kuaibao, login, name)
    known = kuaibao("task", "form", number, "--as", login, "--json").json
    given = {field: value for field, value in known.items() if value is not None} | values
    return kuaibao("task", "complete", number, "--as", login, "--at", at, "--values", json.dumps(given))


def persons(kuaibao: Command, login: str, name: str, field: str) -> dict[str, int]:
    """Who may be named in a field, by name."""
    lines = kuaibao("task", "form", task_of(kuaibao, login, name), "--as", login, lang="zh").rows
    offered = next(row[3] for row in lines if row[0].rstrip("*") == field)
    return {name: int(number) for number, name in (one.split("=") for one in offered.split())}


def filed(kuaibao: Command) -> None:
    """From the complaint to the naming of the handlers."""
    kuaibao("case", "start", "complaint-intake", "--as", "liumin", "--facts", json.dumps(COMPLAINT))
    do(kuaibao, "liumin", "审查受理条件", **EXAMINED)
    do(kuaibao, "zhouzhiyuan", "审批处理意见", approval="agree")
    do(kuaibao, "liumin", "告知投诉人", **TOLD)
    do(kuaibao, "liumin", "核对请求材料", **CHECKED)
    do(kuaibao, "chenliqun", "立案审批", filing_decision="approve")
    named = persons(kuaibao, "zhouzhiyuan", "指定办案人员", "handlers")
    two = [named["吴海涛"], named["郑雅琴"]]
    do(kuaibao, "zhouzhiyuan", "指定办案人员", handlers=two, lead_handler=two[0], no_conflict=True)


def test_a_design_case_goes_from_the_complaint_to_the_archive_and_is_escalated_after_its_tenth_day(kuaibao):
    filed(kuaibao)
    shown = kuaibao("case", "show", "ZQ2026-0001", lang="zh").out
    assert "承诺时限：外观设计10日  2026-10-08 17:00" in shown  # the 4th lies in the National Day rest
    assert "法定时限：外观设计1个月  2026-10-26 17:00" in shown
    do(kuaibao, "wuhaitao", "送达被请求人", **SERVED)

    rung = kuaibao("tick", "--at", "2026-10-09T09:00").out
    assert int(rung.split()[0]) >= 3
    listed = {row[0]: row for row in kuaibao("case", "list").rows}
    assert listed["ZQ2026-0001"][2] == "overdue"
    watched = task_of(kuaibao, "zhouzhiyuan", "督办：承诺时限：外观设计10日")
    kuaibao("task", "complete", watched, "--as", "zhouzhiyuan", "--values", '{"note": "已约谈承办人"}')
    file = kuaibao("case", "show", "ZQ2026-0001", "--json").json
    fired = [entry["facts"]["rung"] for entry in file["timeline"] if entry["kind"] == "rung-fired" and entry["facts"]["policy"] == "promise_design"]  # fmt: skip
    assert list(reversed(fired)) == ["50%", "-2 working-days", "end"]
    told = {notice["person"] for notice in file["notifications"] if "已超期" in notice["text"]["zh"]}
    assert {"周志远", "陈立群"} <= told

    do(kuaibao, "wuhaitao", "等待答辩", at="2026-10-09T10:00", **ANSWERED)
    do(kuaibao, "wuhaitao", "征询调解意愿", **UNWILLING)
    do(kuaibao, "wuhaitao", "制定调查方案", **PLANNED)
    do(kuaibao, "zhengyaqin", "调取核实证据", **COLLECTED)
    do(kuaibao, "zhengyaqin", "审查证据", **WEIGHED)
    do(kuaibao, "wuhaitao", "起草处理决定", **DRAFTED)
    do(kuaibao, "linxiaoyan", "法制审核", at="2026-10-10T09:00", **REVIEWED)
    do(kuaibao, "chenliqun", "审批处理决定", decision_approval="approve")
    do(kuaibao, "wuhaitao", "送达处理决定", **DECISION_SERVED)
    done = do(kuaibao, "wuhaitao", "立卷归档", at="2026-10-12T15:00", **ARCHIVED)
    assert done.out == "ZQ2026-0001\tcompleted\n"

    closed = kuaibao("case", "show", "ZQ2026-0001", "--json").json
    breached = {clock["policy_id"]: clock["breached_at"] for clock in closed["clocks"]}
    assert breached["promise_design"] is not None
    assert breached["ordinary_design"] is None
    assert closed["facts"]["variables"]["outcome"] == "infringed"
    assert {row[1] for row in kuaibao("case", "list").rows} == {"completed"}
    assert kuaibao("journal", "verify").out == "The journal holds\n"


def test_everything_of_a_case_is_shown_as_json_with_ledgers_and_both_languages(kuaibao):
    filed(kuaibao)
    file = kuaibao("case", "show", "ZQ2026-0001", "--json").json
    assert {"facts", "parties", "tasks", "clocks", "tokens", "timeline", "links"} <= set(file)
    promise = next(clock for clock in file["clocks"] if clock["policy_id"] == "promise_design")
    assert promise["chip"]["name"]["zh"] == "承诺时限：外观设计10日"
    assert promise["chip"]["name"]["en"]
    assert promise["ledger"]["last_day"] == "2026-10-08"
    assert [party["name"] for party in file["parties"]] == ["长河科技有限公司", "星河日用品商行"]
    assert file["links"][0]["case"]["number"] == "TS2026-00001"


def test_two_people_and_one_task(kuaibao):
    kuaibao("case", "start", "complaint-intake", "--as", "liumin", "--facts", json.dumps(COMPLAINT))
    number = task_of(kuaibao, "liumin", "审查受理条件")
    kuaibao("task", "claim", number, "--as", "liumin")
    assert kuaibao("task", "claim", number, "--as", "luosiqi", code=1).err.strip()
    values = json.dumps(EXAMINED)
    assert kuaibao("task", "complete", number, "--as", "luosiqi", "--values", values, code=1).err.strip()
    kuaibao("task", "complete", number, "--as", "liumin", "--values", values)
    again = kuaibao("task", "complete", number, "--as", "liumin", "--values", values, code=1)
    assert "cannot be done again" in again.err


def test_who_has_not_the_role_and_what_breaks_the_form_is_refused_with_sentences(kuaibao):
    kuaibao("case", "start", "complaint-intake", "--as", "liumin", "--facts", json.dumps(COMPLAINT))
    number = task_of(kuaibao, "liumin", "审查受理条件")
    assert kuaibao("task", "complete", number, "--as", "wuhaitao", code=1).err.strip()
    invalid = kuaibao(
        "task", "complete", number, "--as", "liumin", "--values", '{"route": "fly"}', code=1
    ).err
    assert "to correct" in invalid
    assert "route" in invalid or "Proposal" in invalid or "must be one of the choices" in invalid
    assert (
        "请更正"
        in kuaibao("task", "complete", number, "--as", "liumin", "--values", "{}", code=1, lang="zh").err
    )
    assert kuaibao("case", "start", "complaint-intake", "--as", "wuhaitao", code=1).err.strip()
    bad = json.dumps(COMPLAINT | {"received_on": "2999-01-01"})
    assert kuaibao("case", "start", "complaint-intake", "--as", "liumin", "--facts", bad, code=1).err.strip()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("case", "show", "XX2026-1"), 1, "there is no case XX2026-1"),
        (("case", "start", "nothing"), 1, "nothing"),
        (("task", "complete", "999", "--as", "liumin"), 1, "999"),
        (("task", "form", "999", "--as", "liumin"), 1, "999"),
        (("task", "list", "--as", "nobody"), 2, "there is no active person nobody"),
        (("task", "complete", "1", "--as", "liumin", "--values", "{"), 2, "--values"),
        (("task", "complete", "1", "--as", "liumin", "--values", "[]"), 2, "a JSON object is needed"),
        (("case", "start", "complaint-intake", "--facts", "@nowhere.json"), 2, "nowhere.json"),
        (("case", "start", "complaint-intake", "--received", "2999-01-01", "--facts", "{}"), 1, "future"),
    ],
)
def test_what_is_not_there_or_makes_no_sense_is_said(kuaibao, words, code, says):
    refused = kuaibao(*words, code=code)
    assert says in refused.err
    assert "Traceback" not in refused.err


def test_a_case_may_have_come_in_earlier(kuaibao):
    kuaibao("case", "start", "complaint-intake", "--as", "liumin", "--received", "2026-09-18", "--facts", json.dumps(COMPLAINT))  # fmt: skip
    file = kuaibao("case", "show", "TS2026-00001", "--json").json
    assert (
        file["clocks"][0]["chip"]["last_day"] == "2026-09-29"
    )  # 7 working days: the Sunday 20th is one, the 25th to 27th are not


# --- time ---


def test_a_demo_s_time_goes_on_from_where_it_was_moved_to_and_never_back(kuaibao):
    kuaibao("tick", "--at", "+3d")
    assert "Time only goes forward; it is 2026-09-27" in kuaibao("tick", "--at", "2026-09-26", code=2).err
    assert "只能向前移动" in kuaibao("case", "list", "--at", "2026-09-26", code=2, lang="zh").err
    kuaibao("case", "start", "complaint-intake", "--as", "liumin", "--at", "2026-10-09", "--facts", json.dumps(COMPLAINT))  # fmt: skip
    assert kuaibao("case", "show", "TS2026-00001", "--json").json["facts"]["opened_on"] == "2026-10-09"


@pytest.mark.parametrize("written", ["tomorrow", "2026-13-01", "+3y", "", "2026-10-09T25:00"])
def test_what_is_no_time_is_said(kuaibao, written):
    assert "is no time" in kuaibao("tick", "--at", written, code=2).err
    assert "不是时间" in kuaibao("tick", "--at", written, code=2, lang="zh").err


def test_time_is_not_moved_by_years_at_once(kuaibao):
    assert "At most 400 days" in kuaibao("tick", "--at", "2036-01-01", code=2).err


def test_the_time_of_a_real_office_is_never_moved(tmp_path):
    real = Command(tmp_path / "real")
    real("init")
    for words in (("tick",), ("case", "list"), ("task", "list", "--as", "x")):
        assert "no demo" in real(*words, "--at", "+1d", code=2).err
    assert "不是演示环境" in real("tick", "--at", "+1d", code=2, lang="zh").err
    real("tick")  # in working hours the published calendar is looked at
    assert real("tick").out == "0 alarms rung\n"
