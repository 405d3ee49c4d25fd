"""What PeriodInvalid's problems say to a person."""

from typing import Final

from engine.errors import PeriodInvalid
from engine.text import Text

SENTENCES: Final = {
    "amount-not-positive": Text("期限必须是正整数。", "A period is a positive whole number."),
    "too-long": Text(
        "期限过长（最长一百年；按小时计算的最长十年）。",
        "The period is too long (a hundred years at most; ten in hours).",
    ),
    "unit-unknown": Text(
        "期限单位只能是 hours、working-days、calendar-days 或 months。",
        "The unit is one of hours, working-days, calendar-days, months.",
    ),
    "period-unreadable": Text(
        "期限应写作“15 calendar-days”“3 working-days”“1 months”“5 hours”。",
        "A period is written like “15 calendar-days”, “3 working-days”, “1 months”, “5 hours”.",
    ),
    "rung-unreadable": Text(
        "督办级别应写作“50%”“-2 working-days”“end”“+1 working-day”。",
        "A rung is written like “50%”, “-2 working-days”, “end”, “+1 working-day”.",
    ),
    "share-out-of-range": Text(
        "督办级别的百分比须在1至100之间。", "A rung's share lies between 1 and 100 per cent."
    ),
    "not-a-day": Text("应为日期或时刻。", "A day or an instant is needed."),
    "day-unreadable": Text("日期应写作“2026-01-31”。", "A day is written like “2026-01-31”."),
    "span-unreadable": Text(
        "中止应写作“2026-02-03..2026-02-08”。", "A suspension is written like “2026-02-03..2026-02-08”."
    ),
    "instant-without-zone": Text("时刻须带时区。", "An instant needs a time zone."),
    "beyond-9999": Text("日期超出公元9999年。", "A date lies beyond the year 9999."),
    "before-year-1": Text("日期早于公元1年。", "A date lies before the year 1."),
    "suspension-open": Text(
        "中止尚未恢复，须指明推算恢复的日期。",
        "A suspension is open; say the day as of which to count it as resumed.",
    ),
    "suspension-before-start": Text(
        "中止不得早于起算日。", "A suspension may not begin before the period does."
    ),
    "suspension-too-long": Text("中止不得超过一百年。", "A suspension lasts no longer than a hundred years."),
    "resumed-before-effective": Text(
        "恢复不得早于中止生效。", "A suspension may not end before it takes effect."
    ),
    "hours-and-days": Text(
        "按小时计算的期限与按日、按月计算的期限不能相加。", "Hours are not added to days or months."
    ),
    "hours-missing": Text("按小时计算须设定工作时间。", "A period in hours needs working hours."),
    "weekday-unknown": Text(
        "工作时间的星期应写作 monday 至 sunday。", "Weekdays are written monday to sunday."
    ),
    "hours-out-of-order": Text("工作时间的开始须早于结束。", "Working hours end after they begin."),
    "hours-overlap": Text("工作时间重叠或次序有误。", "Working hours overlap, or are out of order."),
    "hours-unreadable": Text(
        "工作时间应写作“08:30-11:30”。", "Working hours are written like “08:30-11:30”."
    ),
    "hours-of-a-rest-day": Text("休息日不能设定工作时间。", "A rest day has no working hours."),
    "overlay-never-valid": Text(
        "日历文件的失效日早于生效日。", "An overlay is valid until a day before its first."
    ),
    "overlay-contradicts-itself": Text(
        "同一日历文件对同一日的规定相互矛盾。", "An overlay sets the same day in two ways."
    ),
    "ledger-unreadable": Text("时限台账无法读取。", "The ledger cannot be read."),
}


def problem_text(error: PeriodInvalid) -> Text:
    """The problem as a sentence in both languages, with the value that it is about."""
    text = SENTENCES.get(error.problem, Text(error.problem, error.problem))
    return text if error.value is None else Text(f"{text.zh}（{error.value}）", f"{text.en} ({error.value})")
