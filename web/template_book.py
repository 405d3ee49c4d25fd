"""The import template as a workbook: titles, lists to choose from, and one sheet that explains them."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine.forms import Field
from engine.text import Language, Text
from web.table_columns import PROCEDURE, RECEIVED, Opening

_HEAD = PatternFill("solid", fgColor="E7F0FC")
_LAST_ROW = 2000
_DAYS = 200
_LISTS = "lists"
_NOTES = (
    Text(
        "带 * 的列必须填写；日期写作 2026-01-31；多个值用“、”分隔。",
        "Columns with * are required; dates like 2026-01-31; several values parted by ;",
    ),
    Text(
        "表格类字段：各行用“；”分隔，行内各列用“/”分隔，列的次序见下。",
        "Tables: rows parted by ; and their columns by / in the order given below.",
    ),
    Text(
        "先全部检查，有一行有误则一行也不导入，除非要求跳过。",
        "Everything is checked first; one bad row and none is imported, unless you ask to skip it.",
    ),
)
_COLUMNS = Text("列", "columns")


def workbook(opening: Opening, language: Language) -> bytes:
    """Write the template of one procedure."""
    book = Workbook()
    sheet, lists = book.worksheets[0], book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    sheet.title = opening.key[:31]
    sheet.append([title.to(language) for title in opening.titles])
    sheet.append([opening.name.to(language) if title is PROCEDURE else None for title in opening.titles])
    _dress(sheet, opening)
    for index, field in enumerate(opening.fields, start=len(opening.own) + 1):
        _offer(sheet, lists, field, index, language)
    _explain(book.create_sheet("说明" if language == "zh" else "Notes"), opening, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _dress(sheet: Worksheet, opening: Opening) -> None:
    for index, title in enumerate(opening.titles, start=1):
        cell = sheet.cell(1, index)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(index)].width = max(14, min(40, 2 * len(title.zh) + 4))
    sheet.freeze_panes = "A2"
    days = [index for index, title in enumerate(opening.own, start=1) if title is RECEIVED]
    first = len(opening.own) + 1
    days += [first + index for index, field in enumerate(opening.fields) if field.format == "date"]
    texts = [
        first + index
        for index, field in enumerate(opening.fields)
        if field.type == "string" and not field.format
    ]
    for row in range(2, _DAYS):
        for column in days:
            sheet.cell(row, column).number_format = "yyyy-mm-dd"
        for column in texts:  # long numbers stay as they were typed
            sheet.cell(row, column).number_format = "@"


def _offer(sheet: Worksheet, lists: Worksheet, field: Field, index: int, language: Language) -> None:
    """Let one choose from the field's labels, which stand in a hidden sheet: a list in the cell knows no commas."""
    if field.type == "array" or not field.choices:
        return
    letter = get_column_letter(index)
    for row, choice in enumerate(field.choices, start=1):
        lists.cell(row, index, choice.label.to(language))
    source = f"={_LISTS}!${letter}$1:${letter}${len(field.choices)}"
    offer = DataValidation(type="list", formula1=source, allow_blank=True)
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{_LAST_ROW}")


def _explain(sheet: Worksheet, opening: Opening, language: Language) -> None:
    for note in _NOTES:
        sheet.append([note.to(language)])
    sheet.append([])
    for field in opening.fields:
        sheet.append([opening.called(field).to(language), field.name, _meaning(field, language)])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 30, 80


def _meaning(field: Field, language: Language) -> str:
    if field.is_table:
        return f"{_COLUMNS.to(language)}: " + " / ".join(
            f"{column.label.to(language)}{'*' * column.required}" for column in field.fields
        )
    return "、".join(choice.label.to(language) for choice in field.choices) or field.help.to(language)
