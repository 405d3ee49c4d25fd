"""The tables of a printed ledger: what stood the clock still, what made it longer, what it fired."""

from typing import Any

from engine.queries.ledgers import LedgerFile
from engine.queries.rows import ExtensionRow, RungRow, SuspensionRow
from web import words as general
from web.ledgers import words
from web.ledgers.reader import NONE, Reader

Table = dict[str, Any]


def tables(found: LedgerFile, reader: Reader) -> list[Table]:
    """Those that have a row."""
    made = (_suspensions(found, reader), _extensions(found, reader), _rungs(found, reader))
    return [table for table in made if table["rows"]]


def _table(title: str, columns: list[tuple[str, int]], rows: list[list[str]]) -> Table:
    heads, widths = [name for name, _ in columns], [width for _, width in columns]
    return {"title": title, "heads": heads, "widths": widths, "rows": rows}


def _suspensions(found: LedgerFile, reader: Reader) -> Table:
    word = reader.word
    columns = [
        (word("事由", "Reason"), 5),
        (word("生效", "Effective"), 6),
        (word("恢复", "Resumed"), 6),
        (word("申请", "Asked by"), 4),
        (word("批准", "Granted by"), 4),
        (word("说明", "Note"), 6),
    ]
    rows = [_suspension(row, reader) for row in found.clock.suspensions]
    return _table(word("中止与恢复", "Suspensions"), columns, rows)


def _suspension(row: SuspensionRow, reader: Reader) -> list[str]:
    return [
        reader.reason(row.reason),
        reader.day(row.effective),
        reader.day(row.resumed) if row.resumed else _still(row, reader),
        reader.person(row.requested_by, automatic=row.automatic),
        reader.person(row.approved_by, automatic=row.automatic),
        row.note or NONE,
    ]


def _still(row: SuspensionRow, reader: Reader) -> str:
    """That it is open, what would end it, and how long it may last."""
    word = reader.word
    said = [word("尚未恢复", "still open")]
    if row.resumes:
        what = reader.say(row.resumes)
        said.append(word(f"恢复条件：{what}", f"ends with: {what}"))
    if row.until:
        until = reader.dated(row.until)
        said.append(word(f"最长至 {until}", f"{until} at the latest"))
    said += [word("已超过规定时间", "longer than allowed")] if row.too_long else []
    return word("；", "; ").join(said)


def _extensions(found: LedgerFile, reader: Reader) -> Table:
    word = reader.word
    columns = [
        (word("延长", "By"), 4),
        (word("原届满", "Old end"), 6),
        (word("新届满", "New end"), 6),
        (word("申请", "Asked by"), 4),
        (word("批准", "Granted by"), 4),
        (word("批准时间", "Granted on"), 6),
        (word("理由", "Grounds"), 6),
    ]
    rows = [_extension(row, found, reader) for row in found.clock.extensions]
    return _table(word("延长", "Extensions"), columns, rows)


def _extension(row: ExtensionRow, found: LedgerFile, reader: Reader) -> list[str]:
    chip = found.clock.chip
    return [
        reader.amount(row.amount, row.unit),
        reader.full(row.old_end),
        reader.end(row.new_end, provisional=chip.provisional and row.new_end == chip.ends_at),
        reader.person(row.requested_by),
        reader.person(row.granted_by),
        reader.full(row.at),
        row.note or NONE,
    ]


def _rungs(found: LedgerFile, reader: Reader) -> Table:
    word = reader.word
    columns = [
        (word("级别", "Level"), 2),
        (word("位置", "Place"), 6),
        (word("应发", "Due"), 6),
        (word("已发", "Fired"), 6),
        (word("告知", "Told"), 7),
    ]
    rows = [_rung(row, found, reader) for row in found.clock.rungs]
    return _table(word("督办", "Escalation"), columns, rows)


def _rung(row: RungRow, found: LedgerFile, reader: Reader) -> list[str]:
    late = reader.word("（迟发）", " (late)") if row.late else ""
    fired = reader.full(row.fired_at) + late if row.fired_at else NONE
    return [
        str(row.level),
        reader.say(general.rung(row.at)),
        reader.full(row.due_at) if row.fired_at else reader.dated(row.due_at),
        fired,
        told(row, found, reader),
    ]


def told(row: RungRow, found: LedgerFile, reader: Reader) -> str:
    """Who was told of a rung that has fired, or whom it is to tell."""
    comma = reader.word("、", ", ")
    if row.fired_at is None:
        whom = reader.say(words.whom(row.notify, reader.office))
        return reader.word(f"届时告知{whom}", f"will tell: {whom}") if whom else NONE
    return comma.join(found.told.get(row.fired_at, ())) or NONE
