"""An office's existing cases out of a table, through the command: templates, bad rows by number and reason, once."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.forms import read_form
from engine.text import Text
from tests.web.command import BPMN, Command
from web import case_import
from web.table_columns import OWN, Opening
from web.table_file import Row, Table, TableRefused, read_table

TITLES = ("办理程序", "案件名称", "原案号")
DISPUTE = {
    "来源渠道": "现场来访",
    "收到请求日期": "2026-01-05",
    "专利类型": "外观设计",
    "专利号": "ZL202330123456.7",
    "专利名称": "保温杯",
    "专利权人": "长河科技有限公司",
    "所属行业": "家居用品",
    "请求人名称": "长河科技有限公司",
    "请求人类型": "单位",
    "统一社会信用代码或者身份证件号码": "91430100MA4L16JQ9X",
    "请求人电话": "0731-88887777",
    "请求人送达地址": "岳麓区麓谷大道1号",
    "被请求人名称": "某某日用品商行",
    "被请求人类型": "单位",
    "被请求人地址": "雨花区万家丽路2号",
    "请求事项": "责令停止销售；销毁库存",
    "事实和理由": "被请求人销售的保温杯与专利外观设计近似。",
    "证据清单": "购买公证书/公证文书/2；网页截图/照片、视频/1",
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Command:
    first = Command(tmp_path_factory.mktemp("prepared") / "office")
    first("init")
    return first


@pytest.fixture
def kuaibao(tmp_path, prepared) -> Command:
    return Command(tmp_path / "office", like=prepared)


def form(procedure: str, name: str):
    file = BPMN / procedure / "forms" / f"{name}.form.json"
    found, findings = read_form(file.read_bytes(), file.name)
    assert found is not None, findings
    return found


def labels() -> dict[str, str]:
    """The fields of the form for disputes by what they are called today, from what they are called here."""
    return {field.name: field.label.zh for field in form("patent-infringement", "register-request").fields}


def dispute(**changed: str) -> dict[str, str]:
    """A row of the table by the form's own labels, whatever these are."""
    now = labels()
    names = dict(zip(DISPUTE, FIELDS, strict=True))
    row = {now[names[title]]: cell for title, cell in DISPUTE.items()}
    row[now["right"]] = choice("right", "design")
    row[now["channel"]] = choice("channel", "walk-in")
    row[now["industry"]] = choice("industry", "household")
    for side in ("complainant_kind", "respondent_kind"):
        row[now[side]] = choice(side, "organisation")
    row["办理程序"] = "patent-infringement"
    return row | {now.get(name, name): cell for name, cell in changed.items()}


FIELDS = (
    *("channel", "received_on", "right", "patent_number", "patent_title", "patentee", "industry"),
    *("complainant_name", "complainant_kind", "complainant_id", "complainant_phone", "complainant_address"),
    *("respondent_name", "respondent_kind", "respondent_address", "claims", "facts", "evidence"),
)


def choice(field: str, value: str) -> str:
    found = next(one for one in form("patent-infringement", "register-request").fields if one.name == field)
    return next(one.label.zh for one in found.choices if one.value == value)


def table(folder: Path, *rows: dict[str, str], encoding: str = "utf-8-sig") -> Path:
    """A CSV file with these rows."""
    titles = list(dict.fromkeys(title for row in rows for title in row))
    content = io.StringIO()
    writer = csv.DictWriter(content, titles)
    writer.writeheader()
    writer.writerows(rows)
    file = folder / "cases.csv"
    file.write_bytes(content.getvalue().encode(encoding))
    return file


def cases(kuaibao: Command) -> list[list[str]]:
    return kuaibao("case", "list").rows


