"""Importing a calendar: what is given is read and shown; what is wrong is named by its line and comes back."""

import io

import pytest

from engine.calendars import WorkingCalendar, china
from engine.calendars.reading import read_csv
from tests.web.notices import CONTRADICTORY, NOTICE_2027
from web.calendar_import import About, numbers_of, wall_of
from web.calendar_reading import Given, TableRefused, remarks

PAGE = "/calendar/import"
CSV = "日期,类型,名称,时段\n2026-12-31,半天,年终,08:30-11:30\n2027-01-04,休,局庆,\n"
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20270104\r\nDTEND;VALUE=DATE:20270105\r\nSUMMARY:局庆（休）\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def admin(browser_of):
    return browser_of("admin").open(PAGE)


def give(browser, form: str = "notice", **fields):
    return browser.open(f"{PAGE}?form={form}").submit("/import", do="read", **fields)


# --- who ---


@pytest.mark.parametrize("login", ["chief", "director", "handler", "intake"])
def test_only_an_administrator_imports(browser_of, login):
    browser = browser_of(login).open(PAGE)
    assert browser.status == 403
    assert "须由系统管理员" in browser.text or "角色" in browser.text


# --- a notice ---


def test_a_notice_is_read_and_drawn_before_anything_is_saved(admin):
    give(admin, text=NOTICE_2027)
    assert admin.status == 200
    assert "读到 33 天：休息 28 天，上班 5 天，半天 0 天" in admin.text
    assert "2027年12月" in admin.text
    assert (
        'title="2027年2月14日 周日 调休上班：春节（《国务院办公厅关于2027年部分节假日安排的通知》'
        in admin.text
    )
    assert 'value="save"' in admin.text
    assert 'value="《国务院办公厅关于2027年部分节假日安排的通知》，国办发明电〔2026〕8号"' in admin.text


def test_a_contradiction_is_named_by_its_line_and_the_text_comes_back(admin):
    give(admin, text=CONTRADICTORY)
    assert admin.status == 422
    assert "有 1 处需要更正，没有保存任何内容" in admin.text
    assert "第9行" in admin.text
    assert "2027-04-03是星期六，括号中写作“周五”" in admin.text
    assert 'data-line="9"' in admin.text
    assert "<title>错误：" in admin.text
    assert 'value="save"' not in admin.text
    assert admin.form("/import")["fields"]["text"][0].strip() == CONTRADICTORY.strip()


def test_what_is_no_notice_at_all_is_an_error_too(admin):
    give(admin, text="关于开展消防演练的通知")
    assert admin.status == 422
    give(admin, text="")
    assert admin.status == 422


def test_a_warning_does_not_stand_in_the_way(admin):
    give(admin, text=NOTICE_2027.replace("国办发明电〔2026〕8号\n", ""))
    assert admin.status == 200
    assert "没有读到文号" in admin.text
    assert 'value="save"' in admin.text


# --- tables, files, rows ---


def test_a_table_may_be_pasted_or_uploaded_in_either_encoding(admin):
    give(admin, "csv", text=CSV)
    assert "读到 2 天：休息 1 天，上班 0 天，半天 1 天" in admin.text
    assert "2026年12月" in admin.text
    assert "2027年2月" not in admin.text
    give(admin, "csv", file=[(io.BytesIO(CSV.encode("gb18030")), "days.csv")])
    assert "读到 2 天" in admin.text
    assert "2026-12-31,半天" in admin.form("/import")["fields"]["text"][0]


def test_a_calendar_file_is_read_and_can_be_corrected_as_text(admin):
    give(admin, "ics", file=[(io.BytesIO(ICS.encode()), "days.ics")])
    assert "读到 1 天：休息 1 天" in admin.text
    give(admin, "ics", text=ICS.replace("20270104", "20270132"))
    assert admin.status == 422


def test_a_file_without_letters_is_refused(admin):
    give(admin, "csv", file=[(io.BytesIO(b"\xff\xfe\x00\x81\xff"), "days.csv")])
    assert admin.status == 422
    assert "编码无法识别" in admin.text


def test_days_typed_one_by_one_are_read_and_a_wrong_one_is_named_by_its_row(admin):
    good = {"days__0__day": "2026-12-31", "days__0__kind": "半", "days__0__name": "年终"}
    give(admin, "typed", **good, days__0__hours="08:30-11:30")
    assert "读到 1 天：休息 0 天，上班 0 天，半天 1 天" in admin.text
    give(admin, "typed", **good, days__2__day="2027-01-04", days__2__kind="休", days__2__hours="08:30-11:30")
    assert admin.status == 422
    assert "第1行：半天没有写明时段" in admin.text
    assert "第2行：休息日写了时段" in admin.text
    assert 'value="年终"' in admin.text
    give(admin, "typed")
    assert admin.status == 422


def test_an_unknown_way_of_giving_is_the_usual_one(admin):
    admin.open(f"{PAGE}?form=pdf")
    assert 'id="text"' in admin.text
    assert 'aria-current="page">粘贴通知全文' in admin.text


def test_it_is_all_there_in_english(admin):
    admin.client.set_cookie("kuaibao-language", "en")
    give(admin, text=CONTRADICTORY)
    assert "1 to correct; nothing was saved" in admin.text
    assert "Line 9" in admin.text


# --- without a page ---


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("notice.txt", NOTICE_2027, "notice"),
        ("days.csv", CSV, "csv"),
        ("days.tsv", CSV, "csv"),
        ("days.txt", ICS, "ics"),
        ("days.ics", ICS, "ics"),
        ("-", NOTICE_2027, "notice"),
    ],
)
def test_what_a_file_is_its_ending_says_or_its_beginning(name, content, form):
    assert Given.file(name, content.encode()).form == form
    assert Given.file(name, content.encode(), "csv").form == "csv"


def test_a_file_that_is_no_text_is_refused():
    with pytest.raises(TableRefused):
        Given.file("days.csv", b"\xff\xfe\x00\x81\xff")


def test_a_remark_on_the_whole_names_no_line():
    given = Given("notice", "关于2027年")
    assert {row.line for row in remarks(given, given.read().findings)} >= {None}


def test_numbers_and_the_wall_of_a_reading():
    read = read_csv(CSV)
    assert numbers_of(read) == {"rest": 1, "half": 1, "work": 0}
    assert read.overlay is not None
    drawn = wall_of(read.overlay, china())
    assert drawn is not None
    assert len(drawn.months) == 2
    calendar: WorkingCalendar = china()
    assert calendar.overlays == ()
    assert About.of(read.overlay).scope == "office"
