"""Mails leave after the commit, once, when it is time; what fails is tried again or given up, and somebody hears."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from threading import Barrier, Event

import pytest
from sqlalchemy import select

from engine import people, scheduler
from engine.database import Database
from engine.errors import MoveRefused, NotAllowed, NotFound
from engine.model import Audit, Delivery, DeliveryState
from engine.office import Mailing, Telling
from engine.outbox import (
    Courier,
    Mail,
    Outbox,
    Security,
    Send,
    SmtpCourier,
    SmtpServer,
    Undelivered,
    outbox,
    retry,
)
from engine.queries import troubles
from engine.steps.notices import Notice, notify
from engine.text import Text
from engine.uow import Engine
from tests.engine.test_scheduler import PATIENCE, wall_clock
from tests.mail_server import (
    HANG_UP,
    PASSWORD,
    USER,
    MailServer,
    certificate,
    mail_server,
    nobody_listens,
    only_who_signs_in,
    silence,
)
from tests.office import Now, Office, office_value

READERS = ("handler", "second", "supervisor", "admin")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def office(database: Database, now: Now) -> Office:
    """An office that sends mails, and some who have an address."""
    found = Office(database, now, value=office_value(telling=Telling(mailing=Mailing())))
    with found.as_("") as uow:
        for login in READERS:
            people.mail.set_address(uow, found.ids[login], f"{login}@ip.example")
    return found


def tell(office: Office, *logins: str, **more: object) -> None:
    text = Text("有一条消息", "There is a message")
    with office.as_("") as uow:
        notify(uow, [office.ids[one] for one in logins], Notice("absence", text, **more))


def box(office: Office, at: SmtpServer, **more: int) -> Outbox:
    return Outbox(office.engine, SmtpCourier(at), **more)


def rows(office: Office) -> list[Delivery]:
    with office.reading() as uow:
        return list(uow.session.scalars(select(Delivery).order_by(Delivery.id)))


def states(office: Office) -> list[tuple[str, int]]:
    return [(row.state, row.attempts) for row in rows(office)]


def told(office: Office) -> list[str]:
    return [text.zh for text in office.inbox("admin")]


def audited(office: Office) -> list[str]:
    with office.reading() as uow:
        return [kind for kind in uow.session.scalars(select(Audit.kind)) if kind.startswith("mail-")]


# --- once, and in time -------------------------------------------------------------------------------------------


def test_a_mail_goes_out_after_the_commit_once(office: Office, server: MailServer, now: Now):
    tell(office, "handler", "third")  # the latter has no address
    sending = box(office, server.at())
    assert sending.next_wake() == now()
    assert server.mails == []
    assert sending.deliver_due() == 1
    assert sending.deliver_due() == 0
    assert server.readers() == ["handler@ip.example"]
    assert states(office) == [("sent", 1)]
    assert rows(office)[0].sent_at == now()
    assert sending.next_wake() is None


def test_nothing_is_sent_for_what_was_rolled_back(office: Office, server: MailServer):
    with pytest.raises(NotFound), office.as_("") as uow:  # noqa: PT012 - what is rolled back
        notify(uow, [office.ids["handler"]], Notice("absence", Text("没有的事", "Never mind")))
        raise NotFound("case", 1)
    assert box(office, server.at()).deliver_due() == 0
    assert (server.mails, rows(office), office.inbox("handler")) == ([], [], [])


def test_it_waits_for_the_notices_own_time(office: Office, server: MailServer, now: Now):
    now.to("2026-09-24 18:00")
    tell(office, "handler")
    sending = box(office, server.at())
    assert sending.deliver_due() == 0
    now.to("2026-09-28 08:29")
    assert sending.deliver_due() == 0
    now.to("2026-09-28 08:30")
    assert sending.next_wake() == now()
    assert sending.deliver_due() == 1


def test_the_headers_say_who_sent_it_and_that_no_person_did(office: Office, server: MailServer, now: Now):
    tell(office, "handler")
    box(office, server.at()).deliver_due()
    (mail,) = server.mails
    assert mail["From"] == "快保 <kuaibao@ip.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@ip.example>")
    assert mail["Date"].datetime == now()


def test_a_batch_goes_over_one_connection(office: Office, server: MailServer):
    tell(office, *READERS)
    assert box(office, server.at(), batch=3).deliver_due() == 3
    assert len(set(server.peers)) == 1
    assert box(office, server.at(), batch=3).deliver_due() == 1
    assert len(set(server.peers)) == 2


def test_several_outboxes_share_the_work_and_send_each_mail_once(office: Office, server: MailServer):
    for _ in range(5):
        tell(office, *READERS)
    begin = Barrier(3)

    def work() -> int:
        own = Engine(office.engine.database, office.value, {}, office.now)
        sending = Outbox(own, SmtpCourier(server.at()), batch=3)
        begin.wait(PATIENCE)
        return sum(iter(sending.deliver_due, 0))

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: work(), range(3)))
    while more := box(office, server.at()).deliver_due():  # what nobody took while the others were taking
        done.append(more)
    assert sum(done) == 20
    ids = [mail["Message-ID"] for mail in server.mails]
    assert len(ids) == len(set(ids)) == 20


# --- crashes -----------------------------------------------------------------------------------------------------


class PowerCut(BaseException):
    """The process ends here."""


class Crashing:
    """A courier whose process ends after it has handed over so many mails."""

    def __init__(self, courier: Courier, after: int) -> None:
        self._courier, self._left = courier, after

    @contextmanager
    def open(self, now: datetime) -> Iterator[Send]:
        with self._courier.open(now) as send:

            def sending(mail: Mail) -> None:
                send(mail)
                self._left -= 1
                if not self._left:
                    raise PowerCut

            yield sending


def test_after_a_crash_between_sending_and_marking_a_mail_is_sent_once_more_under_the_same_id(
    office: Office, server: MailServer, now: Now
):
    tell(office, "handler", "second", "supervisor")
    with pytest.raises(PowerCut):
        Outbox(office.engine, Crashing(SmtpCourier(server.at()), after=2)).deliver_due()
    after = box(office, server.at())
    assert after.deliver_due() == 0  # it may still be at work
    assert after.next_wake() == now() + outbox.LEASE
    now.later(minutes=10)
    assert after.deliver_due() == 2
    assert server.readers() == [f"{one}@ip.example" for one in ("handler", "second", "second", "supervisor")]
    assert server.mails[1]["Message-ID"] == server.mails[2]["Message-ID"]
    assert len({mail["Message-ID"] for mail in server.mails}) == 3


def test_a_mail_that_ends_every_process_is_given_up_in_the_end(office: Office, server: MailServer, now: Now):
    tell(office, "handler")
    for _ in range(3):
        with pytest.raises(PowerCut):
            Outbox(office.engine, Crashing(SmtpCourier(server.at()), after=1), attempts=3).deliver_due()
        now.later(minutes=10)
    assert box(office, server.at(), attempts=3).deliver_due() == 0
    assert states(office) == [("given-up", 3)]
    assert rows(office)[0].problem == "interrupted"


def test_who_is_slow_gives_the_rest_back_before_the_time_is_up(office: Office, server: MailServer, now: Now):
    tell(office, "handler", "second", "supervisor")
    server.hook = lambda _mail: now.later(minutes=3)
    assert box(office, server.at()).deliver_due() == 2  # six minutes of ten are gone
    assert states(office) == [("sent", 1), ("sent", 1), ("waiting", 0)]
    assert box(office, server.at()).deliver_due() == 1


@pytest.mark.parametrize("answer", ["554 no", "250 OK"])
def test_who_comes_back_late_changes_nothing_of_what_another_did(
    office: Office, server: MailServer, now: Now, answer: str
):
    """The first one's time is up before it is answered, and a second one has sent this mail and the next."""
    tell(office, "handler", "second")

    def meanwhile(_mail: EmailMessage) -> None:
        now.later(minutes=11)
        assert box(office, server.at()).deliver_due() == 2

    with mail_server() as slow:
        slow.hook, slow.to_texts = meanwhile, [answer]
        assert box(office, slow.at()).deliver_due() == 1
    assert states(office) == [("sent", 2), ("sent", 2)]
    assert audited(office) == []


