import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from engine.calendars import OFFICE_HOURS, SHANGHAI, Overlay, OverlayDay, Scope, china
from engine.errors import PeriodInvalid
from engine.periods import Extension, Ledger, Period, Rule, Span, Step, Unit, calculate, due, recount, replay
from engine.text import Text

CHINA = china()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def full():
    return due(
        Period(1, Unit.MONTHS),
        date(2026, 1, 31),
        spans=[
            Span(date(2026, 2, 3), date(2026, 2, 8), "鉴定"),
            Span(date(2026, 2, 5), date(2026, 2, 6), "听证"),
        ],
        extensions=[Extension(Period(1, Unit.MONTHS), "王局长", date(2026, 2, 20), "案情复杂")],
        calendar=CHINA,
        hours=OFFICE_HOURS,
    )


def said(ledger, rule):
    return next(step for step in ledger.steps if step.rule is rule)


def rules(ledger):
    return [step.rule for step in ledger.steps]


def test_a_ledger_tells_every_step_in_the_order_of_counting():
    assert rules(full()) == [
        Rule.START,
        Rule.NOT_COUNTED,
        Rule.EXTENSION,
        Rule.COUNT,
        Rule.SUSPENSION,
        Rule.NO_EFFECT,
        Rule.EXCLUDED,
        Rule.REST,
        Rule.ROLL,
        Rule.END,
        Rule.CALENDAR,
    ]


def test_the_chinese_ledger_reads_as_an_office_writes():
    assert [step.text.zh for step in full().steps] == [
        "期限1个月，自2026年1月31日（星期六）起算。",
        "期间开始的当日2026年1月31日（星期六）不计入，自下一日2026年2月1日（星期日）开始计算。",
        "2026年2月20日（星期五），经王局长批准，延长1个月（案情复杂）；与原期限合并，自起算日一次计算。",
        "期限计2个月，至2026年3月31日（星期二）。",
        "因鉴定，自2026年2月3日（星期二）起中止，2026年2月8日（星期日）恢复；生效之日不计，恢复之日计入，扣除5日。",
        "自2026年2月5日（星期四）起的中止未另占期限内的时间（重叠、当日恢复或均为休息日），不再扣除。",
        "扣除中止的时间后，期限的最后一日为2026年4月5日（星期日）。",
        "2026年4月5日（星期日）至2026年4月6日（星期一）为清明节休息日（《国务院办公厅关于2026年部分节假日安排的通知》，国办发明电〔2025〕7号），不计入。",
        "2026年4月5日（星期日）为休息日，顺延至休息日结束后的第一个工作日2026年4月7日（星期二）。",
        "期限于2026年4月7日（星期二）17:00（停止业务活动的时间）届满。",
        "工作日历版本：chinesecalendar 1.11.0 (2004–2026), holidays 0.109。",
    ]


def test_the_english_ledger_says_the_same():
    lines = [step.text.en for step in full().steps]
    assert lines[2] == (
        "Extended by 1 month, granted by 王局长 on 2026-02-20 (Friday) (案情复杂);"
        " summed with the period and counted once from the start."
    )
    assert lines[4] == (
        "Suspended (鉴定) from 2026-02-03 (Tuesday), resumed on 2026-02-08 (Sunday), which counts again:"
        " 5 calendar days excluded."
    )
    assert lines[-2] == "The period ends on 2026-04-07 (Tuesday) at 17:00, the close of business."


@pytest.mark.parametrize(
    ("rule", "article"),
    [
        (Rule.NOT_COUNTED, "《民法典》第201条第1款"),
        (Rule.COUNT, "《民法典》第202条、《专利法实施细则》第5条"),
        (Rule.ROLL, "《民法典》第203条第1款、《专利法实施细则》第5条"),
        (Rule.END, "《民法典》第203条第2款"),
        (Rule.SUSPENSION, ""),
    ],
)
def test_each_step_quotes_its_article(rule, article):
    assert said(full(), rule).article.zh == article


@pytest.mark.parametrize(
    ("amount", "unit", "article"),
    [
        (7, "working-days", "《行政处罚法》第85条"),
        (10, "calendar-days", "《民法典》第201条第1款"),
        (4, "hours", "《民法典》第201条第2款"),
    ],
)
def test_the_count_quotes_the_article_of_its_unit(amount, unit, article):
    ledger = calculate("2026-03-02", amount, unit, calendar=CHINA, hours=OFFICE_HOURS)
    assert said(ledger, Rule.COUNT).article.zh == article


def test_a_month_without_the_corresponding_day_is_said_to_end_on_its_last():
    text = said(calculate("2026-01-31", 1, "months", calendar=CHINA), Rule.COUNT).text
    assert "到期月无对应日，以月末日计" in text.zh
    assert "the last day of a month without the corresponding day" in text.en


