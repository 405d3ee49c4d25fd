"""Sources of the calendar: drafts, what publishing them would move, publishing and withdrawing them."""

from datetime import UTC, date, datetime

import pytest

from engine import calendar_years, cases
from engine.calendars import Overlay, OverlayDay, Scope
from engine.queries import calendars, casefile
from engine.text import Text
from tests.web.notices import NOTICE_2027
from web.calendar_words import moved_by, way_of
from web.publishing import AT_ONCE

FACTS = {"applicant": "东南大学", "pages": 3, "goods_value": 12800, "evidence": []}
IMPORT, SOURCES = "/calendar/import", "/calendar/sources"
NEARER, LATER, SAME = "2027-02-03", "2027-02-02", "2027-01-12"


def file_on(office, day: str) -> int:
    """A case whose ten days begin then."""
    office.now = datetime.fromisoformat(f"{day}T01:00").replace(tzinfo=UTC)
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts=FACTS, title="云雀音箱外观设计核查").id


def end_of(office, case: int) -> tuple[str, bool]:
    with office.engine.reading(office.actor("handler")) as uow:
        (row,) = [row for row in casefile.read(uow, case).clocks if row.chip.kind == "promise"]
        return f"{uow.office.local(row.chip.ends_at):%m-%d %H:%M}", row.chip.provisional


@pytest.fixture
def admin(office, browser_of):
    for day in (SAME, LATER, NEARER):
        file_on(office, day)
    return browser_of("admin")


@pytest.fixture
def draft(admin):
    """The notice of 2027 as a draft."""
    admin.open(IMPORT).submit("/import", do="read", text=NOTICE_2027)
    admin.submit("/import", do="save")
    assert admin.address == f"{SOURCES}/1"
    return admin


def typed(browser, *days: tuple[str, str, str], **about: str):
    """Draft days of the office's own."""
    rows = {}
    for index, (day, kind, hours) in enumerate(days):
        rows |= {f"days__{index}__day": day, f"days__{index}__kind": kind, f"days__{index}__hours": hours}
    browser.open(f"{IMPORT}?form=typed").submit("/import", do="read", **rows)
    said = {"scope": "office", "source_zh": "本局通知〔2027〕1号", **about}
    return browser.submit("/import", do="save", **said)


def published(browser, number: int = 1, **fields: str):
    browser.open(f"{SOURCES}/{number}/preview")
    return browser.submit("/publish", **fields)


# --- drafts ---


def test_what_was_read_becomes_a_draft_that_changes_nothing(draft, office):
    assert "已保存为草稿" in draft.text
    assert "2027年全年安排" in draft.text
    assert "国办发明电〔2026〕8号" in draft.text
    assert draft.open("/calendar/2027").text.count("暂定") > 1
    assert end_of(office, 1) == ("01-22 17:00", True)


def test_nothing_is_saved_while_an_error_stands(admin, office):
    admin.open(IMPORT).submit("/import", do="save", text=NOTICE_2027.replace("共8天", "共7天"))
    assert admin.status == 422
    assert "第8行" in admin.text
    with office.engine.reading(office.actor("admin")) as uow:
        assert calendars.overview(uow).overlays == ()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"scope": "planet"}, "请选择范围"),
        ({"source_zh": " "}, "请写明依据的文件"),
        ({"valid_from": "2027-13-01"}, "请填写日期"),
        ({"valid_from": "2027-05-01", "valid_until": "2027-04-01"}, "有效期的截止早于开始"),
        ({"valid_from": "2028-01-01"}, "没有任何一日在有效期内"),
    ],
)
def test_a_source_that_makes_no_sense_comes_back_with_what_was_typed(admin, about, said):
    typed(admin, ("2027-01-04", "休", ""), **about)
    assert admin.status == 422
    assert said in admin.text
    assert 'value="2027-01-04"' in admin.text


def test_a_draft_may_be_given_another_source_scope_validity_and_days(draft):
    days = {"days__0__hours": "08:30-11:30", "days__0__kind": "半", "days__0__name": "元旦"}
    draft.submit(
        f"{SOURCES}/1",
        scope="province",
        source_zh="省政府通知",
        source_en="",
        valid_from="2027-01-01",
        **days,
    )
    assert "草稿已更改" in draft.text
    for words in ("省政府通知", "省</dd>", "自 2027年1月1日 周五 起", "半天上班", "08:30-11:30", "逐日填写"):
        assert words in draft.text
    assert "2027年全年安排" not in draft.text  # only the nation's notice publishes a year


def test_days_that_were_not_touched_keep_their_names_and_their_text(draft, office):
    draft.submit(f"{SOURCES}/1", source_zh="《放假通知》")
    with office.engine.reading(office.actor("admin")) as uow:
        found = calendars.overlay(uow, 1)
    assert found.row.form == "notice"
    assert found.original.strip() == NOTICE_2027.strip()
    assert found.row.publishes == (2027,)
    assert {row.name for row in found.overlay.days} >= {Text("春节", "Spring Festival")}


