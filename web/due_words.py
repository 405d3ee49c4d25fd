"""What falls due, in words."""

from collections.abc import Mapping

from engine.queries.ahead import Due
from engine.text import Text
from web import words

KINDS: Mapping[str, Text] = {
    "timer": Text("定时事件到时", "A timer"),
    "clock": Text("时限节点", "A clock"),
    "signal": Text("信号送达", "A signal arrives"),
    "message": Text("消息送达", "A message arrives"),
    "suspension": Text("中止超过规定时长", "A suspension has lasted too long"),
    "instruction": Text("督办未按时答复", "An instruction is not answered in time"),
    "request": Text("申请等待批准", "A request waits for its decision"),
    "recount": Text("按新日历重算时限", "Clocks are counted by the new calendar"),
    "horizon": Text("核对工作日历的公布年份", "The published calendar is checked"),
    "digest": Text("发送每日提要", "The daily digest"),
}


def kind_text(kind: str) -> Text:
    """What kind of thing falls due."""
    return KINDS.get(kind) or Text(kind, kind)


def due_text(due: Due) -> Text:
    """One thing that falls due; the case's number is said beside it."""
    if due.rung is not None and due.name is not None:
        return _rung(due.name, due.rung)
    known = kind_text(due.kind)
    if due.name is None:
        return known
    return Text(f"{known.zh}：{due.name.zh}", f"{known.en}: {due.name.to('en')}")


def _rung(name: Text, at: str) -> Text:
    if at == "end":
        return Text(f"届满：{name.zh}", f"Ends: {name.to('en')}")
    rung = words.rung(at)
    return Text(f"督办（{rung.zh}）：{name.zh}", f"Reminder ({rung.en}): {name.to('en')}")