def test_working_days_name_each_festival_and_moved_day_on_the_way():
    ledger = calculate("2026-02-12", 5, "working-days", calendar=CHINA)
    assert [
        step.text.zh.partition("（《")[0] for step in ledger.steps if step.rule in (Rule.REST, Rule.MOVED)
    ] == [
        "2026年2月14日（星期六）为工作日（春节调休上班）",
        "2026年2月16日（星期一）至2026年2月23日（星期一）为春节休息日",
    ]


def test_a_plain_weekend_at_the_end_is_named_as_one():
    ledger = calculate("2026-03-04", 10, "calendar-days", calendar=CHINA)
    assert (
        said(ledger, Rule.REST).text.zh
        == "2026年3月14日（星期六）至2026年3月15日（星期日）为周末休息日，不计入。"
    )


def test_the_rest_at_the_end_is_told_apart_by_its_reasons():
    ledger = calculate("2026-04-24", 7, "calendar-days", calendar=CHINA)
    assert [step.facts["name"] for step in ledger.steps if step.rule is Rule.REST] == [
        ["劳动节", "Labour Day"]
    ]
    ledger = calculate("2026-12-17", 10, "calendar-days", calendar=CHINA)
    assert [step.facts["from"] for step in ledger.steps if step.rule is Rule.REST] == ["2026-12-27"]


def test_hours_tell_the_moment_and_where_it_moved_to():
    ledger = calculate("2026-03-06T17:30", 4, "hours", calendar=CHINA, hours=OFFICE_HOURS)
    assert said(ledger, Rule.START_MOVED).text.zh == (
        "2026年3月6日17:30不在工作时间内，自其后第一个工作时刻2026年3月9日08:30起计。"
    )
    assert (
        said(ledger, Rule.FROM_THE_MOMENT).text.en
        == "A period in hours runs from the moment: 2026-03-09 08:30."
    )
    assert said(ledger, Rule.END).text.zh == "期限于2026年3月9日14:30届满。"
    inside = calculate("2026-03-06T10:00:05", 4, "hours", calendar=CHINA, hours=OFFICE_HOURS)
    assert Rule.START_MOVED not in rules(inside)
    assert said(inside, Rule.END).text.en == "The period ends at 2026-03-06 16:00:05."


def test_a_suspension_of_hours_tells_the_working_time_that_it_took():
    span = Span(at("2026-03-02T10:00"), at("2026-03-02T15:00"))
    ledger = due(
        Period(4, Unit.HOURS), at("2026-03-02T09:00"), spans=[span], calendar=CHINA, hours=OFFICE_HOURS
    )
    assert "扣除工作时间3小时0分" in said(ledger, Rule.SUSPENSION).text.zh


def test_an_open_suspension_says_what_the_end_is_based_on():
    ledger = due(
        Period(10, Unit.CALENDAR_DAYS), date(2026, 3, 2),
        spans=[Span(date(2026, 3, 4), None, "鉴定")], calendar=CHINA, until=date(2026, 3, 7),
    )  # fmt: skip
    assert said(ledger, Rule.OPEN).text.zh == (
        "因鉴定，自2026年3月4日（星期三）起中止，尚未恢复；届满日按2026年3月7日（星期六）恢复推算，暂扣除3日。"
    )


def test_a_reason_may_be_given_in_both_languages():
    span = Span(date(2026, 3, 4), date(2026, 3, 7), Text("鉴定", "appraisal"))
    ledger = due(Period(10, Unit.CALENDAR_DAYS), date(2026, 3, 2), spans=[span], calendar=CHINA)
    text = said(ledger, Rule.SUSPENSION).text
    assert text.zh.startswith("因鉴定，自2026年3月4日")
    assert text.en.startswith("Suspended (appraisal) from 2026-03-04")
    assert Ledger.from_json(json.loads(json.dumps(ledger.record()))) == ledger


def test_a_suspension_after_the_end_is_said_to_have_no_effect():
    ledger = calculate("2026-03-02", 10, "calendar-days", ["2026-05-01..2026-05-09"], calendar=CHINA)
    assert "在期限届满之后" in said(ledger, Rule.NO_EFFECT).text.zh
    assert Rule.EXCLUDED not in rules(ledger)


def test_an_end_at_24_is_said_so():
    assert said(calculate("2026-03-02", 1, "months", calendar=CHINA), Rule.END).text == (
        "期限于2026年4月2日（星期四）24:00（截止时间）届满。",
        "The period ends on 2026-04-02 (Thursday) at 24:00, midnight.",
    )


def test_a_provisional_end_says_which_year_is_missing_and_what_was_done():
    text = said(calculate("2026-12-31", 4, "working-days", calendar=CHINA), Rule.PROVISIONAL).text
    assert text.zh == "暂定：2027年的放假通知未收录，按周末和法定节日推算；收录后重新计算。"
    assert "2027" in text.en