def test_who_is_too_late_leaves_the_rest_to_who_has_taken_it(office: Office, server: MailServer, now: Now):
    tell(office, "handler", "second")
    late = box(office, server.at())

    def meanwhile(_mail: EmailMessage) -> None:
        now.later(minutes=11)
        with pytest.raises(PowerCut):
            Outbox(office.engine, Crashing(SmtpCourier(server.at()), after=1)).deliver_due()

    with mail_server() as slow:
        slow.hook = meanwhile
        box(office, slow.at()).deliver_due()
    assert states(office) == [("sent", 2), ("waiting", 2)]  # the second is in the hands of who crashed
    assert late.next_wake() == now() + outbox.LEASE


# --- refusals ----------------------------------------------------------------------------------------------------


def test_what_the_server_cannot_take_now_is_tried_again_after_a_while(
    office: Office, server: MailServer, now: Now
):
    tell(office, "handler")
    server.to_recipients = ["451 try later", "452 still full"]
    sending = box(office, server.at())
    assert sending.deliver_due() == 1
    assert rows(office)[0].problem == "recipient: 451 try later"
    assert sending.next_wake() == now() + timedelta(minutes=1)
    assert sending.deliver_due() == 0
    now.later(minutes=1)
    assert sending.deliver_due() == 1
    assert sending.next_wake() == now() + timedelta(minutes=2)
    now.later(minutes=2)
    assert sending.deliver_due() == 1
    assert len(server.mails) == 1
    assert states(office) == [("sent", 3)]
    assert told(office) == []


