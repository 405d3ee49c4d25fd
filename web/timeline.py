"""The journal as people read it: what each entry says, and whether it is good news."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.office import Office
from engine.queries.rows import Entry
from engine.text import Text
from web import chips, moments, words

Facts = Mapping[str, Any]
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `state` gives the dot its colour (done, late, hold, rung, or none); `machine`: only of interest when looking closer."""

    entry: Entry
    text: Text
    detail: Text
    state: str


def both(value: Any) -> Text:
    """A text that the journal kept as a list of two, or as one string."""
    if isinstance(value, str):
        return Text(value, value)
    pair = [str(each) for each in value or ("", "")]
    return Text(pair[0], (pair[1] if len(pair) > 1 else "") or pair[0])


def instant(value: Any, office: Office) -> Text:
    """A day or a moment that the journal kept as text."""
    if not isinstance(value, str):
        return NOTHING
    if "T" not in value:
        return moments.whole_day(date.fromisoformat(value))
    return moments.full(office.local(datetime.fromisoformat(value)))


def _named(zh: str, en: str, name: str = "name") -> Callable[[Facts, Office], Text]:
    def say(facts: Facts, _: Office) -> Text:
        it = both(facts.get(name, ""))
        return Text(zh.format(it.zh), en.format(it.en))

    return say


def _times(zh: str, en: str) -> Callable[[Facts, Office], Text]:
    return lambda facts, _: Text(zh.format(facts.get("times")), en.format(facts.get("times")))


def _clock(zh: str, en: str, at: str | None = None) -> Callable[[Facts, Office], Text]:
    def say(facts: Facts, office: Office) -> Text:
        it = _clock_name(facts)
        when = _marked(instant(facts.get(at), office), facts) if at else NOTHING
        return Text(zh.format(it.zh, when.zh), en.format(it.en, when.en))

    return say


def _marked(end: Text, facts: Facts) -> Text:
    """An end that says so where it is provisional."""
    mark = chips.IN_BRACKETS if facts.get("provisional") else NOTHING
    return Text(end.zh + mark.zh, end.en + mark.en)


def _clock_name(facts: Facts) -> Text:
    return both(facts.get("name") or facts.get("clock") or facts.get("policy") or "")


def _reason(zh: str, en: str) -> Callable[[Facts, Office], Text]:
    def say(facts: Facts, office: Office) -> Text:
        it = _clock_name(facts)
        key = str(facts.get("reason", ""))
        reason = office.reasons.get(key, Text(key, key))
        return Text(zh.format(it.zh, reason.zh), en.format(it.en, reason.en))

    return say


def _priority(facts: Facts, _: Office) -> Text:
    level = words.priority(int(facts.get("to", 0)))
    return Text(f"紧急程度调整为{level.zh}", f"Priority set to {level.en}")


def _granted(facts: Facts, _: Office) -> Text:
    it, more = _clock_name(facts), words.amount(int(facts.get("amount", 0)), str(facts.get("unit", "")))
    return Text(f"时限延长：{it.zh}，{more.zh}", f"Clock extended: {it.en}, by {more.en}")


def _request(zh: str, en: str) -> Callable[[Facts, Office], Text]:
    def say(facts: Facts, _: Office) -> Text:
        kind = words.request_noun(str(facts.get("kind_of", "")))
        return Text(f"{zh}{kind.zh}", en.format(kind.en))

    return say


def _rung(facts: Facts, _: Office) -> Text:
    it, at = _clock_name(facts), words.rung(str(facts.get("rung", "")))
    return Text(f"督办提醒（{at.zh}）：{it.zh}", f"Reminder ({at.en}): {it.en}")


def _timer(facts: Facts, _: Office) -> Text:
    it = both(facts.get("name"))
    return Text(f"到时：{it.zh}", f"Timer: {it.en}") if it.zh else Text("定时到时", "A timer went off")


def _unassigned(facts: Facts, _: Office) -> Text:
    why = words.refusal(str(facts.get("why", "")))
    return Text(f"未能自动分派：{why.zh}", f"Could not be assigned: {why.en}")