# --- good rows ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_row_becomes_a_case_with_its_facts(kuaibao, tmp_path, encoding):
    file = table(tmp_path, dispute(), dispute(respondent_name="另一商行"), encoding=encoding)
    assert kuaibao("case", "import", file).out.splitlines()[-1] == "2 imported, 0 skipped"
    assert len(cases(kuaibao)) == 2
    shown = kuaibao("case", "show", cases(kuaibao)[-1][0], "--json").json
    facts = shown["facts"]["variables"]
    assert facts["right"] == "design"
    assert facts["evidence"][1]["name"] == "网页截图"
    assert facts["claims"] == "责令停止销售；销毁库存"
    assert shown["facts"]["title"].startswith("长河科技有限公司诉某某日用品商行")


def test_the_first_period_counts_from_the_day_on_which_the_case_came_in(kuaibao, tmp_path):
    kuaibao("case", "import", table(tmp_path, dispute(received_on="2026/1/5")))
    shown = kuaibao("case", "show", cases(kuaibao)[0][0], "--json").json
    assert [entry["facts"].get("received_on") for entry in shown["timeline"] if entry["kind"] == "case-started"] == ["2026-01-05"]  # fmt: skip
    assert {clock["chip"]["last_day"] for clock in shown["clocks"]} == {"2026-01-12"}


def test_a_title_and_an_office_number_of_one_s_own_are_kept_and_found(kuaibao, tmp_path):
    kuaibao("case", "import", table(tmp_path, dispute() | {"案件名称": "保温杯案", "原案号": "长知2025-12"}))
    assert cases(kuaibao)[0][4] == "保温杯案（原案号：长知2025-12）"
    assert kuaibao("case", "list", "--text", "长知2025-12").rows


def test_the_procedure_may_be_named_by_the_command_by_its_name_or_by_its_key(kuaibao, tmp_path):
    row = dispute()
    del row["办理程序"]
    kuaibao("case", "import", table(tmp_path, row), "--procedure", "patent-infringement")
    kuaibao("case", "import", table(tmp_path, row | {"办理程序": "专利侵权纠纷行政裁决"}))
    assert len(cases(kuaibao)) == 2


def test_who_opens_the_cases_is_in_the_journal(kuaibao, tmp_path):
    kuaibao("user", "add", "liu", "--name", "刘敏", "--role", "intake-clerk")
    kuaibao("case", "import", table(tmp_path, dispute()), "--as", "liu")
    timeline = kuaibao("case", "show", cases(kuaibao)[0][0], "--json").json["timeline"]
    assert timeline[-1]["actor"] == "刘敏"


# --- bad rows ---


def test_bad_rows_are_named_by_number_and_reason_and_none_is_imported(kuaibao, tmp_path):
    file = table(
        tmp_path,
        dispute(),
        dispute(patent_number="ZL1"),
        dispute(complainant_phone="", received_on="2999-01-01"),
        dispute() | {"办理程序": "没有这个"},
    )
    refused = kuaibao("case", "import", file, code=1)
    assert "row 2" not in refused.err
    assert "row 3: " in refused.err
    assert "row 4: " in refused.err
    assert "row 5: no procedure “没有这个”" in refused.err
    assert "3 bad rows, nothing was imported" in refused.err
    assert cases(kuaibao) == []
    chinese = kuaibao("case", "import", file, code=1, lang="zh").err
    assert "第 3 行：" in chinese
    assert "没有导入任何案件" in chinese


def test_bad_rows_are_skipped_when_asked_to(kuaibao, tmp_path):
    file = table(tmp_path, dispute(), dispute(patent_number="ZL1"))
    said = kuaibao("case", "import", file, "--skip-bad")
    assert said.out.splitlines()[-1] == "1 imported, 1 skipped"
    assert "row 3: " in said.err
    assert len(cases(kuaibao)) == 1


def test_a_column_that_no_form_knows_refuses_the_whole_table(kuaibao, tmp_path):
    refused = kuaibao("case", "import", table(tmp_path, dispute() | {"被请求人名": "漏一字"}), code=1)
    assert "unknown columns: 被请求人名" in refused.err
    assert cases(kuaibao) == []