def test_a_day_that_makes_no_sense_is_named_by_its_row(draft):
    draft.submit(f"{SOURCES}/1", days__3__kind="半")
    assert draft.status == 422
    assert "第4行：半天没有写明时段" in draft.text
    assert 'href="#days-3-day"' in draft.text
    draft.submit(f"{SOURCES}/1", scope="planet", days__3__kind="休", source_zh="《另一份》")
    assert draft.status == 422
    assert 'value="《另一份》"' in draft.text


def test_a_draft_may_be_dropped_and_stays_on_record(draft):
    draft.submit("/drop")
    assert draft.address == SOURCES
    assert "已删除" in draft.text
    assert draft.open(f"{SOURCES}/1/preview").status == 409
    assert "删除草稿" not in draft.open(f"{SOURCES}/1").text


# --- previews ---


def test_the_preview_shows_every_clock_that_would_change_and_no_more_of_a_case_than_its_number(draft, office):
    draft.open(f"{SOURCES}/1/preview")
    for words in (
        "提前 1 天",
        "推迟 2 天",
        "不变",
        "2027年2月15日 17:00",
        "<strong>2027年2月14日 17:00</strong>",
        "design-check-2027-0001",
        "发布并重算",
    ):
        assert words in draft.text, words
    assert "云雀音箱" not in draft.text
    assert "/cases/1" not in draft.text
    assert end_of(office, 3) == ("02-15 17:00", True)


def test_a_clock_that_would_be_overdue_at_once_says_so(draft, office):
    office.now = datetime(
        2027, 2, 14, 10, 0, tzinfo=UTC
    )  # 18:00 on the Sunday that the notice makes a working day
    draft.open(f"{SOURCES}/1/preview")
    assert "即超期" in draft.text


def test_a_preview_of_many_clocks_is_shown_as_it_is_computed(draft):
    draft.client.application.config[AT_ONCE] = 0
    draft.open(f"{SOURCES}/1/preview")
    assert draft.status == 200
    assert "已核对" in draft.text
    assert draft.text.index("预览的进度") < draft.text.index("提前 1 天") < draft.text.index("</html>")


def test_a_draft_that_changes_nothing_says_so(admin):
    typed(admin, ("2026-03-04", "班", ""))
    assert "受影响的时限" in admin.open(f"{SOURCES}/1/preview").text
    assert "受影响的时限</h2>" not in admin.text


def test_only_an_administrator_previews_publishes_and_drops(draft, browser_of, office):
    chief = browser_of("chief")
    assert "预览并发布" not in chief.open(f"{SOURCES}/1").text
    assert chief.open(f"{SOURCES}/1/preview").status == 403
    token = chief.open("/").form("/sign-out")["fields"]["csrf_token"][0]
    for address in ("", "/publish", "/withdraw", "/drop"):
        answer = chief.client.post(f"{SOURCES}/1{address}", data={"csrf_token": token})
        assert answer.status_code in (403, 422), address
    assert end_of(office, 3) == ("02-15 17:00", True)


# --- publishing ---


def test_published_days_count_and_the_recount_is_shown_until_it_is_done(draft, office):
    published(draft, note="按通知执行")
    assert draft.address == f"{SOURCES}/1"
    assert "正在按新日历重算时限" in draft.text
    assert 'hx-trigger="every 1s"' in draft.text
    assert "已核对 0 / " in draft.text
    office.pass_time(minutes=1)
    draft.open(f"{SOURCES}/1")
    assert "时限已按新日历重算" in draft.text
    assert "hx-trigger" not in draft.text
    assert "按通知执行" in draft.text
    assert [end_of(office, case) for case in (1, 2, 3)] == [
        ("01-22 17:00", False),
        ("02-14 17:00", False),
        ("02-14 17:00", False),
    ]
    draft.open("/calendar/2027")
    assert "已公布" in draft.text
    assert "国办发明电〔2026〕8号" in draft.text
    assert "尚未公布" not in draft.text


def test_every_source_and_revision_is_listed_for_everybody(draft, office, browser_of):
    published(draft, note="按通知执行")
    office.pass_time(minutes=1)
    typed(draft, ("2027-03-05", "半", "08:30-11:30"))
    chief = browser_of("chief").open(SOURCES)
    for words in (
        "修订记录",
        "按通知执行",
        "管理员",
        "本局通知〔2027〕1号",
        "放假安排已公布至 2027年12月31日",
    ):
        assert words in chief.text, words
    assert "导入工作日历" not in chief.text


