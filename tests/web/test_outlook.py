"""预测与负荷, the forecast on the case page, and what it rests on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from engine import cases, tasks
from engine.calendars import OFFICE_HOURS
from engine.forecast import Basis, Chance
from engine.office import Forecasting
from engine.queries import worklist
from engine.queries.rows import CurvePoint, DayLoad, Explained, ForecastRow, Load, Pace
from engine.text import Text
from tests.web.browsing import Browser
from tests.web.little_office import LittleOffice
from web import forecast_chart, forecast_words, load_chart
from web.house import office_of
from web.settings import Settings

HOUR = 3_600_000_000
ANSWERS = {
    "examine": {"conclusion": "pass", "opinion": "图片与产品一致"},
    "approve": {},
}


@pytest.fixture(scope="module")
def first_busy(first_office, tmp_path_factory):
    """An office that has closed three cases and has two open ones, made once."""
    office = LittleOffice(tmp_path_factory.mktemp("busy"), of=first_office)
    for days in (2, 4, 20):
        case = _start(office)
        begun = office.now
        office.pass_time(days=days)
        _close(office, case)
        office.now = begun + timedelta(days=1)
    office.now = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
    _start(office, "云雀音箱外观设计核查")
    office.pass_time(days=1)
    _start(office, "车载雷达外壳核查")
    office.close()
    return office


@pytest.fixture
def busy(first_busy, tmp_path):
    """A copy of it that knows three cases as enough."""
    office = LittleOffice(tmp_path, of=first_busy)
    office.engine.office = replace(office.engine.office, forecasting=Forecasting(least=3))
    yield office
    office.close()


@pytest.fixture
def visitor(busy):
    """A browser of one's own for each login, in the busy office."""
    app = busy.app()
    return lambda login: Browser(app).sign_in(login)


def _start(office, title="旧案"):
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title=title).id


def _close(office, case):
    for node, login in (("examine", "handler"), ("approve", "second")):
        with office.acting(login) as uow:
            rows = [*worklist.pool(uow).rows, *worklist.mine(uow).rows]
            (task,) = {row.task_id for row in rows if (row.case_id, row.node_id) == (case, node)}
            tasks.complete(uow, task, ANSWERS[node])


@pytest.fixture
def chief(visitor):
    return visitor("chief")


def test_a_supervisor_finds_the_clocks_at_risk_from_the_navigation(chief):
    chief.open("/")
    assert 'href="/outlook"' in chief.text
    chief.open("/outlook")
    assert chief.status == 200
    assert "可能超期 40 %" in chief.text
    assert "云雀音箱外观设计核查" in chief.text
    assert "样本" in chief.text
    assert "根据本局 2023年11月3日 周五 以来收件的 5 件案件推算（读取 5 件" in chief.text


def test_the_list_is_narrowed_by_probability(chief):
    chief.open("/outlook?least=80")
    assert "没有这样的时限" in chief.text
    chief.open("/outlook?least=4711")
    assert "超期可能性不低于 30 %" in chief.text


def test_what_too_little_is_known_of_says_so(office, browser_of):
    _start(office, "新案")
    chief = browser_of("chief").open("/outlook?show=thin")
    assert "数据不足的时限" in chief.text
    assert "同类已办结 0 件" in chief.text
    assert "新案" in chief.text
    assert "尚无办结记录" in chief.text


def test_each_bar_leads_to_its_cases(chief):
    chief.open("/outlook?due=2026-11-12")
    assert "2026年11月12日 周四 到期的案件" in chief.text
    assert 'aria-label="1 ▲ 11/12 周四 · 到期 1 件 · 超出日均"' in chief.text
    chief.open("/outlook?due=2026-11-10")
    assert "没有案件" in chief.text
    chief.open("/outlook?closed=2026-09-28")
    assert "2026年9月28日 周一 办结的案件" in chief.text
    assert "旧案" in chief.text


@pytest.mark.parametrize(
    ("heap", "words"),
    [
        ("overdue", "已有时限超期的案件"),
        ("still", "暂停计时的案件"),
        ("later", "20 个工作日后到期的案件"),
    ],
)
def test_what_is_in_no_bar_leads_to_its_cases(chief, heap, words):
    assert words in chief.open(f"/outlook?due={heap}").text


