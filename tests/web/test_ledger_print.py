"""The printed ledger: its text is read out of the PDF."""

import hashlib
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from engine import cases, clocks
from engine.queries import ledgers
from tests.web import ledger_office as desk
from tests.web.pdf_text import pages
from web import assets
from web.assets import FONTS, AssetsNotBuilt
from web.ledgers.glyphs import Glyphs
from web.ledgers.press import press


def printed(sheet):
    return pages(press().pdf(sheet.data, sheet.at))


def test_a_suspended_and_extended_clock_is_explained_in_full(office):
    case = desk.suspended_and_extended(office)
    sheet = desk.sheet(office, case)
    text = "".join(printed(sheet))
    for words in (
        "知识产权保护中心",
        "时限台账",
        "design-check-2026-0001",
        desk.TITLE,
        "10日办结",
        "承诺时限",
        "2026年10月14日 17:00",
        "《民法典》第201条第1款",
        "《民法典》第203条第2款",
        "国办发明电",
        "因检验检测鉴定，自2026年9月26日",
        "经吴晓彤批准，延长5日（案情复杂）",
        "逐日图示",
        "中止 5 日",
        "鉴定委托书 3 号",
        "历次台账",
        "2026年10月8日 17:00",
        "2026年10月9日 17:00",
        "复核一致",
        "日历版本",
        "周文博 于 2026年10月2日 09:00 打印",
        "科室负责人：",
    ):
        assert words in text, words


def test_the_english_edition_is_english(office):
    text = "".join(printed(desk.sheet(office, desk.suspended_and_extended(office), "en")))
    for words in (
        "Deadline Ledger",
        "Done in 10 days",
        "14 Oct 2026 17:00",
        "Civil Code, art. 201(1)",
        "Suspended (Appraisal) from 2026-09-26",
        "Earlier ledgers",
        "It holds",
        "Page 1 of",
    ):
        assert words in text, words
    assert "届满" not in text


def test_every_page_is_numbered_and_has_the_check_value(office):
    case = desk.suspended_and_extended(office)
    found = printed(desk.sheet(office, case))
    with office.engine.reading(office.actor("chief")) as uow:
        ledger = ledgers.read(uow, case, desk.clock_of(office, case)).clock.ledger
    check = hashlib.sha256(ledgers.record(ledger)).hexdigest()
    assert len(found) > 1
    for number, text in enumerate(found, start=1):
        assert f"第 {number} 页 共 {len(found)} 页" in text
        assert f"校验值 {check}" in text


@pytest.mark.parametrize(
    ("language", "tag", "why"),
    [("zh", "暂定", "2027 年的放假安排尚未公布"), ("en", "provisional", "No notice of holidays for 2027")],
)
def test_a_provisional_end_is_marked_on_every_page_with_the_reason(office, language, tag, why):
    office.now = desk.DECEMBER
    found = printed(desk.sheet(office, desk.start(office), language))
    for text in found:
        assert f"{tag}{why}" in text
    assert re.search(rf"(2027年1月4日|4 Jan 2027) 17:00{tag}", found[0])


def test_an_open_suspension_is_marked_on_every_page(office):
    case = desk.start(office)
    office.pass_time(days=2)
    desk.suspend(office, case, date(2026, 9, 26))
    found = printed(desk.sheet(office, case))
    for text in found:
        assert "暂定时限尚在中止，届满时间按当日恢复推算" in text
    assert "尚未恢复" in "".join(found)


def test_an_end_that_is_final_is_not_marked(office):
    assert "暂定" not in "".join(printed(desk.sheet(office, desk.start(office))))


def test_a_clock_that_has_stopped_says_whether_it_was_kept(office):
    office.now = desk.DECEMBER
    case = desk.start(office)
    with office.acting("director") as uow:
        cases.cancel(uow, case, reason="请求人撤回")
    text = "".join(printed(desk.sheet(office, case)))
    assert "状态已停止" in text
    assert "（按时）" in text
    assert "按周末和法定节日推算，公布后" not in text  # nothing will be counted again


def test_a_breach_that_was_lifted_is_told(office):
    case = desk.start(office)
    office.pass_time(days=15)
    assert "届满未办结" in "".join(printed(desk.sheet(office, case)))
    desk.suspend(office, case, date(2026, 9, 28))
    text = "".join(printed(desk.sheet(office, case)))
    assert "2026年10月8日 17:00 届满未办结" in text
    assert "因补记中止，经周文博批准撤销" in text
    assert "记录保留" in text


