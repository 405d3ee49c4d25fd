"""What people are told, when, and what a mail may say of it."""

from collections.abc import Iterator

import pytest

from engine import people, tasks
from engine.calendars.quiet import QuietHours
from engine.database import Database
from engine.errors import FormInvalid, NotAllowed
from engine.model import MailChoice
from engine.office import Mailing, Telling
from engine.outbox import Outbox, SmtpCourier
from engine.people import absences
from engine.steps.notices import Notice, notify
from engine.text import Text
from tests.drawing import clock, rung, simple
from tests.mail_server import MailServer, mail_server
from tests.office import Now, Office, office_value

HANDLER = '<kb:assignment role="case-handler"/>'
SITE = Mailing(
    case_link="https://ip.example/cases/{}",
    notices_link="https://ip.example/notices",
    digest_link="https://ip.example/digest",
)
SAID = Text("涉案专利为某某装置。", "The patent is about a device.")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


def office_with(database: Database, now: Now, mailing: Mailing | None = SITE) -> Office:
    telling = Telling(quiet=QuietHours.of("22:00-07:00"), mailing=mailing)
    office = Office(database, now, value=office_value(telling=telling))
    with office.as_("") as uow:
        for login in ("handler", "second", "supervisor", "admin"):
            people.mail.set_address(uow, office.ids[login], f"{login}@ip.example")
    return office


@pytest.fixture
def office(database: Database, now: Now) -> Office:
    return office_with(database, now)


def tell(office: Office, *logins: str, **more) -> None:
    with office.as_("") as uow:
        notify(uow, [office.ids[one] for one in logins], Notice(**{"kind": "note", "text": SAID, **more}))


def send(office: Office, server: MailServer) -> int:
    sending = Outbox(office.engine, SmtpCourier(server.at()))
    return sum(iter(sending.deliver_due, 0))


def watched_case(office: Office, *rungs: str, title: str = "") -> int:
    office.deploy(simple(first=HANDLER, process=clock("promise", 10, "calendar-days", *rungs)))
    case = office.file("simple", title=title)
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(case, "first"))
    return case


# --- when --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "at_once", "priority", "told"),
    [
        ("2026-09-24 16:59", False, 0, "2026-09-24 16:59"),
        ("2026-09-24 17:00", False, 2, "2026-09-28 08:30"),  # the 25th is the Mid-Autumn Festival
        ("2026-09-24 12:00", False, 0, "2026-09-24 13:30"),
        ("2026-09-24 21:00", True, 0, "2026-09-24 21:00"),
        ("2026-09-24 23:00", True, 1, "2026-09-25 07:00"),
        ("2026-09-25 03:00", True, 0, "2026-09-25 07:00"),
        ("2026-09-24 23:00", True, 2, "2026-09-24 23:00"),
    ],
)
def test_a_notice_waits_for_working_hours_and_one_at_once_for_the_morning_unless_it_is_urgent(
    office: Office, server: MailServer, now: Now, at: str, at_once: bool, priority: int, told: str
):
    now.to(at)
    tell(office, "handler", at_once=at_once, priority=priority)
    now.to(told)
    now.later(seconds=-1)
    assert (send(office, server), office.inbox("handler")) == (0, [])
    now.later(seconds=1)
    assert (send(office, server), office.inbox("handler")) == (1, [SAID])


# --- to whom -----------------------------------------------------------------------------------------------------


def test_people_choose_which_mails_they_get(office: Office, server: MailServer):
    with office.as_("handler") as uow:
        people.mail.choose(uow, MailChoice.OFF)
    with office.as_("second") as uow:
        people.mail.choose(uow, MailChoice.URGENT)
        assert people.mail.of_actor(uow) == people.mail.MailRow("second@ip.example", "urgent")
    everybody = ("handler", "second", "supervisor", "third")
    tell(office, *everybody)
    send(office, server)
    assert server.readers() == ["supervisor@ip.example"]
    tell(office, *everybody, priority=2)
    send(office, server)
    assert sorted(server.readers()[1:]) == ["second@ip.example", "supervisor@ip.example"]
    assert len(office.inbox("handler")) == len(office.inbox("third")) == 2


def test_an_office_without_a_mail_server_puts_nothing_into_the_outbox(
    database: Database, server: MailServer, now: Now
):
    office = office_with(database, now, None)
    tell(office, "handler")
    assert (send(office, server), len(office.inbox("handler"))) == (0, 1)


def test_what_stays_in_the_house_is_not_mailed(office: Office, server: MailServer):
    tell(office, "handler", mailed=False)
    assert send(office, server) == 0


def test_only_an_administrator_sets_addresses_and_they_are_addresses(office: Office):
    with pytest.raises(NotAllowed), office.as_("handler") as uow:
        people.mail.set_address(uow, office.ids["handler"], "a@b.example")
    for wrong in ("nobody", "a@b@c", "a b@c.example", "a@c.example\nBcc: d@e.example", "孙@ip.example"):
        with pytest.raises(FormInvalid), office.as_("admin") as uow:
            people.mail.set_address(uow, office.ids["handler"], wrong)
    with office.as_("admin") as uow:
        people.mail.set_address(uow, office.ids["handler"], "")
    with office.as_("handler") as uow:
        assert people.mail.of_actor(uow).address == ""