def test_the_load_is_that_of_a_unit_or_a_procedure(chief):
    chief.open("/outlook?unit=1&procedure=design-check")
    assert "显示全局" in chief.text
    assert 'aria-current="true"><td title="执法科">' in chief.text
    chief.open("/outlook?procedure=no-such")
    assert chief.status == 200
    assert "近 23 个工作日办结 0 件" in chief.text


@pytest.mark.parametrize("address", ["/outlook?due=soon&closed=2026-02-30&unit=x", "/outlook?show=all"])
def test_an_address_that_makes_no_sense_asks_for_nothing(chief, address):
    chief.open(address)
    assert chief.status == 200
    assert "收起" not in chief.text


@pytest.mark.parametrize("login", ["handler", "examiner", "admin"])
def test_only_who_supervises_sees_the_outlook(busy, visitor, login):
    browser = visitor(login).open("/outlook")
    assert browser.status == 403
    assert 'href="/outlook"' not in browser.text


def test_a_recused_supervisor_does_not_see_the_case(busy, visitor):
    with busy.acting("director") as uow:
        cases.recuse(uow, 4, busy.ids["chief"], note="亲属")
    assert "云雀音箱" not in visitor("chief").open("/outlook").text
    assert visitor("chief").open("/cases/4/clocks/4/forecast").status == 403


def test_the_page_speaks_english(chief):
    chief.client.set_cookie("kuaibao-language", "en")
    chief.open("/outlook")
    assert "possibly late, 40 %" in chief.text
    assert "Learnt from the office" in chief.text


# --- the case page, and what a forecast rests on -------------------------------------------------------------------


def test_a_handler_sees_the_forecast_on_the_case_page(busy, visitor):
    handler = visitor("handler").open("/cases/4")
    assert "可能超期 40 %" in handler.text
    assert "预计办结" in handler.text
    assert "全案预计办结" in handler.text
    assert 'href="/cases/4/clocks/4/forecast"' in handler.text


def test_the_case_page_says_where_data_are_missing(office, browser_of):
    case = _start(office)
    text = browser_of("handler").open(f"/cases/{case}").text
    assert "预测：数据不足" in text
    assert "同类已办结 0 件" in text


def test_a_closed_case_is_not_forecast(busy, visitor):
    assert "预计办结" not in visitor("handler").open("/cases/1").text


def test_a_forecast_says_what_it_rests_on(busy, visitor):
    handler = visitor("handler").open("/cases/4/clocks/4/forecast")
    for words in (
        "预测依据：10日办结",
        "同一环节，不分权利类型",
        "3 件已停止，0 件未停止",
        "95 % 置信区间",
        "比较的是在该环节停留至少",
        "旧案",
        "已停止",
    ):
        assert words in handler.text
    assert '<path class="steps" d="M' in handler.text


def test_without_enough_data_the_page_says_how_much_is_missing(office, browser_of):
    case = _start(office)
    page = browser_of("handler").open(f"/cases/{case}/clocks/1/forecast")
    assert "同类时限已停止 0 个，至少需要 20 个才作预测" in page.text


def test_an_end_that_has_passed_is_overdue_and_not_forecast(busy, visitor):
    busy.pass_time(days=12)
    page = visitor("handler").open("/cases/4/clocks/4/forecast")
    assert page.status == 200
    assert "已超期" in page.text


def test_there_is_no_forecast_of_a_clock_that_has_stopped_or_is_not_there(busy, visitor):
    browser = visitor("handler")
    assert browser.open("/cases/1/clocks/1/forecast").status == 404
    assert browser.open("/cases/4/clocks/4711/forecast").status == 404


# --- words and pictures --------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def row(miss=None, **more):
    facts = {
        "clock_id": 1,
        "enough": True,
        "miss": miss,
        "finish_at": None,
        "provisional": False,
        "still": False,
        "sample": 85,
        "finished": 80,
        "basis": Basis.STAGE,
        "stage": ("draft",),
        "stayed": 0,
        "since": 0,
        "left": 20 * HOUR,
    }
    return ForecastRow(**{**facts, **more})