def test_an_end_in_the_last_days_of_the_last_published_year_says_that_they_may_still_move():
    ledger = calculate("2026-11-30", 1, "months", calendar=CHINA)
    assert not ledger.provisional
    assert said(ledger, Rule.YEAR_END).text.zh == "提示：2027年的放假通知可能调整上一年末几日的作息。"
    assert Rule.YEAR_END not in rules(calculate("2025-11-30", 1, "months", calendar=CHINA))
    assert Rule.YEAR_END not in rules(calculate("2026-11-10", 1, "months", calendar=CHINA))


# --- counted again --------------------------------------------------------------------------------------------


def published(*rest):
    days = tuple(OverlayDay(day, working=False, name=Text("春节", "Spring Festival")) for day in rest)
    return china([Overlay(Scope.NATION, Text("通知", "notice"), days, publishes=frozenset({2027}))])


def test_a_ledger_counted_under_another_calendar_says_what_moved_and_why():
    ledger = calculate("2027-01-11", 1, "months", calendar=CHINA, hours=OFFICE_HOURS)
    why = Text("2027年放假通知已发布", "The notice for 2027 was published")
    again = recount(ledger, published(date(2027, 2, 11), date(2027, 2, 12)), why)
    assert (again.last_day, again.provisional) == (date(2027, 2, 15), False)
    assert again.steps[-1].text == (
        "2027年放假通知已发布，重新计算，届满时间由2027年2月11日17:00变更为2027年2月15日17:00。",
        "The notice for 2027 was published: counted again, the end moved from 2027-02-11 17:00 to 2027-02-15 17:00.",
    )
    assert replay(again) == again.ends_at
    assert Ledger.from_json(again.to_json()) == again


def test_a_ledger_that_was_counted_again_keeps_what_was_said_before():
    ledger = calculate("2026-03-02", 1, "months", calendar=CHINA)
    once = recount(ledger, published(), Text("放假通知已发布", "A notice was published"))
    twice = recount(once, china(), Text("日历更正", "The calendar was corrected"))
    assert [step.text.en for step in twice.steps if step.rule is Rule.RECOUNTED] == [
        "A notice was published: counted again, the end is the same.",
        "The calendar was corrected: counted again, the end is the same.",
    ]


# --- JSON and replay ------------------------------------------------------------------------------------------


def test_the_json_has_what_programs_ask_for():
    data = full().to_json()
    assert data["last_day"] == "2026-04-07"
    assert data["ends_at"] == "2026-04-07T17:00:00+08:00"
    assert data["provisional"] is False
    assert data["suspended"] is False
    assert data["steps"][1]["rule"] == "start-not-counted"
    assert data["steps"][1]["day"] == "2026-01-31"
    assert data["steps"][1]["article"] == {"zh": "《民法典》第201条第1款", "en": "Civil Code, art. 201(1)"}
    assert set(data["steps"][1]["text"]) == {"zh", "en"}


def test_the_compact_record_is_the_same_ledger():
    record = json.dumps(full().record())
    assert len(record) < len(json.dumps(full().to_json())) / 2
    assert Ledger.from_json(json.loads(record)) == full()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"terms": None},
        {"terms": {}},
        {**full().record(), "ends_at": "2026-04-07"},
        {**full().record(), "ends_at": 7},
        {**full().record(), "last_day": "soon"},
        {**full().record(), "steps": [["no such rule", None, {}]]},
        {**full().record(), "steps": [[]]},
        {**full().record(), "terms": {**full().record()["terms"], "spans": [["2026-02-03"]]}},
        {**full().record(), "terms": {**full().record()["terms"], "closing": "never"}},
        {**full().record(), "terms": {**full().record()["terms"], "period": "soon"}},
    ],
)
def test_what_is_no_ledger_is_refused(data):
    with pytest.raises(PeriodInvalid):
        Ledger.from_json(data)


def test_a_replay_finds_a_changed_step():
    ledger = full()
    assert replay(ledger) == ledger.ends_at
    steps = tuple(
        replace(step, facts={**step.facts, "added": 4}) if step.rule is Rule.SUSPENSION else step
        for step in ledger.steps
    )
    tampered = replace(ledger, steps=tuple(step for step in steps if step.rule is not Rule.REST))
    assert replay(tampered) != ledger.ends_at


def test_a_replay_of_steps_that_lead_nowhere_is_refused():
    with pytest.raises(PeriodInvalid):
        replay(replace(full(), steps=()))
    with pytest.raises(PeriodInvalid):
        replay(replace(full(), steps=(Step(Rule.COUNT, None, {"total": ["1 months"]}),)))
    hours = calculate("2026-03-06T17:30", 40, "hours", calendar=CHINA, hours=OFFICE_HOURS)
    with pytest.raises(PeriodInvalid):
        replay(replace(hours, last_day=date(2026, 3, 9)))
