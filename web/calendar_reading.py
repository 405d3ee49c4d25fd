"""What is given to be read as a calendar: a notice's text, a table, a calendar file, or days typed one by one."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from engine.calendars import OverlayDay
from engine.calendars.hours import line_of
from engine.calendars.reading import NoticeRead, read_csv, read_ics, read_notice
from engine.findings import Finding, Severity
from engine.text import Text
from web.table_file import TableRefused, decoded

FORMS = ("notice", "csv", "ics", "typed")
COLUMNS = ("day", "kind", "name", "hours")
_HEADER = ("date", "kind", "name", "hours")
_ENDINGS = {".ics": "ics", ".csv": "csv", ".tsv": "csv", ".txt": "notice"}
_PREFIX = (re.compile(r"^第(\d+)行“.*?”：", re.DOTALL), re.compile(r"^Line \d+ “.*?”: ", re.DOTALL))
_BEGIN = "BEGIN:VCALENDAR"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to read: a text of some form, or rows that were typed."""

    form: str
    text: str = ""
    rows: tuple[Row, ...] = ()

    @classmethod
    def file(cls, name: str, content: bytes, form: str = "") -> "Given":
        """A file; its ending says what it is, or `form`. TableRefused where its letters cannot be read."""
        text = decoded(content)
        ending = _ENDINGS.get(PurePath(name).suffix.lower())
        calendar = "ics" if text.lstrip().startswith(_BEGIN) else None
        return cls(form or calendar or ending or "notice", text)

    @property
    def original(self) -> str:
        """The text itself; of typed rows, as a table."""
        return _table(self.rows) if self.form == "typed" else self.text

    def read(self) -> NoticeRead:
        """Read it."""
        if self.form == "ics":
            return read_ics(self.text.encode())
        if self.form == "notice":
            return read_notice(self.text)
        return read_csv(self.original)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as a page and a terminal say it; `line` is the text's, or the row's where rows were typed."""

    line: int | None
    error: bool
    message: Text
    remedy: Text


def remarks(given: Given, findings: Sequence[Finding]) -> list[Remark]:
    """Every finding, in order."""
    return [_remark(given, finding) for finding in findings]


def _remark(given: Given, finding: Finding) -> Remark:
    number = finding.element.removeprefix("line:")
    line = int(number) if number.isdigit() else None
    message = finding.message
    if given.form == "typed" and line is not None:
        line -= 1  # the table's first line has its titles
        message = Text(
            f"第{line}行：{_PREFIX[0].sub('', message.zh)}", f"Row {line}: {_PREFIX[1].sub('', message.en)}"
        )
    return Remark(line, finding.severity is Severity.ERROR, message, finding.remedy)


def rows_of(days: Sequence[OverlayDay]) -> tuple[Row, ...]:
    """Days as rows to type in."""
    return tuple(
        {
            "day": row.day.isoformat(),
            "kind": _kind(row),
            "name": row.name.zh,
            "hours": line_of(row.hours) if row.hours else "",
        }
        for row in days
    )


def _kind(row: OverlayDay) -> str:
    return "半" if row.hours else "班" if row.working else "休"


def _table(rows: Sequence[Row]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows([row.get(name, "") for name in COLUMNS] for row in rows)
    return lines.getvalue()


__all__ = ["COLUMNS", "FORMS", "Given", "Remark", "Row", "TableRefused", "remarks", "rows_of"]