def test_an_office_number_is_imported_once(kuaibao, tmp_path):
    one = dispute() | {"原案号": "A-1"}
    twice = kuaibao("case", "import", table(tmp_path, one, one), code=1)
    assert "row 3: office number A-1 stands in row 2 too" in twice.err
    kuaibao("case", "import", table(tmp_path, one))
    again = kuaibao("case", "import", table(tmp_path, one), code=1)
    assert "row 2: office number A-1 has been imported before" in again.err
    kuaibao("case", "import", table(tmp_path, one | {"原案号": "A-11"}))
    assert len(cases(kuaibao)) == 2


def test_a_person_without_the_right_imports_nothing(kuaibao, tmp_path):
    kuaibao("user", "add", "wu", "--name", "吴海", "--role", "reviewer")
    refused = kuaibao("case", "import", table(tmp_path, dispute()), "--as", "wu", code=1)
    assert refused.err.strip()
    assert cases(kuaibao) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>", bytes(range(256))])
def test_a_file_that_is_no_table_is_refused_with_its_name(kuaibao, tmp_path, content):
    file = tmp_path / "odd.xlsx"
    file.write_bytes(content)
    for lang in ("zh", "en"):
        refused = kuaibao("case", "import", file, code=1, lang=lang)
        assert "odd.xlsx" in refused.err
        assert "Traceback" not in refused.err


# --- the template ---


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "key", ["complaint-intake", "patent-infringement", "patent-passing-off", "fast-preexamination"]
)
def test_a_template_is_read_back_with_titles_that_are_all_known(kuaibao, tmp_path, key, lang):
    file = tmp_path / f"{key}.xlsx"
    kuaibao("case", "template", key, "-o", file, lang=lang)
    found = read_table(file)
    assert len(found.headers) == len(set(found.headers))
    assert found.headers[0] == ("办理程序" if lang == "zh" else "procedure")
    assert kuaibao("case", "import", file).out.splitlines()[-1] == "0 imported, 0 skipped"


def test_a_filled_in_template_is_imported(kuaibao, tmp_path):
    file = tmp_path / "dispute.xlsx"
    kuaibao("case", "template", "patent-infringement", "-o", file, lang="zh")
    book = load_workbook(file)
    sheet = book.worksheets[0]
    titles = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    for row in (2, 3):
        for title, text in dispute().items():
            sheet.cell(row, titles[title], text)
    book.save(file)
    assert kuaibao("case", "import", file).out.splitlines()[-1] == "2 imported, 0 skipped"


def test_a_template_offers_the_choices_and_explains_the_columns(kuaibao, tmp_path):
    file = tmp_path / "dispute.xlsx"
    kuaibao("case", "template", "patent-infringement", "-o", file, lang="zh")
    book = load_workbook(file)
    assert book.sheetnames[-1] == "说明"
    assert book["lists"].sheet_state == "hidden"
    assert len(book.worksheets[0].data_validations.dataValidation) >= 4
    notes = {str(row[0].value): str(row[2].value) for row in book["说明"].iter_rows(min_row=5)}
    assert "/" in notes[labels()["evidence"]]


def test_an_unknown_procedure_has_no_template(kuaibao):
    refused = kuaibao("case", "template", "nothing", code=1)
    assert "no procedure nothing; there are: complaint-intake" in refused.err


# --- as values ---

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def opening(properties: dict, required: tuple[str, ...] = ()) -> Opening:
    schema = {"x-key": "start", "title": "登记", "x-title-en": "Register", "type": "object", "properties": properties, "required": list(required)}  # fmt: skip
    found, findings = read_form(json.dumps(schema).encode(), "start.form.json")
    assert found is not None, findings
    return Opening("simple", Text("简易程序", "Simple procedure"), found)


def checked(one: Opening, **cells: str):
    rules = case_import.Rules({"simple": one}, NOW, "simple")
    return case_import.check(Table(tuple(cells), (Row(2, cells),)), rules)