# --- what --------------------------------------------------------------------------------------------------------


def test_a_rung_is_mailed_with_what_when_and_where_to_look(office: Office, server: MailServer, now: Now):
    case = watched_case(office, rung("50%", "assignee"), title="某某装置专利侵权纠纷")
    number = office.case(case).number
    now.to("2026-09-29 17:00")
    office.tick()
    assert send(office, server) == 0
    now.to("2026-09-30 08:30")
    assert send(office, server) == 1
    assert server.subjects() == [f"【督办】{number} promise 时限 10月8日 17:00 届满"]
    assert server.bodies() == [
        f"""孙办案：

案件 {number}“promise 时限”将于 2026年10月8日 17:00 届满。

案号：{number}
时限：promise 时限
届满：2026年10月8日 17:00

查看：https://ip.example/cases/{case}

--{" "}
知识产权保护中心 快保系统自动发送，请勿回复。是否接收邮件，可在“督办提醒”页设置。
"""
    ]


def test_a_reader_of_english_gets_it_in_english_and_late_ones_say_so(
    office: Office, server: MailServer, now: Now
):
    case = watched_case(office, rung("50%", "assignee"), rung("end", "assignee", priority="urgent"))
    number = office.case(case).number
    with office.as_("handler") as uow:
        people.set_language(uow, office.ids["handler"], "en")
    now.to("2026-10-09 09:00")
    office.tick()
    send(office, server)
    assert server.subjects() == [f"[Urgent] {number} promise clock ended 2026-10-08 17:00"]
    assert server.bodies() == [
        f"""孙办案,

Case {number}: “promise clock” ended at 2026-10-08 17:00 and is overdue (late, due at 2026-10-08 17:00).

Case: {number}
Clock: promise clock
Ends: 2026-10-08 17:00

Read more: https://ip.example/cases/{case}

--{" "}
Sent by Kuaibao at Intellectual Property Protection Centre; please do not reply. Choose which mails you get on the page “Notices”.
"""
    ]


def test_a_provisional_end_says_so(office: Office, server: MailServer, now: Now):
    now.to("2026-12-24 09:00")
    watched_case(office, rung("50%", "assignee"))
    now.to("2026-12-29 17:00")
    office.tick()
    now.to("2026-12-30 09:00")
    send(office, server)
    assert server.subjects()[0].endswith("届满（暂定）")
    assert "（暂定）。\n" in server.bodies()[0]
    assert "17:00（暂定）\n" in server.bodies()[0]


def test_the_deputy_gets_the_mail_in_the_persons_place(office: Office, server: MailServer, now: Now):
    watched_case(office, rung("50%", "assignee"))
    today = office.value.today(now())
    with office.as_("handler") as uow:
        absences.record(
            uow,
            office.ids["handler"],
            first=today,
            last=today.replace(day=30),
            deputy_id=office.ids["second"],
        )
    send(office, server)
    now.to("2026-09-30 08:30")
    office.tick()
    send(office, server)
    assert server.readers() == ["second@ip.example"] * 2
    assert "\n【代孙办案】案件" in server.bodies()[1]


@pytest.mark.parametrize("kind", ["note", "request", "suspension", "incident", "instruction"])
def test_what_may_quote_the_case_is_announced_and_not_quoted(office: Office, server: MailServer, kind: str):
    case = watched_case(office, title="某某装置")
    number = office.case(case).number
    tell(office, "handler", kind=kind, case_id=case)
    tell(office, "handler", kind=kind)
    send(office, server)
    assert server.subjects() == [f"【提醒】{number}", "【提醒】快保"]
    assert all("装置" not in body for body in server.bodies())
    assert f"案件 {number}" in server.bodies()[0]
    assert "https://ip.example/notices\n" in server.bodies()[1]
    assert office.inbox("handler") == [SAID, SAID]


def test_an_office_may_let_mails_quote_the_case(database: Database, server: MailServer, now: Now):
    office = office_with(database, now, Mailing(details=True))
    case = watched_case(office, title="某某装置")
    tell(office, "handler", case_id=case, priority=2)
    send(office, server)
    (body,) = server.bodies()
    assert server.subjects() == [f"【督办·特急】{office.case(case).number}"]
    assert SAID.zh in body
    assert "\n案件：某某装置\n" in body
    assert "查看" not in body  # the site has no address


def test_a_subject_stays_one_line(office: Office, server: MailServer):
    tell(office, "handler", title=Text("一\r\nBcc: a@b.example", "one"))
    send(office, server)
    assert server.subjects() == ["一 Bcc: a@b.example"]
    assert server.mails[0]["Bcc"] is None


# --- whom a rung names -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("assignee", {"handler"}),
        ("initiator", {"clerk"}),
        ("supervisor", {"supervisor"}),
        ("director", {"director"}),
        ("reviewer", {"reviewer"}),
        ("group", {"handler", "second", "third", "supervisor"}),
        ("initiator,director", {"clerk", "director"}),
        ("modeler,intake-clerk", {"modeler", "clerk"}),
    ],
)
def test_a_rung_reaches_whom_it_names(office: Office, now: Now, named: str, told: set[str]):
    watched_case(office, rung("50%", named))
    now.to("2026-09-30 09:00")
    office.tick()
    assert {login for login in office.ids if office.inbox(login)} == told
