"""The State Council's notices in their own wording, 2008 to 2026: what is read of them is what the library knows."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from chinese_calendar import is_workday
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import Scope, china
from engine.calendars.days import ordinary
from engine.calendars.notices import cited
from engine.calendars.reading import read_notice
from engine.calendars.reading.tokens import number_of
from engine.findings import Severity
from engine.periods import calculate

NOTICES = Path(__file__).parent / "notices"
DAY = timedelta(days=1)
CHANGED_LATER = {
    2015: {date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 6)},
    2019: {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)},
    2020: {date(2020, 1, 31), date(2020, 2, 1)},
}
"""Days on which the library has a later notice, which is here in a file of its own."""


def wording(name):
    return (NOTICES / f"{name}.txt").read_text()


def works(read, day):
    said = {row.day: row.working for row in read.days}
    return said.get(day, ordinary(day.toordinal()).working)


def days_of(year):
    """From late December of the year before to late December, when the next notice begins."""
    return [date(year - 1, 12, 20) + n * DAY for n in range(365)]


def rules(read):
    return [found.rule for found in read.findings]


def changed(name, *changes):
    text = wording(name)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_notice(text)


# --- the real ones --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2008, 2027))
def test_a_years_notice_reads_as_the_days_that_the_library_knows(year):
    read = read_notice(wording(year))
    assert not read.errors
    assert read.overlay
    wrong = {day for day in days_of(year) if works(read, day) is not is_workday(day)}
    assert wrong == CHANGED_LATER.get(year, set())


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_of_the_last_three_years_every_day_that_is_named_is_the_librarys_with_its_number(year):
    read = read_notice(wording(year))
    assert (read.year, read.title) == (year, f"国务院办公厅关于{year}年部分节假日安排的通知")
    assert read.overlay.source == cited(year, read.number) == china().status(date(year, 10, 1)).source
    assert read.overlay.publishes == {year}
    assert read.overlay.scope is Scope.NATION
    assert read.findings == ()
    assert all(china().status(row.day).name.zh in row.name.zh for row in read.days)


@pytest.mark.parametrize("year", [year for year in range(2008, 2027) if year != 2020])
def test_a_whole_notice_publishes_its_year_and_needs_no_warning(year):
    read = read_notice(wording(year))
    assert read.findings == ()
    assert read.overlay.publishes == {year}


@pytest.mark.parametrize(
    ("name", "rest", "work"),
    [
        ("2015-change", [(9, 3), (9, 4), (9, 5)], [(9, 6)]),
        ("2019-change", [(5, 1), (5, 2), (5, 3), (5, 4)], [(4, 28), (5, 5)]),
        ("2020-change", [(1, 25), (1, 31), (2, 1), (2, 2)], []),
    ],
)
def test_a_notice_that_changes_a_year_is_read_and_does_not_publish_it(name, rest, work):
    read = read_notice(wording(name))
    year = int(name[:4])
    assert read.overlay
    assert read.overlay.publishes == frozenset()
    assert all(not works(read, date(year, *day)) for day in rest)
    assert {row.day for row in read.days if row.working} == {date(year, *day) for day in work}
    assert read.title in read.overlay.source.zh
    assert str(year) in read.overlay.source.en


def test_over_the_changed_year_the_change_gives_the_librarys_calendar():
    for year in (2015, 2019, 2020):
        said = {}
        for name in (year, f"{year}-change"):
            said |= {row.day: row.working for row in read_notice(wording(name)).days}
        assert all(said.get(d, ordinary(d.toordinal()).working) is is_workday(d) for d in days_of(year))


def test_what_is_only_advised_is_no_day_of_rest():
    assert date(2024, 2, 9) not in {row.day for row in read_notice(wording(2024)).days}


def test_two_festivals_together_have_both_names():
    read = read_notice(wording(2025))
    names = {row.day: row.name for row in read.days}
    assert names[date(2025, 10, 6)] == ("国庆节、中秋节", "National Day and Mid-Autumn Festival")


def test_a_year_that_was_read_is_no_longer_provisional():
    text = wording(2026).replace("〔2025〕", "〔2026〕").replace("2026年", "2027年")
    text = "\n".join(line for line in text.splitlines() if "周" not in line)
    text += "春节：2月5日至11日放假。清明节：4月3日至5日放假。劳动节：5月1日至5日放假。端午节：6月9日放假。"
    text += "中秋节：9月15日放假。国庆节：10月1日至7日放假。元旦：1月1日至3日放假。"
    read = read_notice(text)
    assert (read.year, rules(read)) == (2027, ["balance"])
    calendar = china([read.overlay])
    assert calendar.published_until == date(2027, 12, 31)
    assert not calculate("2027-01-20", 1, "months", calendar=calendar).provisional


# --- how it is pasted -----------------------------------------------------------------------------------------

NARROW_TO_WIDE = str.maketrans("0123456789():,", "０１２３４５６７８９（）：，")


@pytest.mark.parametrize(
    "pasted",
    [
        lambda text: text.translate(NARROW_TO_WIDE),
        lambda text: text.replace("（", "(").replace("）", ")").replace("：", ":").replace("，", ","),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", ""),
        "\n".join,
        " ".join,
        lambda text: text.replace("日", "日\u200b").replace("月", "\u2f49"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("至", "—"),
        lambda text: text.replace("至", "-").replace("周", "星期"),
        lambda text: text.replace("周日", "礼拜天"),
        lambda text: text.replace("，共3天", "，共三天"),
        lambda text: text.replace("一、", "").replace("二、", "").replace("七、", "7."),
        lambda text: "发布日期：2025年11月4日\n索引号：000014349/2025-00085\n" + text,
        lambda text: text + "（此件公开发布）",
    ],
    ids=range(15),
)
def test_however_it_is_pasted_the_days_are_the_same(pasted):
    read = read_notice(pasted(wording(2026)))
    assert read.findings == ()
    assert [(row.day, row.working) for row in read.days] == [
        (row.day, row.working) for row in read_notice(wording(2026)).days
    ]
    assert read.overlay.publishes == {2026}


def test_without_the_title_the_year_is_the_one_in_which_the_weekdays_are_right():
    text = wording(2026).partition("直属机构：\n")[2].replace("现将2026年", "现将")
    read = read_notice(text + "国办发明电〔2025〕7号")
    assert (read.year, rules(read)) == (2026, ["year-inferred"])
    assert read.overlay.publishes == {2026}


def test_without_a_title_and_without_weekdays_the_year_is_that_of_the_dates():
    read = read_notice("国庆节：2027年10月1日至7日放假。2027年10月9日上班。")
    assert read.year == 2027
    assert {row.day for row in read.days if row.working} == {date(2027, 10, 9)}
    assert read_notice("国庆节：10月1日放假。国办发明电〔2026〕7号").year == 2027
    wrong = read_notice("国办发明电〔2026〕7号 春节：2月30日（周二）放假。国庆节：10月1日（周五）放假。")
    assert (wrong.year, wrong.errors[0].rule) == (2027, "no-such-day")


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("2025年12月30日至2026年1月1日", date(2025, 12, 30), date(2026, 1, 1)),
        ("2025年12月30日至1月1日", date(2025, 12, 30), date(2026, 1, 1)),
        ("12月30日至2026年1月1日", date(2025, 12, 30), date(2026, 1, 1)),
        ("12月30日至1月1日", date(2025, 12, 30), date(2026, 1, 1)),
        ("12月30日至31日", date(2025, 12, 30), date(2025, 12, 31)),
        ("12月31日", date(2025, 12, 31), date(2025, 12, 31)),
    ],
)
def test_a_span_may_cross_into_the_year(span, first, last):
    read = read_notice(f"国务院办公厅关于2026年部分节假日安排的通知\n元旦：{span}放假。")
    assert (read.days[0].day, read.days[-1].day) == (first, last)
    assert not read.errors


def test_the_words_after_a_moved_rest_are_of_the_days_that_follow():
    head = "国务院办公厅关于2026年部分节假日安排的通知\n"
    read = read_notice(head + "五、端午节：6月21日（周日）公休日调至6月22日（周一），6月27日（周六）上班。")
    assert [(row.day.day, row.working) for row in read.days] == [(22, False), (27, True)]


def test_work_that_goes_on_as_usual_moves_nothing_on_a_weekday_and_is_work_on_a_weekend():
    head = "国务院办公厅关于2020年部分节假日安排的通知\n"
    assert not read_notice(head + "春节：1月25日放假，2月3日（星期一）起正常上班。").days[-1].working
    assert read_notice(head + "春节：1月25日放假，2月8日（星期六）起正常上班。").days[-1].working
    assert len(read_notice(head + "春节：1月25日放假，1月27日不放假。").days) == 1


def test_counts_are_read_in_digits_and_in_numerals():
    counts = ["共9天", "放假三天", "共十天", "十一天", "两天", "共二十天", "二十一天"]
    assert [number_of(text) for text in counts] == [9, 3, 10, 11, 2, 20, 21]


# --- against itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("4月4日（周六）", "4月4日（周日）", "weekday", 9),
        ("共9天", "共8天", "count", 8),
        ("、2月28日（周六）上班", "、2月15日（周日）上班", "contradiction", 8),
        ("1月4日（周日）上班", "1月5日（周一）上班", "not-weekend", 7),
        ("1月4日（周日）上班", "1月4日（周日）", "no-meaning", 7),
        ("1月4日（周日）上班", "1月4（周日）上班", "no-date", 7),
        ("1月4日（周日）上班", "1月l4日（周日）上班", "unread", 7),
        ("1月4日（周日）上班", "1月4（周日）", "unread", 7),
        ("5月9日（周六）上班。", "5月9日（周六）上班。电话123上班。", "unread", 10),
        (
            "5月9日（周六）上班。",
            "5月9日（周六）凡在本市各机关单位工作的人员一律照常上班。",
            "no-meaning",
            10,
        ),
        ("1月4日（周日）上班", "4日（周日）上班", "month-missing", 7),
        ("2月14日（周六）", "2月30日（周六）", "no-such-day", 8),
        ("2月14日（周六）", "13月14日（周六）", "no-such-day", 8),
        ("5月1日（周五）至5日（周二）", "5月5日（周二）至1日（周五）", "span-backwards", 10),
        ("10月1日（周四）至7日（周三）", "8月1日至10月7日（周三）", "span-long", 13),
        ("6月19日（周五）至21日（周日）放假", "6月19日（周五）至放假", "range-open", 11),
        ("6月19日（周五）至21日（周日）放假", "至21日（周日）放假", "range-open", 11),
        ("6月19日（周五）至21日（周日）放假，共3天", "放假", "festival-empty", 11),
        ("6月19日（周五）", "2027年6月19日（周六）", "outside-year", 11),
        ("1月4日（周日）上班", "2027年2月6日（周六）上班", "outside-year", 7),
        ("1月4日（周日）上班", "2025年12月14日（周日）上班", "outside-year", 7),
        ("1月4日（周日）上班", "1月4日（周日）起放假", "no-meaning", 7),
        ("现将2026年", "现将2025年", "years-differ", 6),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_and_the_line_is_named(old, new, rule, line):
    read = changed(2026, (old, new))
    found = next(row for row in read.findings if row.rule == rule)
    assert read.overlay is None
    assert (found.element, found.severity, found.file) == (f"line:{line}", Severity.ERROR, "")
    assert found.message.zh.startswith(f"第{line}行“")
    assert found.message.en.startswith(f"Line {line} “")
    assert found.remedy.zh
    assert found.remedy.en


def test_the_text_of_the_line_is_quoted_and_of_a_long_one_what_stands_around_it():
    wrong = ("4月4日（周六）", "4月4日（周日）")
    found = changed(2026, wrong).findings[0]
    assert "“三、清明节：4月4日（周日）至6日（周一）放假，共3天。”" in found.message.zh
    assert "2026-04-04是星期六，括号中写作“周日”" in found.message.zh
    assert "2026-04-04 is a Saturday" in found.message.en
    long = changed(2026, wrong, ("\n", "")).findings[0]
    assert "…" in long.message.zh
    assert "4月4日(周日)" in long.message.zh
    assert len(long.message.zh) < 200


def test_a_day_twice_the_same_is_no_contradiction():
    assert changed(2026, ("共9天。", "共9天。其中2月17日（周二）放假。")).findings == ()


def test_days_are_shown_even_where_there_are_errors():
    read = changed(2026, ("共9天", "共8天"))
    assert read.overlay is None
    assert len(read.days) == 39
    assert (read.year, read.number) == (2026, "国办发明电〔2025〕7号")


def test_the_given_name_of_the_file_is_in_every_finding():
    read = read_notice(wording(2026).replace("共9天", "共8天"), file="2026.txt")
    assert {found.file for found in read.findings} == {"2026.txt"}


# --- against the law ------------------------------------------------------------------------------------------


def test_a_notice_without_one_of_the_seven_festivals_is_warned_of_and_does_not_publish():
    line = "　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n"
    read = changed(2026, (line, ""))
    assert rules(read) == ["festival-missing", "balance"]
    assert not read.errors
    assert "端午节（2026-06-19）" in read.warnings[0].message.zh
    assert "Dragon Boat Festival (2026-06-19)" in read.warnings[0].message.en
    assert read.overlay.publishes == frozenset()


def test_a_moved_working_day_that_was_left_out_is_noticed_by_the_balance():
    read = changed(2026, ("、2月28日（周六）上班", "上班"))
    assert rules(read) == ["balance"]
    assert "14" in read.findings[0].message.zh


def test_a_number_that_does_not_go_with_the_year_is_warned_of():
    assert rules(changed(2026, ("〔2025〕", "〔2021〕"))) == ["number-year"]
    without = changed(2026, ("国办发明电〔2025〕7号\n", ""))
    assert rules(without) == ["number-missing"]
    assert without.number == ""
    assert without.overlay.source.zh == "国务院办公厅2026年节假日安排"


# --- what is no notice ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty"),
        (" \n\u3000\n", "empty"),
        ("放假", "year-missing"),
        ("国务院办公厅关于2026年部分节假日安排的通知", "empty"),
        ("国务院办公厅关于2126年部分节假日安排的通知 元旦：1月1日放假。", "year-out-of-range"),
        ("国务院办公厅关于1950年部分节假日安排的通知 元旦：1月1日放假。", "year-out-of-range"),
        ("日" * 200_001, "too-long"),
        ("国务院办公厅关于延长2026年劳动节假期的通知 一、延长2026年春节假期至8月2日。", "extension-unclear"),
        ("国务院办公厅关于延长2026年劳动节假期的通知 一、延长2026年春节假期至2月32日。", "no-such-day"),
    ],
)
def test_what_is_no_notice_says_so(text, rule):
    read = read_notice(text)
    assert read.overlay is None
    assert rule in rules(read)
    assert all(found.message.zh and found.message.en for found in read.findings)


def test_two_notices_at_once_are_refused():
    assert "years-differ" in rules(read_notice(wording(2025) + wording(2026)))


PIECES = st.sampled_from(
    [
        "国务院办公厅关于2026年部分节假日安排的通知",
        "元旦：",
        "春节",
        "、",
        "，",
        "。",
        "（",
        "）",
        "周六",
        "星期日",
        "1月",
        "2日",
        "30日",
        "至",
        "—",
        "放假",
        "上班",
        "调休",
        "公休日调至",
        "共",
        "3天",
        "起",
        "延长春节假期至",
        "正常上班",
        "与周末连休",
        "12月31日",
        "2025年",
        "〔2025〕7号",
        "国办发明电",
        "五",
        "\n",
        "9999年",
        "99",
        "０",
        "三天",
        "鼓励",
        "0月0日",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_garbage_raises_nothing_and_gives_days_or_says_why_not(text):
    for read in (read_notice(text), read_notice("国务院办公厅关于2026年部分节假日安排的通知\n" + text)):
        assert (read.overlay is None) is bool(read.errors)
        assert all(found.message.zh and found.message.en and found.remedy.en for found in read.findings)
        lines = [int(found.element.removeprefix("line:") or 0) for found in read.findings]
        assert lines == sorted(lines)


# --- a notice that is written reads back ----------------------------------------------------------------------

NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
SIGNS = "一二三四五六日"


@st.composite
def written(draw):
    """A notice for a year: spans of rest in order, moved working days on weekends outside them, in any wording."""
    year = draw(st.integers(2004, 2090))
    edges = draw(st.lists(st.integers(4, 355), min_size=2, max_size=14, unique=True).map(sorted))
    first = date(year, 1, 1)
    spans = [(first + a * DAY, first + min(b - 1, a + 8) * DAY) for a, b in pairwise(edges)][::2]
    rest = {a + n * DAY for a, b in spans for n in range((b - a).days + 1)}
    weekends = [
        day for day in (first + n * DAY for n in range(5, 360)) if day.weekday() > 4 and day not in rest
    ]
    work = draw(st.lists(st.sampled_from(weekends), max_size=8, unique=True))
    lines = [f"国务院办公厅关于{year}年部分节假日安排的通知", "国办发明电〔" + str(year - 1) + "〕7号"]
    for number, (begins, ends) in enumerate(spans):
        moved = work[number :: len(spans)]
        lines.append(
            f"{SIGNS[number % 7]}、{NAMES[number % 7]}："
            + _item(draw, begins, ends, moved, year=str(year) + "年" if number == 0 else "")
        )
    return "\n".join(lines), year, rest, set(work if spans else ())


def _item(draw, begins, ends, moved, year):
    joint = draw(st.sampled_from(["至", "到", "-", "—", "～"]))
    span = _day(draw, begins)
    if ends != begins:
        span += joint + _day(draw, ends, month=draw(st.booleans()) or ends.month != begins.month)
    count = draw(st.sampled_from(["", f"，共{(ends - begins).days + 1}天"]))
    verb = draw(st.sampled_from(["放假", "放假调休", "放假公休", "调休放假"]))
    work = "、".join(year + _day(draw, day) for day in moved)
    return f"{span}{verb}{count}。" + (f"{work}上班。" if work else "")


def _day(draw, day, *, month=True):
    weekday = SIGNS[day.weekday()]
    said = draw(st.sampled_from(["", f"（周{weekday}）", f"（星期{weekday}）", f"（农历初五、周{weekday}）"]))
    text = f"{day.month}月{day.day}日" if month else f"{day.day}日"
    wide = draw(st.booleans())
    return (text.translate(NARROW_TO_WIDE) if wide else text) + said


@settings(max_examples=150, deadline=None)
@given(written())
def test_a_notice_that_is_written_reads_back_to_the_same_days(notice):
    text, year, rest, work = notice
    read = read_notice(text)
    assert not read.errors
    assert read.year == year
    assert {row.day for row in read.days if not row.working} == rest
    assert {row.day for row in read.days if row.working} == work