def test_cells_of_every_type_become_values():
    one = opening(
        {
            "pieces": {"title": "数量", "x-title-en": "Number", "type": "integer"},
            "price": {"title": "金额", "x-title-en": "Price", "type": "number", "x-widget": "money"},
            "sold": {"title": "是否", "x-title-en": "Yes", "type": "boolean", "x-widget": "radio", "enum": [True, False], "x-enum-labels": [["是", "Yes"], ["否", "No"]]},
            "sold_on": {"title": "日期", "x-title-en": "Day", "type": "string", "format": "date", "x-widget": "date"},
            "many": {"title": "多选", "x-title-en": "Many", "type": "array", "uniqueItems": True, "x-widget": "checkboxes", "items": {"type": "string", "enum": ["a", "b"], "x-enum-labels": [["甲", "A"], ["乙", "B"]]}},
        }
    )  # fmt: skip
    good, bad = checked(one, 数量="12", 金额="1,200.50元", 是否="是", 日期="2026年1月5日", 多选="甲、乙")
    assert bad == []
    assert good[0].facts == {
        "pieces": 12,
        "price": 1200.5,
        "sold": True,
        "sold_on": "2026-01-05",
        "many": ["a", "b"],
    }


def test_columns_may_be_titled_by_label_in_either_language_or_by_name():
    one = opening({"who": {"title": "当事人", "x-title-en": "Party", "type": "string"}})
    for title in ("当事人", "Party", "who"):
        assert checked(one, **{title: "甲"})[0][0].facts == {"who": "甲"}


def test_a_date_that_the_form_does_not_allow_is_found_before_anything_is_opened():
    one = opening({"day": {"title": "日期", "x-title-en": "Day", "type": "string", "format": "date", "x-widget": "date", "x-not-after": "today"}})  # fmt: skip
    good, bad = checked(one, 日期="2026-03-03")
    assert good == []
    assert "2026-03-02" in bad[0].reasons[0].zh


def test_a_form_without_the_day_of_receipt_takes_our_column_for_it():
    one = opening({"who": {"title": "当事人", "x-title-en": "Party", "type": "string"}})
    assert one.own == OWN
    good, _ = checked(one, 当事人="甲", 收到日期="2026.2.8")
    assert str(good[0].received) == "2026-02-08"
    for wrong in ("昨天", "2026-02-30", "2026-03-03"):
        good, bad = checked(one, 当事人="甲", 收到日期=wrong)
        assert good == []
        assert wrong in bad[0].reasons[0].en


def test_a_row_without_any_procedure_says_so():
    one = opening({"who": {"title": "当事人", "x-title-en": "Party", "type": "string"}})
    _, bad = case_import.check(
        Table(("当事人",), (Row(2, {"当事人": "甲"}),)), case_import.Rules({"simple": one}, NOW)
    )
    assert bad[0].reasons == (Text("没有填写办理程序", "the procedure is missing"),)


def test_a_procedure_without_a_start_form_takes_a_title_alone():
    bare = Opening("bare", Text("空白", "Bare"), None)
    good, bad = case_import.check(
        Table(("案件名称",), (Row(2, {"案件名称": "甲"}),)), case_import.Rules({"bare": bare}, NOW, "bare")
    )
    assert (good[0].title, good[0].facts, bad) == ("甲", {}, [])


def test_unknown_columns_are_named():
    with pytest.raises(TableRefused, match="unknown columns: 甲"):
        case_import.check(Table(("甲",), ()), case_import.Rules({}, NOW))


def test_columns_of_the_same_label_are_told_apart_by_their_names():
    one = opening({name: {"title": label, "x-title-en": "Address", "type": "string"} for name, label in (("a_home", "甲地址"), ("b_home", "乙地址"))})  # fmt: skip
    assert [title.en for title in one.titles[-2:]] == ["Address (a_home)", "Address (b_home)"]
    good, _ = checked(one, **{"Address (a_home)": "甲路", "乙地址": "乙路"})
    assert good[0].facts == {"a_home": "甲路", "b_home": "乙路"}
    with pytest.raises(TableRefused):
        checked(one, Address="何处")