@pytest.mark.parametrize("text", [False, True])
def test_what_the_server_refuses_for_ever_is_given_up_and_an_administrator_is_told_once(
    office: Office, server: MailServer, now: Now, text: bool
):
    (server.to_texts if text else server.to_recipients).extend(["550 no such user"] * 3)
    for _ in range(2):
        tell(office, "handler", "second")
        assert box(office, server.at()).deliver_due() == 2
    assert [row.state for row in rows(office)] == ["given-up", "given-up", "given-up", "sent"]
    assert audited(office) == ["mail-given-up"] * 3
    assert told(office) == [
        "发给孙办案（handler@ip.example）的邮件未能送达，请核对邮箱地址；其提醒在系统内可见",
        "发给李办案（second@ip.example）的邮件未能送达，请核对邮箱地址；其提醒在系统内可见",
    ]
    assert len(rows(office)) == 4  # nobody is told by mail that mails fail


def test_one_that_fails_does_not_keep_the_others(office: Office, server: MailServer):
    tell(office, "handler", "second", "supervisor")
    server.to_recipients = ["250 OK", "550 no such user", "250 OK"]
    assert box(office, server.at()).deliver_due() == 3
    assert server.readers() == ["handler@ip.example", "supervisor@ip.example"]


def test_a_sender_who_is_refused_is_our_own_fault_and_no_reason_to_give_up(
    office: Office, server: MailServer
):
    tell(office, "handler")
    server.to_senders = ["553 not yours"]
    box(office, server.at()).deliver_due()
    assert states(office) == [("waiting", 1)]
    assert rows(office)[0].problem == "sender: 553 not yours"


def test_an_address_that_is_none_is_given_up(office: Office, server: MailServer):
    tell(office, "handler", "second")
    with office.as_("") as uow:
        uow.session.scalars(select(Delivery).order_by(Delivery.id)).all()[0].address = "a\nBcc: b@c.example"
    box(office, server.at()).deliver_due()
    assert [row.state for row in rows(office)] == ["given-up", "sent"]