def test_the_horizon_warns_of_open_clocks_beyond_it(office, browser_of):
    file_on(office, "2026-12-28")
    admin = browser_of("admin").open("/calendar/2026")
    assert "放假安排已公布至 2026年12月31日 周四，还有 3 天" in admin.text
    assert "截止日为暂定；最早的是案件 design-check-2026-0001，截止 2027年1月7日 17:00" in admin.text
    assert "还有 3 天" in admin.open(SOURCES).text


def test_the_horizon_may_lie_in_the_past(admin):
    assert "放假安排只公布至 2026年12月31日 周四，今天起的日期均为暂定" in admin.open(SOURCES).text


def test_a_horizon_far_away_is_no_warning(office, browser_of):
    calm = browser_of("admin").open("/calendar/2026")
    assert "放假安排已公布至 2026年12月31日 周四，还有 98 天" in calm.text
    assert '<p class="note">' in calm.text
    file_on(office, "2026-09-25")
    assert "请留意下一年度的放假通知" in calm.open("/calendar/2026").text


def test_what_was_changed_after_it_was_looked_at_is_not_published(draft):
    draft.open(f"{SOURCES}/1/preview")
    form = draft.form("/publish")["fields"]
    draft.open(f"{SOURCES}/1").submit(f"{SOURCES}/1", source_zh="《另一份》")
    answer = draft.client.post(f"{SOURCES}/1/publish", data={**form, "note": "按通知执行"})
    assert answer.status_code == 409
    assert "按通知执行" in answer.get_data(as_text=True)


def test_a_year_is_published_once_unless_the_first_source_is_replaced(draft, office):
    published(draft)
    office.pass_time(minutes=1)
    draft.open(IMPORT).submit("/import", do="read", text=NOTICE_2027)
    draft.submit("/import", do="save")
    draft.open(f"{SOURCES}/2/preview")
    assert "还不能发布" in draft.text
    assert "2027年的放假通知已由" in draft.text
    assert "发布并重算" not in draft.text
    form = draft.form("/preview")["fields"]
    draft.open(f"{SOURCES}/2/preview?replace={form['replace'][0]}")
    assert "同时撤回所替换的 1 个来源" in draft.text
    draft.submit("/publish")
    office.pass_time(minutes=1)
    draft.open(SOURCES)
    assert "已撤回" in draft.text


def test_a_refusal_to_publish_brings_the_preview_back_with_the_note(draft, office):
    published(draft)
    draft.open(IMPORT).submit("/import", do="read", text=NOTICE_2027)
    draft.submit("/import", do="save").open(f"{SOURCES}/2")
    token = draft.form("/drop")["fields"]["csrf_token"][0]
    answer = draft.client.post(f"{SOURCES}/2/publish", data={"csrf_token": token, "note": "再次发布"})
    assert answer.status_code == 422
    assert "还不能发布" in answer.get_data(as_text=True)


def test_what_was_published_is_withdrawn_behind_a_preview_too(draft, office):
    published(draft)
    office.pass_time(minutes=1)
    draft.open(f"{SOURCES}/1/preview")
    assert "撤回预览" in draft.text
    assert "变为暂定" in draft.text
    draft.submit("/withdraw", note="文号有误")
    office.pass_time(minutes=1)
    draft.open(f"{SOURCES}/1")
    assert "已撤回" in draft.text
    assert "文号有误" in draft.text
    assert end_of(office, 2) == ("02-12 17:00", True)
    assert draft.open(f"{SOURCES}/1/preview").status == 409


def test_a_later_revision_takes_over_what_an_earlier_one_has_left(draft, office):
    published(draft)
    draft.open(f"{SOURCES}/1/preview").submit("/withdraw")
    assert "由后一次修订接续" in draft.open(SOURCES).text
    office.pass_time(minutes=1)


@pytest.mark.parametrize("address", ["/9", "/9/preview"])
def test_there_is_no_other_source(admin, address):
    assert admin.open(SOURCES + address).status == 404


def test_it_is_all_there_in_english(draft):
    draft.client.set_cookie("kuaibao-language", "en")
    assert "Source and scope" in draft.open(f"{SOURCES}/1").text
    assert "1 d earlier" in draft.open(f"{SOURCES}/1/preview").text
    assert "Holidays are published until" in draft.open(SOURCES).text


# --- without a page ---


def test_the_way_that_a_clock_goes_has_a_shape_and_words(office):
    file_on(office, NEARER)
    office.now = datetime(2027, 2, 4, 1, 0, tzinfo=UTC)
    days = [OverlayDay(date(2027, 2, 14), working=True)]
    with office.acting("admin") as uow:
        number = calendar_years.draft(uow, Overlay(Scope.OFFICE, Text("本局", "office"), tuple(days)))
    with office.engine.reading(office.actor("admin")) as uow:
        (row,) = calendar_years.preview(uow, number).rows
    assert (way_of(row), moved_by(row).zh) == ("nearer", "提前 1 天")
