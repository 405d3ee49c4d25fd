"""A table out of an office's XLSX or CSV file: a header row, then rows, every cell as text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from engine.text import Text

MAX_BYTES = 32 * 1024 * 1024
MAX_UNPACKED = 512 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
PROLOG = 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")  # spreadsheets in China save CSV in either


class TableRefused(ValueError):
    """The file is no table that can be read; `reason` says why and what helps."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its `number` as the spreadsheet shows it, and header → text of the cells that are filled."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The headers in their order, and the rows that are not empty."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(file: Path) -> Table:
    """Read a .xlsx or .csv file; raise `TableRefused`."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise TableRefused(
            Text(f"无法读取 {file}：{error.strerror}", f"{file} cannot be read: {error.strerror}")
        ) from error
    if len(content) > MAX_BYTES:
        raise TableRefused(
            Text("文件超过 32 MB，请分批导入", "the file is larger than 32 MB; import it in parts")
        )
    return _table(_sheet(content) if content.startswith(b"PK") else _csv(content))


def _table(lines: Iterable[Sequence[str]]) -> Table:
    found = iter(lines)
    titles = [cell.strip().rstrip("*＊").strip() for cell in next(found, ())]
    while titles and not titles[-1]:
        titles.pop()
    headers = tuple(titles)
    _check_headers([header for header in headers if header])
    rows = [
        Row(number, filled)
        for number, line in enumerate(found, start=2)
        if (
            filled := {
                header: cell.strip()
                for header, cell in zip(headers, line, strict=False)
                if header and cell.strip()
            }
        )
    ]
    if len(rows) > MAX_ROWS:
        raise TableRefused(
            Text(f"超过 {MAX_ROWS} 行，请分批导入", f"more than {MAX_ROWS} rows; import it in parts")
        )
    return Table(headers, tuple(rows))


def _check_headers(headers: list[str]) -> None:
    if not headers:
        raise TableRefused(Text("第一行应为列标题", "the first row must hold the column titles"))
    twice = sorted({header for header in headers if headers.count(header) > 1})
    if twice:
        raise TableRefused(
            Text(f"列标题重复：{'、'.join(twice)}", f"columns stand twice: {', '.join(twice)}")
        )


def _csv(content: bytes) -> Iterable[Sequence[str]]:
    if b"\0" in content[:4096] or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableRefused(
            Text("不是 XLSX 或 CSV 文件，请另存为 XLSX", "is neither XLSX nor CSV; save it as XLSX")
        )
    text = decoded(content)
    dialect = "excel-tab" if "\t" in text.partition("\n")[0] else "excel"
    try:
        return list(csv.reader(io.StringIO(text), dialect, strict=True))
    except csv.Error as error:
        raise TableRefused(Text(f"CSV 格式有误：{error}", f"the CSV is broken: {error}")) from error


def decoded(content: bytes) -> str:
    """The text of a file, in one of the encodings that offices use; TableRefused."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused(Text("编码无法识别，请另存为 UTF-8", "the encoding is not known; save it as UTF-8"))


def _sheet(content: bytes) -> Iterable[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_parts(packed)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 2, values_only=True)
        return [tuple(_text(cell) for cell in row) for row in rows]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        SyntaxError,
    ) as error:
        if isinstance(error, TableRefused):
            raise
        raise TableRefused(
            Text("不是可读取的 XLSX 文件，请重新另存", "is not an XLSX file that can be read; save it anew")
        ) from error


def _check_parts(packed: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, and definitions of entities: no spreadsheet writes them."""
    if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
        raise TableRefused(Text("文件解压后过大", "the file is too large once unpacked"))
    for entry in packed.infolist():
        with packed.open(entry) as part:
            if b"<!DOCTYPE" in part.read(PROLOG):
                raise TableRefused(
                    Text("文件含有不允许的 XML 定义", "the file holds XML definitions that are not allowed")
                )


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
