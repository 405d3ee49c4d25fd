"""休假与代理: the page on which people are away, and stand in."""

from datetime import timedelta

import pytest

from engine import cases


def test_a_person_records_an_absence_and_takes_it_back(office, browser_of):
    me = browser_of("handler").open("/absences")
    assert "没有休假登记" in me.text
    assert 'name="person"' not in me.text  # one's own
    me.submit(
        "/absences", first="2026-09-28", last="2026-09-30", deputy=str(office.ids["second"]), note="年休假"
    )
    assert me.status == 200
    assert "休假已登记" in me.text
    assert "未开始" in me.text
    assert "王思远" in me.text
    me.submit("/absences/1/cancel")
    assert "休假登记已撤销" in me.text
    assert "没有休假登记" in me.text


def test_only_those_with_a_shared_role_are_offered_as_deputies(browser_of):
    page = browser_of("handler").open("/absences").text
    assert "王思远" in page
    assert "孙悦" not in page


def test_a_refusal_says_the_rule_and_keeps_what_was_typed(office, browser_of):
    me = browser_of("handler").open("/absences")
    me.submit(
        "/absences", first="2026-09-30", last="2026-09-28", deputy=str(office.ids["second"]), note="年休假"
    )
    assert me.status == 422
    assert "这项休假登记不能保存：结束日期不得早于开始日期。" in me.text
    form = me.form("/absences")["fields"]
    assert form["first"] == ["2026-09-30"]
    assert form["deputy"] == [str(office.ids["second"])]
    assert form["note"] == ["年休假"]


@pytest.mark.parametrize("wrong", ["", "2026-02-29", "soon"])
def test_a_day_that_is_none_is_refused(browser_of, wrong):
    me = browser_of("handler").open("/absences").submit("/absences", first=wrong, last="2026-09-30")
    assert me.status == 422
    assert "请填写日期" in me.text


def test_a_supervisor_records_for_the_unit_and_sees_who_stands_in(office, browser_of):
    chief = browser_of("chief").open("/absences")
    chief.submit(
        "/absences",
        person=str(office.ids["handler"]),
        first="2026-09-24",
        last="2026-09-30",
        deputy=str(office.ids["second"]),
    )
    chief.submit("/absences", person=str(office.ids["second"]), first="2026-09-24", last="2026-09-25")
    assert "休假中" in chief.text
    assert "今日由" not in chief.text  # the deputy of the one has none, and the other's supervisors are told
    assert "<td>李佳</td>" not in browser_of("second").open("/absences").text  # not one's own


def test_a_stranger_to_the_unit_is_refused(office, browser_of):
    clerk = browser_of("intake").open("/absences")
    clerk.submit("/absences", person=str(office.ids["handler"]), first="2026-09-24", last="2026-09-30")
    assert clerk.status == 403
    assert "您不能登记他人休假" in clerk.text
    assert clerk.open("/absences/99/cancel").status == 405


def test_the_page_speaks_english(browser_of):
    me = browser_of("handler").open("/absences").submit("/language", language="en", next="/absences")
    assert "Absences and deputies" in me.text
    me.submit("/absences", first="2026-09-28", last="2026-09-28", deputy="")
    assert "The absence is recorded" in me.text
    assert "Supervisors" in me.text


def test_who_is_away_is_marked_where_tasks_are_assigned_and_on_the_case(office, browser_of):
    with office.acting("intake") as uow:
        case = cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title="核查").id
    browser_of("handler").open("/groups").submit("/claim")
    assert "今日休假" not in browser_of("chief").open(f"/cases/{case}").text
    for login in ("handler", "second"):
        browser_of(login).open("/absences").submit("/absences", first="2026-09-24", last="2026-09-30")
    page = " ".join(browser_of("chief").open(f"/cases/{case}").text.split())
    assert "王思远 · 执法科（今日休假）</option>" in page
    assert "李佳 · 今日休假" in page


def test_what_is_over_can_not_be_cancelled(office, browser_of):
    me = browser_of("handler").open("/absences").submit("/absences", first="2026-09-24", last="2026-09-24")
    assert "/absences/1/cancel" in me.text
    office.now += timedelta(days=2)
    me = browser_of("handler").open("/absences")
    assert "已结束" in me.text
    assert "/absences/1/cancel" not in me.text
