"""`kuaibao mail`: is the mail server well, and what has become of the mails?"""

import click

from engine.outbox import DeliveryState, Mail, Stage, Undelivered, retry
from engine.queries import troubles
from engine.text import Text
from web.cli.console import Refusal
from web.cli.desk import Desk, pass_desk
from web.mail_words import STAGES, STATES
from web.postman import courier_of


@click.group()
def mail() -> None:
    """Mails: a test of the server, and the outbox."""


@mail.command("test")
@click.argument("address")
@pass_desk
def test(desk: Desk, address: str) -> None:
    """Send one mail to ADDRESS at once, and say what failed where it does."""
    server = desk.settings.mail
    if not server.host:
        raise Refusal(
            Text(
                "config.yaml 没有设置邮件服务器（mail.host）", "config.yaml names no mail server (mail.host)"
            ),
            code=2,
        )
    now = desk.engine.now()
    try:
        with courier_of(desk.settings).open(now) as send:
            send(Mail(f"test:{now.isoformat()}", address, *_words(desk), now))
    except Undelivered as failed:
        where = f"{server.host}:{server.port}"
        raise Refusal(_refusal(failed, where)) from failed
    desk.say(
        f"{server.host} 已接收发往 {address} 的测试邮件", f"{server.host} has taken a test mail to {address}"
    )


@mail.command("list")
@click.option("--state", type=click.Choice([state.value for state in DeliveryState]), help="Only these.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@pass_desk
def listing(desk: Desk, state: str | None, limit: int) -> None:
    """List mails, the newest first: id, state, attempts, when, to whom, subject, problem."""
    with desk.reading() as uow:
        rows = troubles.deliveries(uow, state=DeliveryState(state) if state else None, limit=limit)
        counts = troubles.delivery_counts(uow)
    for row in rows:
        at = f"{desk.local(row.sent_at or row.send_at):%Y-%m-%d %H:%M}"
        words = (row.state, row.attempts, at, row.address, row.subject, row.problem or "")
        click.echo("\t".join(str(part) for part in (row.id, *words)))
    said = [(desk.words(STATES[key]), number) for key, number in counts.items()]
    click.echo(" · ".join(f"{word} {number}" for word, number in said), err=True)


@mail.command("retry")
@click.argument("number", type=int)
@pass_desk
def again(desk: Desk, number: int) -> None:
    """Try a mail again that was given up."""
    with desk.unit_of_work() as uow:
        retry(uow, number)
    desk.say(f"邮件 {number} 将重新发送", f"Mail {number} will be sent again")


def _words(desk: Desk) -> tuple[str, str]:
    name = desk.words(desk.engine.office.name)
    subject = Text("快保测试邮件", "A test mail of Kuaibao")
    body = Text(
        f"这是 {name} 快保系统的测试邮件。收到它，说明邮件设置正确。",
        f"This is a test mail of Kuaibao at {name}. That it has arrived means that mail is set up right.",
    )
    return desk.words(subject), f"{desk.words(body)}\n"


def _refusal(failed: Undelivered, where: str) -> Text:
    stage = STAGES[Stage(failed.stage)]
    return Text(
        f"邮件没有发出（{where}）：{stage.zh}。服务器的答复：{failed.problem}",
        f"The mail was not sent ({where}): {stage.en}. The server: {failed.problem}",
    )


commands = (mail,)