@pytest.mark.parametrize(
    ("value", "words", "state"),
    [
        (0.999, "极可能超期 > 99 %", "late"),
        (0.91, "极可能超期 91 %", "late"),
        (0.62, "很可能超期 62 %", "late"),
        (0.45, "可能超期 45 %", "warn"),
        (0.12, "不大可能超期 12 %", "ok"),
        (0.03, "预计按期，超期 3 %", "ok"),
        (0.0, "预计按期，超期 < 1 %", "ok"),
    ],
)
def test_a_probability_has_words_and_a_number(value, words, state):
    said = forecast_words.said(row(Chance(value, 0.0, 1.0)), office_of(Settings()), NOW)
    assert said.chance is not None
    assert (said.chance.zh, said.state) == (words, state)
    assert said.sample == Text("样本 85", "sample 85")
    assert said.band == Text("95 % 置信区间 0–100 %", "95 % band 0–100 %")


def test_a_probability_that_is_only_bounded_says_so():
    said = forecast_words.said(row(Chance(0.04, 0.0, 0.1, at_most=True)), office_of(Settings()), NOW)
    assert said.chance == Text("预计按期，超期不高于 4 %", "expected in time, at most 4 %")


def test_where_nothing_is_known_nothing_is_said():
    said = forecast_words.said(row(basis=None), office_of(Settings()), NOW)
    assert (said.chance, said.band, said.finish) == (None, None, None)
    assert forecast_words.basis(row(basis=None)) == Text("", "")


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, Text("0 个工作小时", "0 working hours")),
        (3.5, Text("3.5 个工作小时", "3.5 working hours")),
        (6.5, Text("1 个工作日", "1 working day")),
        (26.65, Text("4.1 个工作日", "4.1 working days")),
    ],
)
def test_working_time_is_said_in_hours_or_days(hours, words):
    assert forecast_words.work(hours * HOUR, OFFICE_HOURS) == words


def test_the_bars_stand_on_their_days_under_the_line_of_the_pace():
    days = tuple(
        DayLoad(date(2026, 11, 2 + n), due, due, 3.0, above=due > 3, behind=False)
        for n, due in enumerate((0, 4, 60))
    )
    chart = load_chart.chart(Load(days, Pace(10, 30, 3.0, 1, 8), 0, 0, 0, (), (), ()))
    assert [number for _, number in chart.ticks] == [0, 20, 40, 60]
    assert chart.bars[2].y == load_chart.TOP
    assert chart.bars[0].height == 0
    assert chart.bars[1].date == Text("11/3", "3 Nov")
    assert chart.least > chart.mean > chart.most
    empty = load_chart.chart(Load((), Pace(0, 0, 0.0, 0, 0), 0, 0, 0, (), (), ()))
    assert [number for _, number in empty.ticks] == [0, 1]
    vast = load_chart.chart(Load(days, Pace(10, 30, 3.0, 1, 90_000), 0, 0, 0, (), (), ()))
    assert [number for _, number in vast.ticks] == [0, 90_000]


def test_the_curve_comes_down_in_steps_and_meets_the_end():
    points = (CurvePoint(6.5 * HOUR, 0.5, 0.3, 0.7), CurvePoint(65 * HOUR, 0.0, 0.0, 0.2))
    drawn = _curve(points, row(Chance(0.5, 0.3, 0.7), left=13 * HOUR))
    assert drawn.line.startswith(f"M{float(forecast_chart.LEFT)} {float(forecast_chart.TOP)}")
    assert drawn.band.endswith("Z")
    assert drawn.end is not None
    assert drawn.share is not None
    assert drawn.ticks[1][1] == "0.5"
    assert _curve((), row(left=None)).end is None
    assert _curve(points, row(left=None)).end is None


def _curve(points, forecast):
    return forecast_chart.curve(Explained(forecast, (), (), points, (), 0, shares=False), OFFICE_HOURS)
