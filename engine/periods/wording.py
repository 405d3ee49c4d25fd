"""The sentences of a ledger, in the register of a government office and in plain English."""

from collections.abc import Callable, Mapping
from typing import Final

from engine.periods import rules
from engine.periods.phrases import (
    Facts,
    amount_text,
    day_text,
    hours_text,
    period_text,
    source_text,
    stretch_text,
    words_text,
)
from engine.periods.rules import Rule
from engine.policies import Unit, parse_period
from engine.text import Text


def article_of(rule: Rule, facts: Facts) -> Text:
    """The article that a step rests on."""
    if rule is Rule.COUNT:
        return _count_article(facts)
    return _ARTICLES.get(rule, rules.NO_ARTICLE)


def text_of(rule: Rule, facts: Facts) -> Text:
    """The sentence of a step."""
    return _SENTENCES[rule](facts)


def _start(facts: Facts) -> Text:
    day, period = day_text(facts["start"]), period_text(facts["period"])
    return Text(f"期限{period.zh}，自{day.zh}起算。", f"A period of {period.en}, started on {day.en}.")


def _not_counted(facts: Facts) -> Text:
    start, first = day_text(facts["start"]), day_text(facts["first"])
    return Text(
        f"期间开始的当日{start.zh}不计入，自下一日{first.zh}开始计算。",
        f"The day on which it begins, {start.en}, is not counted; it runs from the next day, {first.en}.",
    )


def _from_the_moment(facts: Facts) -> Text:
    at = day_text(facts["start"])
    return Text(f"按照小时计算，自{at.zh}开始。", f"A period in hours runs from the moment: {at.en}.")


def _start_moved(facts: Facts) -> Text:
    at, to = day_text(facts["start"]), day_text(facts["to"])
    return Text(
        f"{at.zh}不在工作时间内，自其后第一个工作时刻{to.zh}起计。",
        f"{at.en} is outside working hours; it runs from the next working instant, {to.en}.",
    )


def _extension(facts: Facts) -> Text:
    period = period_text(facts["period"])
    by, reason, granted = facts.get("approver", ""), facts.get("reason", ""), facts.get("granted")
    on = day_text(granted) if granted else Text("", "")
    return Text(
        f"{on.zh and on.zh + '，'}{by and '经' + by + '批准，'}延长{period.zh}{reason and '（' + reason + '）'}；与原期限合并，自起算日一次计算。",
        f"Extended by {period.en}{by and ', granted by ' + by}{on.en and ' on ' + on.en}{reason and ' (' + reason + ')'};"
        " summed with the period and counted once from the start.",
    )


def _count(facts: Facts) -> Text:
    to = day_text(facts["to"])
    parts = [period_text(part) for part in facts["total"]]
    zh, en = "加".join(part.zh for part in parts), " and ".join(part.en for part in parts)
    clamped = facts.get("month_end", False)
    return Text(
        f"期限计{zh}，{'到期月无对应日，以月末日计，' if clamped else ''}至{to.zh}。",
        f"{en} from there: {to.en}{', the last day of a month without the corresponding day' if clamped else ''}.",
    )


def _count_article(facts: Facts) -> Text:
    units = {parse_period(part).unit for part in facts["total"]}
    if Unit.WORKING_DAYS in units:
        return rules.PENALTY_85
    return (
        rules.CIVIL_202
        if Unit.MONTHS in units
        else rules.CIVIL_201_2
        if Unit.HOURS in units
        else rules.CIVIL_201_1
    )


def _rest(facts: Facts) -> Text:
    days, source, (zh, en) = stretch_text(facts), source_text(facts), facts["name"]
    return Text(
        f"{days.zh}为{zh}休息日{source.zh}，不计入。", f"{days.en}: rest, {en}{source.en}; not counted."
    )


def _moved(facts: Facts) -> Text:
    days, source, (zh, en) = stretch_text(facts), source_text(facts), facts["name"]
    return Text(
        f"{days.zh}为工作日（{zh}调休上班）{source.zh}，计入。",
        f"{days.en}: a working day moved for {en}{source.en}; counted.",
    )


def _half(facts: Facts) -> Text:
    days, hours, source = stretch_text(facts), hours_text(facts["hours"]), source_text(facts)
    (zh, en), counts = facts["name"], _HALF[facts["counts"]]
    return Text(
        f"{days.zh}仅{hours.zh}上班：{zh}{source.zh}，{counts.zh}。",
        f"{days.en}: worked {hours.en} only, {en}{source.en}; {counts.en}.",
    )


def _suspension(facts: Facts) -> Text:
    since, until, amount = day_text(facts["from"]), day_text(facts["resumed"]), amount_text(facts)
    zh, en = words_text(facts["reason"])
    return Text(
        f"{zh and '因' + zh + '，'}自{since.zh}起中止，{until.zh}恢复；生效之日不计，恢复之日计入，扣除{amount.zh}。",
        f"Suspended{en and ' (' + en + ')'} from {since.en}, resumed on {until.en}, which counts again: {amount.en} excluded.",
    )