def test_a_connection_that_breaks_in_the_middle_costs_one_attempt_of_one_mail(
    office: Office, server: MailServer
):
    tell(office, "handler", "second", "supervisor")
    server.to_texts = ["250 OK", "421 closing down"]
    assert box(office, server.at()).deliver_due() == 2
    assert states(office) == [("sent", 1), ("waiting", 1), ("waiting", 0)]
    assert box(office, server.at()).deliver_due() == 1
    assert server.readers() == ["handler@ip.example", "supervisor@ip.example"]


def test_a_server_that_hangs_up_without_a_word_is_asked_again(office: Office, server: MailServer):
    tell(office, "handler")
    server.to_texts = [HANG_UP]
    assert box(office, server.at()).deliver_due() == 1
    assert (rows(office)[0].problem or "").startswith("connection: SMTPServerDisconnected")
    assert states(office) == [("waiting", 1)]


def test_where_nobody_listens_all_wait_longer_and_longer_and_are_given_up_in_the_end(
    office: Office, now: Now
):
    tell(office, "handler", "second")
    with nobody_listens() as port:
        sending = box(office, SmtpServer("127.0.0.1", port, "k@ip.example", Security.NONE), attempts=8)
        rests = []
        while (wake := sending.next_wake()) is not None:
            rests.append(int((wake - now()).total_seconds() / 60))
            now.at = wake
            assert sending.deliver_due() == 2
    assert rests == [0, 1, 2, 4, 8, 16, 32, 60]
    assert states(office) == [("given-up", 8), ("given-up", 8)]
    assert "ConnectionRefusedError" in (rows(office)[0].problem or "")
    now.to("2026-09-28 09:00")
    trouble, *given_up = told(office)
    assert trouble.startswith("邮件连续多次未能发出，系统将继续重试。邮件服务器的答复：connect")
    assert len(given_up) == 2


def test_trouble_is_told_again_only_after_mails_have_gone_out_meanwhile(
    office: Office, server: MailServer, now: Now
):
    def fail() -> None:
        tell(office, "handler")
        server.to_senders = ["451 no"] * 5
        for _ in range(6):
            box(office, server.at()).deliver_due()
            now.later(minutes=20)

    fail()
    fail()
    now.to("2026-09-28 09:00")
    assert len(told(office)) == 2


def test_a_server_that_says_nothing_is_left_after_the_timeout(office: Office):
    tell(office, "handler")
    with silence() as port:
        box(office, SmtpServer("127.0.0.1", port, "k@ip.example", Security.NONE, timeout=0.2)).deliver_due()
    assert states(office) == [("waiting", 1)]
    assert "timed out" in (rows(office)[0].problem or "")


def test_a_courier_with_a_fault_of_its_own_loses_nothing(office: Office, server: MailServer):
    class Faulty(SmtpCourier):
        @contextmanager
        def open(self, now: datetime) -> Iterator[Send]:
            yield lambda mail: 1 / 0  # type: ignore[arg-type, return-value]

    tell(office, "handler", "second")
    Outbox(office.engine, Faulty(server.at())).deliver_due()
    assert states(office) == [("waiting", 1), ("waiting", 1)]
    assert rows(office)[0].problem == "content: ZeroDivisionError: division by zero"


# --- encryption and signing in -----------------------------------------------------------------------------------


