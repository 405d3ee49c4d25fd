"""督办提醒, 督办摘要 and 运行状况: what people are told, and whether it arrives."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine import cases, people
from engine.alarms import wind_up
from engine.model import Alarm, Delivery
from engine.office import Mailing
from engine.steps.notices import Notice, notify
from engine.text import Text
from engine.uow import SYSTEM


@pytest.fixture
def mailing(office):
    """The office sends mails, and the handler has an address."""
    telling = replace(office.engine.office.telling, mailing=Mailing())
    office.engine.office = replace(office.engine.office, telling=telling)
    with office.engine.unit_of_work(SYSTEM) as uow:
        people.mail.set_address(uow, office.ids["handler"], "handler@ip.example")
    return office


@pytest.fixture
def given_up(mailing):
    with mailing.engine.unit_of_work(SYSTEM) as uow:
        notify(uow, [mailing.ids["handler"]], Notice("note", Text("某某装置", "a device")))
        uow.session.flush()
        uow.session.get_one(Delivery, 1).give_up(problem="recipient: 550 no such user")
    return mailing


@pytest.fixture
def case(office):
    with office.acting("intake") as uow:
        return cases.start(uow, "design-check", facts={"applicant": "东南大学", "pages": 3}, title="核查").id


# --- mails -------------------------------------------------------------------------------------------------------


def test_a_person_chooses_which_mails_to_get(mailing, browser_of):
    me = browser_of("handler").open("/notices")
    assert "handler@ip.example" in me.text
    assert "邮件只写案号和时限名称" in me.text
    me.submit("/notices/mail", choice="urgent")
    assert "邮件提醒设置已保存" in me.text
    assert me.form("/notices/mail")["fields"]["choice"] == ["urgent"]
    me.submit("/notices/mail", choice="never")
    assert me.form("/notices/mail")["fields"]["choice"] == ["urgent"]
    assert "没有登记邮箱" in browser_of("second").open("/notices").text


def test_where_no_mail_is_sent_nobody_is_asked(browser_of):
    assert "邮件提醒" not in browser_of("handler").open("/notices").text


def test_an_administrator_sees_what_did_not_arrive_and_has_it_tried_again(given_up, browser_of):
    admin = browser_of("admin").open("/running")
    assert "运行状况" in admin.text
    assert "handler@ip.example" in admin.text
    assert "收件地址不被接受：550 no such user" in admin.text
    assert "装置" not in admin.text
    admin.submit("/running/mails/1/retry")
    assert "邮件将重新发送" in admin.text
    assert "没有这样的邮件" in admin.text
    assert "handler@ip.example" in admin.open("/running?show=waiting").text
    assert admin.open("/running?show=everything").status == 200


def test_the_page_speaks_english_and_says_where_no_mail_is_sent(browser_of):
    admin = browser_of("admin").open("/running").submit("/language", language="en", next="/running")
    assert "There is no mail server" in admin.text
    assert "Everything that fell due was done" in admin.text


@pytest.mark.parametrize("login", ["handler", "chief", "director"])
def test_nobody_else_sees_it(browser_of, login):
    other = browser_of(login).open("/running")
    assert other.status == 403
    assert "您不能查看邮件发送情况" in other.text
    assert "运行状况" not in other.open("/notices").text


# --- alarms that go on failing -----------------------------------------------------------------------------------


def test_an_alarm_that_goes_on_failing_is_on_the_board_and_with_the_administrators(office, case, browser_of):
    assert "反复处理失败" not in browser_of("chief").open("/board").text
    with office.engine.unit_of_work(SYSTEM) as uow:
        alarm = uow.session.query(Alarm).filter_by(kind="clock").one()
        alarm.attempts, alarm.problem = 6, "ValueError: broken"
        uow.session.add(Alarm(kind="digest", subject="office", wake_at=uow.now, set_at=uow.now, attempts=5))
    board = browser_of("chief").open("/board").text
    assert "反复处理失败的到期事项" in board
    assert "已失败 6 次" in board
    admin = browser_of("admin").open("/running").text
    assert "ValueError: broken" in admin
    assert "时限节点" in admin
    assert "发送每日提要" in admin


# --- the digest --------------------------------------------------------------------------------------------------


def test_the_mornings_notice_leads_to_the_cases(office, case, browser_of):
    wind_up(office.engine)
    office.pass_time(days=15)
    chief = browser_of("chief").open("/notices")
    assert "今日督办：逾期 1 件" in chief.text
    chief.submit("/notices/read", _digest="1", notice="1")
    assert chief.address == "/digest"
    assert "督办摘要" in chief.text
    assert "逾期" in chief.text
    assert f'href="/cases/{case}"' in chief.text
    office.now += timedelta(hours=1)
    director = browser_of("director").open("/digest").submit("/language", language="en", next="/digest")
    assert "Digest" in director.text


def test_a_quiet_morning_says_so_and_who_supervises_nothing_has_none(browser_of):
    assert "今天没有需要督办的案件" in browser_of("chief").open("/digest").text
    assert browser_of("handler").open("/digest").status == 403
    assert "督办摘要" not in browser_of("handler").open("/notices").text