def _open(facts: Facts) -> Text:
    since, until, amount = day_text(facts["from"]), day_text(facts["resumed"]), amount_text(facts)
    zh, en = words_text(facts["reason"])
    return Text(
        f"{zh and '因' + zh + '，'}自{since.zh}起中止，尚未恢复；届满日按{until.zh}恢复推算，暂扣除{amount.zh}。",
        f"Suspended{en and ' (' + en + ')'} from {since.en} and not resumed; the end is what it would be if it"
        f" resumed on {until.en}: {amount.en} excluded so far.",
    )


def _no_effect(facts: Facts) -> Text:
    since = day_text(facts["from"])
    after = facts["after_end"]
    return Text(
        f"自{since.zh}起的中止{'在期限届满之后，不影响届满日' if after else '未另占期限内的时间（重叠、当日恢复或均为休息日），不再扣除'}。",
        f"The suspension from {since.en} {'begins after the end and does not touch it' if after else 'excludes nothing that is not excluded already'}.",
    )


def _excluded(facts: Facts) -> Text:
    to = day_text(facts["to"])
    return Text(
        f"扣除中止的时间后，期限的最后一日为{to.zh}。", f"With the time excluded the last day is {to.en}."
    )


def _roll(facts: Facts) -> Text:
    day, to = day_text(facts["from"]), day_text(facts["to"])
    return Text(
        f"{day.zh}为休息日，顺延至休息日结束后的第一个工作日{to.zh}。",
        f"{day.en} is a rest day; the last day is the first working day after the rest, {to.en}.",
    )


def _end(facts: Facts) -> Text:
    day, at = day_text(facts["last_day"]), facts["time"]
    closes = (
        Text("停止业务活动的时间", "the close of business")
        if facts["business"]
        else Text("截止时间", "midnight")
    )
    return Text(
        f"期限于{day.zh}{at}（{closes.zh}）届满。", f"The period ends on {day.en} at {at}, {closes.en}."
    )


def _hours_end(facts: Facts) -> Text:
    at = day_text(facts["at"])
    return Text(f"期限于{at.zh}届满。", f"The period ends at {at.en}.")


def _calendar(facts: Facts) -> Text:
    return Text(f"工作日历版本：{facts['version']}。", f"Calendar: {facts['version']}.")


def _provisional(facts: Facts) -> Text:
    years = "、".join(str(year) for year in facts["years"])
    return Text(
        f"暂定：{years}年的放假通知未收录，按周末和法定节日推算；收录后重新计算。",
        f"Provisional: no notice for {years.replace('、', ', ')} is on record; weekends and statutory festivals are"
        " projected, and the end is computed again when a notice is.",
    )


def _year_end(facts: Facts) -> Text:
    return Text(
        f"提示：{facts['year']}年的放假通知可能调整上一年末几日的作息。",
        f"Note: the notice for {facts['year']} may still move the last days of the year before it.",
    )


def _recounted(facts: Facts) -> Text:
    old, new, why = day_text(facts["from"]), day_text(facts["to"]), words_text(facts["why"])
    if facts["from"] == facts["to"]:
        return Text(f"{why.zh}，重新计算，届满时间不变。", f"{why.en}: counted again, the end is the same.")
    return Text(
        f"{why.zh}，重新计算，届满时间由{old.zh}变更为{new.zh}。",
        f"{why.en}: counted again, the end moved from {old.en} to {new.en}.",
    )


_SENTENCES: Final[Mapping[Rule, Callable[[Facts], Text]]] = {
    Rule.START: _start,
    Rule.NOT_COUNTED: _not_counted,
    Rule.FROM_THE_MOMENT: _from_the_moment,
    Rule.START_MOVED: _start_moved,
    Rule.EXTENSION: _extension,
    Rule.COUNT: _count,
    Rule.REST: _rest,
    Rule.MOVED: _moved,
    Rule.HALF: _half,
    Rule.SUSPENSION: _suspension,
    Rule.OPEN: _open,
    Rule.NO_EFFECT: _no_effect,
    Rule.EXCLUDED: _excluded,
    Rule.ROLL: _roll,
    Rule.END: lambda facts: _hours_end(facts) if "at" in facts else _end(facts),
    Rule.CALENDAR: _calendar,
    Rule.PROVISIONAL: _provisional,
    Rule.YEAR_END: _year_end,
    Rule.RECOUNTED: _recounted,
}
_HALF: Final = {
    "day": Text("每日计为一个工作日", "each day counts as one working day"),
    "hours": Text("只计该时段", "only these hours count"),
    "end": Text("该日于该时段结束时停止业务活动", "business ends with them"),
}
_ARTICLES: Final = {
    Rule.NOT_COUNTED: rules.CIVIL_201_1,
    Rule.FROM_THE_MOMENT: rules.CIVIL_201_2,
    Rule.ROLL: rules.CIVIL_203_1,
    Rule.END: rules.CIVIL_203_2,
}
