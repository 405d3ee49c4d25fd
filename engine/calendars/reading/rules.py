"""What can be wrong with a pasted notice or a calendar file, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engine.findings import Finding, Severity
from engine.text import Text

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with the templates of its message and its remedy."""

    severity: Severity
    message: Text
    remedy: Text


def _rule(severity: Severity, message: str, message_en: str, remedy: str, remedy_en: str) -> Rule:
    return Rule(severity, Text(message, message_en), Text(remedy, remedy_en))


RULES: Final = {
    # --- the text as a whole ---
    "empty": _rule(_ERROR, "没有读到任何日期", "no day was found", "请粘贴通知全文，或上传有日期的文件。", "Paste the whole notice, or upload a file with days."),
    "too-long": _rule(_ERROR, "内容超过 {limit} 个字符", "longer than {limit} characters", "请只粘贴通知本身。", "Paste the notice itself only."),
    "year-missing": _rule(_ERROR, "没有写明是哪一年的通知", "the year of the notice is not said", "请补上标题，例如“国务院办公厅关于2026年部分节假日安排的通知”。", "Add the title, which names the year."),
    "year-inferred": _rule(_WARNING, "没有写明年份，按{year}年读取", "the year is not said; read as {year}", "请核对年份，或补上标题。", "Check the year, or add the title."),
    "year-out-of-range": _rule(_ERROR, "{year}年没有可用的节假日资料", "there is nothing on record for the year {year}", "请核对年份；可用的年份为1999年至2100年。", "Check the year; 1999 to 2100 can be read."),
    "years-differ": _rule(_ERROR, "标题和正文的年份不一致：{years}", "title and text name different years: {years}", "请只粘贴一份通知，并核对年份。", "Paste one notice only, and check its year."),
    "number-year": _rule(_WARNING, "文号{number}与{year}年不相称，通知一般在上一年发布", "the number {number} does not go with {year}; a notice is published the year before", "请核对文号。", "Check the number."),
    "number-missing": _rule(_WARNING, "没有读到文号", "no document number was found", "请补上文号，例如“国办发明电〔2025〕7号”；台账将引用它。", "Add the number; ledgers will cite it."),
    # --- one line ---
    "no-such-day": _rule(_ERROR, "“{found}”这一日不存在", "“{found}” is no day", "请对照原文更正日期。", "Correct the day."),
    "month-missing": _rule(_ERROR, "“{found}”没有月份", "“{found}” has no month", "请写明月份。", "Write the month."),
    "weekday": _rule(_ERROR, "{day}是{real}，括号中写作“{found}”", "{day} is a {real}, the brackets say “{found}”", "请对照原文更正日期或星期；也可能是年份有误。", "Correct the day or its weekday; the year may be wrong, too."),
    "span-backwards": _rule(_ERROR, "“{found}”的结束早于开始", "“{found}” ends before it begins", "请更正起止日期。", "Correct its first or last day."),
    "span-long": _rule(_ERROR, "“{found}”超过{limit}天", "“{found}” is longer than {limit} days", "请更正起止日期。", "Correct its first or last day."),
    "range-open": _rule(_ERROR, "“{found}”缺少开始或结束的日期", "“{found}” has no first or no last day", "请写全起止日期，例如“5月1日至5日”。", "Write both days."),
    "count": _rule(_ERROR, "写明{said}天，实际读到{found}天", "{said} days are said, {found} are named", "请更正天数或起止日期。", "Correct the number, or the days."),
    "outside-year": _rule(_ERROR, "{day}不属于{year}年的通知", "{day} does not belong to a notice for {year}", "请更正日期；只允许上一年12月下旬和下一年1月上旬。", "Correct the day; only late December before and early January after are allowed."),
    "not-weekend": _rule(_ERROR, "{day}是{real}，本来就是工作日，不是调休上班日", "{day} is a {real}, a working day anyway, and no moved one", "请更正日期；调休上班日在周末。", "Correct the day; moved working days are weekend days."),
    "contradiction": _rule(_ERROR, "{day}既写作放假，又写作上班（第{other}行）", "{day} is both a rest day and a working day (line {other})", "请对照原文更正其中一处。", "Correct one of them."),
    "no-meaning": _rule(_ERROR, "“{found}”没有写明放假还是上班", "“{found}” is said neither to be a rest day nor a working day", "请写明“放假”或“上班”，或删除这一句。", "Say 放假 or 上班, or delete the sentence."),
    "no-date": _rule(_ERROR, "写明“{found}”，但读不出日期", "“{found}” is said of no day that can be read", "请检查日期的写法，例如“2月14日（周六）”。", "Check how the day is written, such as 2月14日（周六）."),
    "unread": _rule(_ERROR, "读不懂“{found}”", "“{found}” cannot be understood", "请对照原文更正，或删除与放假无关的文字。", "Correct it, or delete what is not about days of rest."),
    "festival-empty": _rule(_ERROR, "{name}没有读到放假日期", "no day was found for {name}", "请补上放假日期。", "Add its days."),
    "extension-unclear": _rule(_ERROR, "无法确定延长的假期从哪一日起", "it is not clear when the extended holiday begins", "请改写为“X月X日至X月X日放假”。", "Write its first and its last day."),
    # --- against the law ---
    "festival-missing": _rule(_WARNING, "法定节日{name}（{days}）不在放假之列；该年度仍按暂定处理", "the statutory festival {name} ({days}) is not among the days; the year stays provisional", "请核对是否漏贴；如果是调整通知，可以忽略。", "Check whether something is missing; ignore it for a notice of a change."),
    "balance": _rule(_WARNING, "放假的工作日减去调休上班日为{found}天，全年法定放假为{said}天", "weekdays of rest less moved working days are {found}, the law gives {said}", "请核对是否漏了“上班”或放假的日期。", "Check whether a working or a rest day is missing."),
    # --- tables ---
    "columns": _rule(_ERROR, "第一行没有“日期”和“类型”两列", "the first row has no columns “date” and “kind”", "第一行请写：日期,类型,名称,时段（或 date,kind,name,hours）。", "Begin with: date,kind,name,hours (or 日期,类型,名称,时段)."),
    "column-unknown": _rule(_WARNING, "不认识“{found}”列，未读取", "the column “{found}” is not known and was not read", "可用的列：日期、类型、名称、时段。", "There are date, kind, name, hours."),
    "column-twice": _rule(_ERROR, "“{found}”列出现两次", "the column “{found}” is there twice", "请删除一列。", "Delete one."),
    "cells": _rule(_ERROR, "这一行的列数多于第一行", "the row has more cells than the first", "请检查分隔符和引号。", "Check separators and quotes."),
    "rows": _rule(_ERROR, "超过{limit}行", "more than {limit} rows", "请分成几个文件。", "Split the file."),
    "csv-broken": _rule(_ERROR, "表格格式有误（{why}）", "the table is broken ({why})", "请检查引号。", "Check the quotes."),
    "date-unreadable": _rule(_ERROR, "读不出日期“{found}”", "the day “{found}” cannot be read", "请写作 2026-02-14、2026/2/14 或 2026年2月14日。", "Write it as 2026-02-14, 2026/2/14 or 2026年2月14日."),
    "kind-unknown": _rule(_ERROR, "类型“{found}”不可用", "the kind “{found}” is not known", "请写“休”“班”或“半天”（rest、work、half）。", "Write rest, work or half (休, 班, 半天)."),
    "hours-unreadable": _rule(_ERROR, "读不出时段“{found}”", "the hours “{found}” cannot be read", "请写作 08:30-11:30；几段之间用空格。", "Write them as 08:30-11:30, with a space between several."),
    "hours-order": _rule(_ERROR, "时段“{found}”重叠或次序有误", "the hours “{found}” overlap or run backwards", "请按先后次序写，开始早于结束。", "Write them in order, each ending after it begins."),
    "half-without-hours": _rule(_ERROR, "半天没有写明时段", "half a day has no hours", "请写明时段，例如 08:30-11:30。", "Add its hours, such as 08:30-11:30."),
    "rest-with-hours": _rule(_ERROR, "休息日写了时段“{found}”", "a rest day has the hours “{found}”", "请删除时段，或把类型改为“半天”。", "Delete the hours, or make it half a day."),
    "twice": _rule(_WARNING, "{day}已在第{other}行，内容相同", "{day} is there already (line {other}), and the same", "可以删除一行。", "Delete one of them."),
    "set-differently": _rule(_ERROR, "{day}与第{other}行的规定不同", "{day} is set in another way on line {other}", "请只保留一行。", "Keep one of them."),
    # --- iCalendar ---
    "ics-broken": _rule(_ERROR, "不是可读的日历文件", "this is no calendar file that can be read", "请上传以 BEGIN:VCALENDAR 开头的 .ics 文件（UTF-8）。", "Upload an .ics file that begins with BEGIN:VCALENDAR, in UTF-8."),
    "ics-skipped": _rule(_WARNING, "日程“{found}”没有写明休或班，未读取", "the event “{found}” is said neither to be rest nor work, and was not read", "如果它是休息日或上班日，请在标题中写“休”或“班”。", "If it is one, write 休 or 班 (rest, work) in its summary."),
    "ics-date": _rule(_ERROR, "日程“{found}”没有可用的日期", "the event “{found}” has no usable day", "请写全天日程（DTSTART;VALUE=DATE），结束不早于开始，不超过{limit}天。", "Make it an all-day event that ends after it begins, of at most {limit} days."),
    "ics-timed": _rule(_ERROR, "日程“{found}”不是全天日程", "the event “{found}” is not an all-day event", "休息日和上班日请写全天日程；只有半天可以写时刻，并且在同一日内。", "Rest and working days are all-day events; only half a day has times, within one day."),
    "ics-recurring": _rule(_ERROR, "日程“{found}”是重复日程", "the event “{found}” recurs", "请逐日写出。", "Write out its days."),
}  # fmt: skip

LONGEST_QUOTE: Final = 120
"""Characters of a line that are quoted."""


def finding(code: str, file: str, line: int, quoted: str, **facts: object) -> Finding:
    """Find this on a line, whose own text is quoted; of the text as a whole, line 0 and no quotation."""
    rule = RULES[code]
    message, remedy = _filled(rule.message, facts), _filled(rule.remedy, facts)
    if line:
        short = quoted.strip()
        short = short if len(short) <= LONGEST_QUOTE else short[:LONGEST_QUOTE] + "…"
        message = Text(f"第{line}行“{short}”：{message.zh}", f"Line {line} “{short}”: {message.en}")
    return Finding(file, f"line:{line}" if line else "", rule.severity, code, message, remedy)


def _filled(template: Text, facts: Mapping[str, object]) -> Text:
    zh = {name: fact.zh if isinstance(fact, Text) else fact for name, fact in facts.items()}
    en = {name: fact.en if isinstance(fact, Text) else fact for name, fact in facts.items()}
    return Text(template.zh.format(**zh), template.en.format(**en))
