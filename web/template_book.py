"""The import template as a workbook: titles, lists to choose from, and one sheet that explains them."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from engine.forms import Field
from engine.text import Language, Text
from web.case_import import OWN, PROCEDURE, RECEIVED, Opening, columns, plain_fields

_HEAD = PatternFill("solid", fgColor="E7F0FC")
_LAST_ROW = 2000
_LIST_LENGTH = 250  # a spreadsheet's own bound on a list written into the cell
_NOTES = (
    Text(
        "带 * 的列必须填写；日期写作 2026-01-31；多个值用“、”分隔。",
        "Columns with * are required; dates like 2026-01-31; several values parted by ;",
    ),
    Text(
        "先全部检查，有一行有误则一行也不导入，除非要求跳过。",
        "Everything is checked first; one bad row and none is imported, unless you ask to skip it.",
    ),
)


def workbook(opening: Opening, language: Language) -> bytes:
    """Write the template of one procedure."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = opening.key[:31]
    titles = [title.to(language) for title in columns(opening.form)]
    sheet.append(titles)
    sheet.append([opening.name.to(language) if title in PROCEDURE else None for title in titles])
    _dress(sheet, titles)
    for index, field in enumerate(plain_fields(opening.form), start=len(OWN) + 1):
        _offer(sheet, field, get_column_letter(index), language)
    _explain(book.create_sheet("说明" if language == "zh" else "Notes"), opening, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _dress(sheet: Worksheet, titles: list[str]) -> None:
    for index, title in enumerate(titles, start=1):
        cell = sheet.cell(1, index)
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(index)].width = max(14, min(40, 2 * len(title) + 4))
    sheet.freeze_panes = "A2"
    dates = get_column_letter(OWN.index(RECEIVED) + 1)
    for row in range(2, 200):
        sheet[f"{dates}{row}"].number_format = "yyyy-mm-dd"


def _offer(sheet: Worksheet, field: Field, letter: str, language: Language) -> None:
    listed = ",".join(choice.label.to(language) for choice in field.choices)
    if field.type == "array" or not listed or len(listed) > _LIST_LENGTH:
        return
    offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    sheet.add_data_validation(offer)
    offer.add(f"{letter}2:{letter}{_LAST_ROW}")


def _explain(sheet: Worksheet, opening: Opening, language: Language) -> None:
    for note in _NOTES:
        sheet.append([note.to(language)])
    sheet.append([])
    for field in plain_fields(opening.form):
        choices = "、".join(choice.label.to(language) for choice in field.choices)
        sheet.append([field.label.to(language), field.name, choices or field.help.to(language)])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 30, 80