_KINDS: Mapping[str, tuple[str, Callable[[Facts, Office], Text]]] = {
    "case-started": ("done", _named("收件登记，案件建立", "Case opened")),
    "case-suspended": ("hold", _reason("案件中止：{1}", "Case suspended: {1}")),
    "case-resumed": ("done", _reason("案件恢复：{1}", "Case resumed: {1}")),
    "case-completed": ("done", _named("案件办结", "Case completed")),
    "case-cancelled": ("late", _named("案件撤销", "Case cancelled")),
    "case-failed": ("late", _named("案件因流程异常终止：{0}", "Case ended by an incident: {0}", "problem")),
    "case-prioritised": ("", _priority),
    "case-linked": ("", _named("关联案件 {0}", "Linked with case {0}", "number")),
    "task-opened": ("", _named("进入环节：{0}", "Reached: {0}")),
    "task-claimed": ("", _named("签收：{0}", "Claimed: {0}")),
    "task-unclaimed": ("", _named("放回小组：{0}", "Put back: {0}")),
    "task-assigned": ("", _named("分派：{0}", "Assigned: {0}")),
    "task-returned": ("", _named("退回小组：{0}", "Returned: {0}")),
    "task-completed": ("done", _named("{0}", "{0}")),
    "task-cancelled": ("hold", _named("环节撤销：{0}", "Withdrawn: {0}")),
    "clock-started": ("", _clock("时限开始：{0}，截止 {1}", "Clock started: {0}, ends {1}", "ends_at")),
    "clock-stopped": ("", _clock("时限停止：{0}", "Clock stopped: {0}")),
    "clock-suspended": ("hold", _reason("时限中止：{0}（{1}）", "Clock suspended: {0} ({1})")),
    "clock-resumed": ("", _reason("时限恢复：{0}（{1}）", "Clock resumed: {0} ({1})")),
    "clock-extended": ("", _granted),
    "clock-corrected": ("", _clock("起算更正：{0}，改为 {1}", "Start corrected: {0}, now {1}", "to")),
    "clock-runs-on": ("", _clock("时限继续计算：{0}", "Clock runs on: {0}")),
    "clock-recounted": ("", _clock("时限重算：{0}，截止 {1}", "Clock counted anew: {0}, ends {1}", "to")),
    "clock-breached": ("late", _clock("超期：{0}", "Overdue: {0}")),
    "clock-breach-lifted": ("", _clock("超期撤销：{0}", "No longer overdue: {0}")),
    "clock-breach-moved": (
        "late",
        _clock("超期时间更正：{0}，{1}", "Overdue since another time: {0}, {1}", "to"),
    ),
    "suspension-too-long": ("rung", _reason("中止超过规定时间：{1}", "Suspended longer than allowed: {1}")),
    "request-asked": ("", _request("提出", "Asked: {0}")),
    "request-granted": ("done", _request("批准", "Granted: {0}")),
    "request-refused": ("late", _request("不予批准", "Refused: {0}")),
    "request-withdrawn": ("", _request("撤回", "Withdrawn: {0}")),
    "request-lapsed": ("hold", _request("失效", "Lapsed: {0}")),
    "request-waits": ("rung", _request("仍待审批", "Still waiting: {0}")),
    "instruction-issued": ("rung", _named("督办：{0}", "Instruction: {0}", "text")),
    "instruction-acknowledged": ("", _named("督办签收", "Instruction acknowledged")),
    "instruction-answered": ("done", _named("督办答复：{0}", "Instruction answered: {0}", "answer")),
    "instruction-reopened": ("rung", _named("督办须重新答复", "Another answer is needed")),
    "instruction-closed": ("done", _named("督办办结", "Instruction closed")),
    "instruction-withdrawn": ("hold", _named("督办撤回", "Instruction withdrawn")),
    "instruction-escalated": (
        "late",
        _times("督办逾期未答复，第 {0} 次上报", "Instruction not answered, told to those above ({0})"),
    ),
    "document-added": ("", _named("添加文件：{0}", "Document added: {0}")),
    "rung-fired": ("rung", _rung),
    "timer-fired": ("", _timer),
    "person-recused": ("hold", _named("回避：{0}", "Recused: {0}")),
    "assignment-refused": ("hold", _unassigned),
    "message-received": ("", _named("收到消息：{0}", "Message received: {0}")),
    "message-sent": ("", _named("发出消息：{0}", "Message sent: {0}")),
    "incident-raised": ("late", _named("流程异常：{0}", "Incident: {0}", "problem")),
    "incident-resolved": ("done", _named("流程异常已排除", "Incident put right")),
    "moved": ("machine", _named("流程推进", "Moved on")),
    "script-run": ("machine", _named("运行脚本", "Script run")),
    "decided": ("machine", _named("决策：{0}", "Decided: {0}", "table")),
    "operation-done": ("machine", _named("系统操作：{0}", "Operation: {0}", "operation")),
    "message-posted": ("machine", _named("消息待送：{0}", "Message posted: {0}")),
}


def line(entry: Entry, office: Office) -> Line:
    """What an entry says."""
    state, say = _KINDS.get(entry.kind, ("", lambda *_: Text(entry.kind, entry.kind)))
    return Line(entry, say(entry.facts, office), _detail(entry.facts, office), state)


def _detail(facts: Facts, office: Office) -> Text:
    parts = [
        _part(key, facts[key], office)
        for key in ("person", "effective", "note", "why", "reason")
        if facts.get(key)
    ]
    said = [part for part in parts if part.zh]
    return Text("；".join(part.zh for part in said), "; ".join(part.en for part in said))


def _part(key: str, value: Any, office: Office) -> Text:
    if not isinstance(value, str):
        return NOTHING
    if key == "effective":
        day = instant(value, office)
        return Text(f"生效日 {day.zh}", f"effective {day.en}")
    if (key == "reason" and value in office.reasons) or (key == "why" and value.isascii()):
        return NOTHING  # the line itself says it
    return both(value)


def lines(entries: tuple[Entry, ...], office: Office) -> list[Line]:
    """Every entry, in the given order."""
    return [line(entry, office) for entry in entries]
