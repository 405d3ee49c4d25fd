"""The words of a ledger, on paper and on the page."""

from collections.abc import Iterable
from typing import Final

from engine.office import Office
from engine.periods import Rule
from engine.queries.ledgers import BreachRow, LedgerFile
from engine.text import Text
from web import moments

TITLE: Final = Text("时限台账", "Deadline Ledger")
STATES: Final = {
    "running": Text("计时中", "running"),
    "suspended": Text("中止中", "suspended"),
    "stopped": Text("已停止", "stopped"),
}
WHY: Final = {
    "calendar": Text("工作日历变更，重新计算", "the calendar changed"),
    "corrected": Text("更正起算时间", "the start was corrected"),
    "suspended": Text("中止", "suspended"),
    "resumed": Text("恢复", "resumed"),
    "extended": Text("延长", "extended"),
}
HOLDS: Final = Text(
    "复核一致：按本台账所列步骤逐日重算，届满时间相同。",
    "It holds: counted again day by day from the steps above, the end is the same.",
)
BROKEN: Final = Text(
    "复核不一致：按本台账所列步骤重算，届满时间不同，请立即核查。",
    "It does not hold: counted again from the steps above, the end is another one. Look into it at once.",
)
CHECKED: Final = Text(
    "校验值为本台账数据记录的 SHA-256，可用 kuaibao case ledger 命令核对。",
    "The check value is the SHA-256 of this ledger's record; `kuaibao case ledger` tells it again.",
)
_HELD: Final = Text(
    "时限尚在中止，届满时间按当日恢复推算，恢复后重新计算。",
    "The clock is suspended: the end is what it would be if it went on today.",
)
_WHOM: Final = {"assignee": Text("经办人", "assignee"), "group": Text("候选组", "group")}


def why(key: str) -> Text:
    """Why a ledger was replaced."""
    return WHY.get(key, Text(key, key))


def whom(keys: Iterable[str], office: Office) -> Text:
    """Whom a rung is to tell."""
    words = [_WHOM.get(key) or office.roles.get(key, Text(key, key)) for key in keys]
    return Text("、".join(word.zh for word in words), ", ".join(word.to("en") for word in words))


def open_reason(found: LedgerFile) -> Text | None:
    """Why the end is not final yet: no notice for a year, or a suspension that is open; None where it is final."""
    clock = found.clock
    if clock.chip.state == "stopped":
        return None
    parts = [_unpublished(found)] if clock.chip.provisional else []
    parts += [_HELD] if clock.chip.state == "suspended" else []
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts)) if parts else None


def _unpublished(found: LedgerFile) -> Text:
    steps = (step for step in found.clock.ledger.steps if step.rule is Rule.PROVISIONAL)
    years = sorted({int(year) for step in steps for year in step.facts["years"]})
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return Text(
        f"{zh and zh + ' 年的'}放假安排尚未公布，按周末和法定节日推算，公布后重新计算。",
        f"No notice of holidays{en and ' for ' + en} is on record: weekends and statutory festivals are projected, and the"
        " end is counted again when it is.",
    )


_MOVED = Text("届满时间变更", "as the end moved")
_LIFTED = {
    "suspended": Text("补记中止", "by a suspension that was dated back"),
    "resumed": Text("中止期间变更", "as the suspension lasted otherwise"),
    "corrected": Text("更正起算", "as the start was corrected"),
    "calendar": Text("工作日历修订", "as the calendar was revised"),
}


def breach(row: BreachRow, office: Office) -> Text:
    """That the end went by, when it was seen, and whether a later decision lifted it."""
    ended, seen = (moments.full(office.local(at)) for at in (row.ended_at, row.recorded_at))
    zh, en = f"{ended.zh} 届满未办结，{seen.zh} 记录", f"The end went by on {ended.en}; recorded on {seen.en}"
    if row.lifted_at is None:
        return Text(zh, en)
    lifted, why, by = (
        moments.full(office.local(row.lifted_at)),
        _LIFTED.get(row.why, _MOVED),
        row.lifted_by or "",
    )
    note = Text(f"（{row.note}）", f" ({row.note})") if row.note else Text("", "")
    return Text(
        f"{zh}；{lifted.zh} 因{why.zh}{by and '，经' + by + '批准'}撤销{note.zh}，记录保留",
        f"{en}; lifted on {lifted.en}{by and ' by ' + by}, {why.en}{note.en}. The record stays",
    )


def revision(found: LedgerFile, office: Office) -> Text:
    """With which revision of the office's calendar it was counted."""
    row = found.revision
    if row is None:
        return Text("未修订（仅历年放假通知）", "none: the notices of the years alone")
    at = moments.full(office.local(row.at))
    note = Text(f"：{row.note}", f": {row.note}") if row.note else Text("", "")
    return Text(f"第 {row.id} 次，{at.zh}{note.zh}", f"no. {row.id}, {at.en}{note.en}")
