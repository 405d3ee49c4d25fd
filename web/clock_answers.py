"""Sentences for what is refused of periods, calendars, clocks, and requests about them."""

from collections.abc import Mapping

from engine import errors
from engine.errors import EngineError
from engine.policies import parse_period
from engine.text import Text
from web import words
from web.answers import Answer, fixed


def _period(error: errors.PeriodInvalid) -> Text:
    rule = words.rule(error.problem)
    value = "" if error.value is None else str(error.value)
    return Text(
        f"期限或日期有误：{rule.zh}{_in(value)}",
        f"The period or a date makes no sense: {rule.en}{_in(value)}",
    )


def _in(value: str) -> str:
    return f" ({value})" if value else ""


def _suspension(error: errors.SuspensionRefused) -> Text:
    rule = words.rule(error.rule)
    return Text(
        f"不能这样中止或恢复：{rule.zh}。", f"It cannot be suspended or resumed like this: {rule.en}."
    )


def _extension(error: errors.ExtensionRefused) -> Text:
    rule, limit = words.rule(error.rule), _limit(error.limit)
    return Text(f"不能延长：{rule.zh}{_in(limit.zh)}。", f"It cannot be extended: {rule.en}{_in(limit.en)}.")


def _limit(limit: str) -> Text:
    try:
        period = parse_period(limit)
    except errors.PeriodInvalid:
        return Text(limit, limit) if limit.isdigit() else Text("", "")
    return words.amount(period.amount, period.unit)


def _request(error: errors.RequestRefused) -> Text:
    rule = words.rule(error.rule)
    return Text(f"这项申请不能受理：{rule.zh}。", f"This request is not possible: {rule.en}.")


def _calendar(error: errors.CalendarRefused) -> Text:
    number = len(error.findings)
    return Text(
        f"放假安排有 {number} 处不能读取或前后矛盾，没有发布。",
        f"{number} places cannot be read or contradict each other; nothing was published.",
    )


def _infeasible(error: errors.InfeasibleClock) -> Text:
    number = len(error.findings)
    return Text(
        f"有 {number} 个时限短于途中的等待，发布须说明理由。",
        f"{number} clocks are shorter than the waits on a path; deploying needs a reason.",
    )


CLOCK_ANSWERS: Mapping[type[EngineError], Answer] = {
    errors.PeriodInvalid: Answer(422, _period),
    errors.CalendarHasNoWorkingDay: Answer(
        422,
        fixed("工作日历在 400 天内没有工作日，无法计算。", "The calendar has no working day in 400 days."),
    ),
    errors.SuspensionRefused: Answer(422, _suspension),
    errors.ExtensionRefused: Answer(422, _extension),
    errors.RequestRefused: Answer(422, _request),
    errors.CalendarRefused: Answer(422, _calendar),
    errors.InfeasibleClock: Answer(422, _infeasible),
}
