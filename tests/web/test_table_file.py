"""Tables out of files: XLSX and CSV, in the encodings that spreadsheets write, and files that are something else."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from web import table_file
from web.table_file import TableRefused, read_table


def written(folder, name, content):
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def refusal(file):
    with pytest.raises(TableRefused) as refused:
        read_table(file)
    assert refused.value.reason.zh
    assert refused.value.reason.en
    return refused.value.reason.en


# --- CSV ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_csv_is_read_in_the_encodings_of_the_country(tmp_path, encoding):
    table = read_table(written(tmp_path, "cases.csv", "案件名称,备注\n保温杯案,“加急”\n".encode(encoding)))
    assert table.headers == ("案件名称", "备注")
    assert table.rows[0].cells == {"案件名称": "保温杯案", "备注": "“加急”"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_what_spreadsheets_call_unicode_text_is_refused_with_advice(tmp_path, encoding):
    content = "案件名称\t备注\n甲\t乙\n".encode(encoding)
    assert "save it as" in refusal(written(tmp_path, "cases.csv", content))


def test_tabs_and_semicolons_part_columns_too(tmp_path):
    assert read_table(written(tmp_path, "a.csv", "a\tb\n1\t2\n")).rows[0].cells == {"a": "1", "b": "2"}


def test_line_ends_of_any_system_and_line_breaks_within_quotes(tmp_path):
    for ending in ("\n", "\r\n"):
        content = ending.join(("a,b", '1,"two\nlines"', "3,4")) + ending
        table = read_table(written(tmp_path, "a.csv", content.encode()))
        assert [row.cells["a"] for row in table.rows] == ["1", "3"]


def test_empty_rows_are_left_out_and_the_others_keep_the_number_that_the_spreadsheet_shows(tmp_path):
    table = read_table(written(tmp_path, "a.csv", "a,b\n1,2\n,\n\n3,4\n"))
    assert [(row.number, row.cells["a"]) for row in table.rows] == [(2, "1"), (5, "3")]


def test_stars_of_required_columns_and_spaces_are_not_part_of_a_title(tmp_path):
    assert read_table(written(tmp_path, "a.csv", " 案件名称* ,备注＊\n1,2\n")).headers == ("案件名称", "备注")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "column titles"),
        (b"\n\n", "column titles"),
        (b"a,a\n1,2\n", "columns stand twice: a"),
        (b'a,b\n"1,2\n', "broken"),
        (b"\xff\xfe\x00\x01\x02", "save it as"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "save it as XLSX"),
        (b"a,b\n1,\xff\xff\xff\n", "encoding"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path, content, says):
    assert says in refusal(written(tmp_path, "a.csv", content))


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    assert "cannot be read" in refusal(tmp_path / "none.csv")
    assert "cannot be read" in refusal(tmp_path)


def test_large_files_and_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(table_file, "MAX_ROWS", 2)
    assert "more than 2 rows" in refusal(written(tmp_path, "a.csv", "a\n1\n2\n3\n"))
    monkeypatch.setattr(table_file, "MAX_BYTES", 4)
    assert "larger than" in refusal(written(tmp_path, "a.csv", "a\n1\n2\n3\n"))


# --- XLSX ---


def test_cells_of_every_kind_become_text(tmp_path):
    content = workbook(
        ["text", "whole", "broken", "day", "moment", "yes", "none"],
        ["甲", 12, 1.5, date(2026, 1, 31), datetime(2026, 1, 31, 9, 30), True, None],  # noqa: DTZ001 - a spreadsheet's
    )
    row = read_table(written(tmp_path, "a.xlsx", content)).rows[0]
    assert row.cells == {"text": "甲", "whole": "12", "broken": "1.5", "day": "2026-01-31", "moment": "2026-01-31T09:30:00", "yes": "true"}  # fmt: skip


def test_long_numbers_keep_their_digits(tmp_path):
    content = workbook(["code"], ["430104199001011234"], [430104])
    assert [row.cells["code"] for row in read_table(written(tmp_path, "a.xlsx", content)).rows] == ["430104199001011234", "430104"]  # fmt: skip


def test_the_name_of_the_file_does_not_matter(tmp_path):
    assert read_table(written(tmp_path, "a.csv", workbook(["a"], ["1"]))).headers == ("a",)


def test_a_workbook_without_rows_is_refused(tmp_path):
    assert "column titles" in refusal(written(tmp_path, "a.xlsx", workbook()))


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 cut off", b"PK"],
)
def test_a_zip_that_is_no_workbook_is_refused(tmp_path, content):
    assert "XLSX" in refusal(written(tmp_path, "a.xlsx", content))


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return content.getvalue()


def spoilt(name, data):
    """A good workbook with one part replaced."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"], ["1"]))) as good,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for entry in good.infolist():
            bad.writestr(entry, data if entry.filename == name else good.read(entry))
    return content.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BILLION = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr">
<is><t>&d;</t></is></c></row></sheetData></worksheet>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr">
<is><t>&e;</t></is></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    "content",
    [
        packed(hello_dot_txt=b"hello"),
        packed(),
        spoilt("xl/workbook.xml", b"<html>"),
        spoilt("xl/workbook.xml", b""),
        spoilt("[Content_Types].xml", b"\x00\x01"),
        spoilt(SHEET, b"<worksheet><sheetData>"),
        spoilt(SHEET, b"\xff" * 100),
        spoilt(SHEET, BILLION),
        spoilt(SHEET, OUTSIDE),
        spoilt("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_and_never_a_traceback(tmp_path, content):
    assert refusal(written(tmp_path, "a.xlsx", content))


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(table_file, "MAX_UNPACKED", 10_000)
    assert "unpacked" in refusal(written(tmp_path, "a.xlsx", spoilt(SHEET, b" " * 20_000)))


def test_a_sheet_that_claims_a_million_columns_is_read_within_bounds(tmp_path):
    sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>
    <sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
    <row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData></worksheet>"""
    try:
        table = read_table(written(tmp_path, "a.xlsx", spoilt(SHEET, sheet)))
    except TableRefused:
        return
    assert len(table.rows) <= 1