def test_a_corrected_start_keeps_the_old_ledger_readable(office):
    case = desk.start(office)
    office.pass_time(days=1)
    with office.acting("chief") as uow:
        clocks.correct(
            uow, 1, starts=date(2026, 9, 22), requested_by=office.ids["handler"], note="收件日登记有误"
        )
    text = "".join(printed(desk.sheet(office, case)))
    assert "更正起算时间 · 2026年10月8日 17:00 → 2026年10月8日 17:00" in text
    assert "收件日登记有误" in text
    assert "期限10日，自2026年9月22日（星期二）起算" in text
    assert "期限10日，自2026年9月24日（星期四）起算" in text


def test_a_period_in_hours_is_drawn_by_the_hour(office, tmp_path):
    desk.deploy(office, tmp_path, 'amount="12" unit="hours"')
    text = "".join(printed(desk.sheet(office, desk.start(office))))
    assert "12 个工作小时" in text
    assert "计入 12:00 小时" in text
    assert "《民法典》第201条第2款" in text


def test_a_long_period_folds_its_quiet_months(office, tmp_path):
    desk.deploy(office, tmp_path, 'amount="22" unit="months" target="18"')
    found = printed(desk.sheet(office, desk.start(office)))
    text = "".join(found)
    assert "2027年4月计入 30 日" in text
    assert "目标2028年3月24日 17:00（暂定）" in text
    assert len(found) <= 4


HOSTILE = (
    "#let x = 1",
    "*粗* _斜_ $a$ `raw` @ref <lab>",
    '#panic("no")',
    "\\u{1F600} // /* ]",
    '"], "band": null, {',
    "= 标题 \\",
    "~--- ...",
)


@pytest.mark.parametrize("title", HOSTILE)
def test_markup_in_a_title_is_printed_as_it_is(office, title):
    text = "".join(printed(desk.sheet(office, desk.start(office, title))))
    assert title in text


def test_what_cannot_be_seen_is_printed_as_its_number(office):
    title = "甲\u202e乙\x01丙😀丁\u200b戊\ufeff己\n庚"
    text = "".join(printed(desk.sheet(office, desk.start(office, title))))
    assert "甲[U+202E]乙[U+0001]丙[U+1F600]丁[U+200B]戊[U+FEFF]己 庚" in text


def test_a_very_long_title_and_note_stay_on_the_page(office):
    case = desk.start(office, "很长的标题" * 59)
    text = "".join(printed(desk.sheet(office, case)))
    assert "很长的标题" * 59 in text


def test_the_same_ledger_at_the_same_instant_gives_the_same_bytes(office):
    case = desk.start(office)
    first, second = desk.sheet(office, case), desk.sheet(office, case)
    pdf = press().pdf(first.data, first.at)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid" in pdf
    assert pdf == press().pdf(second.data, second.at)
    assert pdf != press().pdf(second.data, second.at + timedelta(hours=1))


def test_a_sheet_has_its_instant_and_the_name_of_its_file(office):
    case = desk.start(office)
    sheet = desk.sheet(office, case)
    assert sheet.at == datetime(2026, 9, 24, 1, 0, tzinfo=UTC)
    assert sheet.name == "时限台账-design-check-2026-0001-promise.pdf"


def test_without_built_fonts_it_is_said_which_one_is_missing(tmp_path):
    with pytest.raises(AssetsNotBuilt, match="NotoSerifSC-Regular"):
        assets.fonts(tmp_path)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / FONTS[0]).touch()
    with pytest.raises(AssetsNotBuilt, match="NotoSerifSC-Bold"):
        assets.fonts(tmp_path)


def test_the_fonts_come_with_their_licence():
    licence = (assets.fonts() / "OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in licence.upper()


def test_both_weights_can_print_the_same_characters():
    folder = assets.fonts()
    regular, bold = (Glyphs.of(folder / name) for name in FONTS)
    assert regular == bold
    assert all(character in regular for character in "起止停半班顺延休标原今▲△〔〕“”—→·")


@pytest.mark.parametrize("content", [b"\x00\x01\x00\x00\x00\x00" + b"\x00" * 20, b"\x00" * 40])
def test_a_file_that_is_no_font_is_refused(tmp_path, content):
    file = tmp_path / "bad.ttf"
    file.write_bytes(content)
    with pytest.raises(ValueError, match="cmap"):
        Glyphs.of(file)