def test_it_signs_in_over_an_encrypted_connection_only_to_a_server_whose_certificate_is_known(
    office: Office, tmp_path
):
    authority, context = certificate(tmp_path)
    secrets = {"authenticator": only_who_signs_in, "auth_required": True, "require_starttls": True}
    with mail_server(tls_context=context, **secrets) as server:
        tell(office, "handler")
        account = {"security": Security.STARTTLS, "authority": str(authority), "user": USER}
        with pytest.raises(Undelivered) as stranger:
            _once(server.at(security=Security.STARTTLS, user=USER, password=PASSWORD))
        with pytest.raises(Undelivered) as forgotten:
            _once(server.at(**account, password="wrong"))
        with pytest.raises(Undelivered) as unsayable:
            _once(server.at(**account, password="长城"))
        box(office, server.at(**account, password=PASSWORD)).deliver_due()
    assert (stranger.value.stage, stranger.value.permanent) == ("tls", False)
    assert forgotten.value.stage == unsayable.value.stage == "sign-in"
    assert forgotten.value.problem.startswith("535")
    assert states(office) == [("sent", 1)]


def test_a_server_that_offers_no_encryption_is_left(server: MailServer):
    with pytest.raises(Undelivered) as error:
        _once(server.at(security=Security.STARTTLS))
    assert error.value.stage == "tls"


def test_a_connection_may_be_encrypted_from_the_first_byte(office: Office, tmp_path):
    authority, context = certificate(tmp_path)
    with mail_server(ssl_context=context) as server:
        tell(office, "handler")
        box(office, server.at(security=Security.TLS, authority=str(authority))).deliver_due()
        with pytest.raises(Undelivered) as error:
            _once(server.at(security=Security.TLS))
    assert states(office) == [("sent", 1)]
    assert error.value.stage == "tls"


def _once(at: SmtpServer) -> None:
    now = wall_clock()
    with SmtpCourier(at).open(now) as send:
        send(Mail("test", "a@ip.example", "试", "试\n", now))


def test_a_servers_password_is_not_shown():
    assert "geheim" not in repr(SmtpServer("h", 25, "a@b.example", password="geheim"))


# --- trying again, and looking -----------------------------------------------------------------------------------


def test_an_administrator_has_a_mail_tried_again(office: Office, server: MailServer):
    tell(office, "handler")
    server.to_recipients = ["550 no such user"]
    box(office, server.at()).deliver_due()
    number = rows(office)[0].id
    with pytest.raises(NotAllowed), office.as_("supervisor") as uow:
        retry(uow, number)
    with pytest.raises(NotFound), office.as_("admin") as uow:
        retry(uow, 999)
    with office.as_("admin") as uow:
        retry(uow, number)
    assert box(office, server.at()).deliver_due() == 1
    assert len(server.mails) == 1
    with pytest.raises(MoveRefused), office.as_("admin") as uow:
        retry(uow, number)
    assert audited(office) == ["mail-given-up", "mail-retried"]


def test_administrators_see_the_state_of_the_outbox(office: Office, server: MailServer):
    tell(office, "handler", "second")
    server.to_recipients = ["550 no such user"]
    box(office, server.at(), batch=1).deliver_due()
    with office.reading("admin") as uow:
        assert troubles.delivery_counts(uow) == {"waiting": 1, "sent": 0, "given-up": 1}
        (row,) = troubles.deliveries(uow, state=DeliveryState.GIVEN_UP)
        assert (row.person, row.address, row.attempts) == ("孙办案", "handler@ip.example", 1)
        assert len(troubles.deliveries(uow)) == 2
    for query in (troubles.deliveries, troubles.delivery_counts):
        with pytest.raises(NotAllowed), office.reading("supervisor") as uow:
            query(uow)


# --- beside the alarms -------------------------------------------------------------------------------------------


def test_the_scheduler_sends_what_this_process_says(office: Office, server: MailServer):
    arrived = Event()
    server.hook = lambda _mail: arrived.set()
    office.engine = Engine(office.engine.database, office.value, {}, wall_clock)
    sending = Outbox(office.engine, SmtpCourier(server.at()))
    beside = scheduler.start_beside(office.engine, longest_sleep=PATIENCE * 3, outbox=sending)
    try:
        tell(office, "handler", at_once=True)
        assert arrived.wait(PATIENCE)
    finally:
        beside.stop()
    assert server.readers() == ["handler@ip.example"]
    assert states(office) == [("sent", 1)]
