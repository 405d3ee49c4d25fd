"""`kuaibao serve`, `scheduler` and `tick`: the processes of an office."""

from ipaddress import ip_address

import click

from engine import alarms
from engine.scheduler import run_until_stopped
from engine.text import Text
from web.cli.console import Refusal
from web.cli.desk import Desk, moves_time, pass_desk
from web.composition import outbox_of, serving
from web.demo.office_mark import PASSWORD
from web.demo.travel import ring_all

LOCAL = ("localhost",)


@click.command()
@click.option("--host", help="The address to listen on; config.yaml's when left out.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; config.yaml's when left out.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer requests.",
)
@click.option(
    "--scheduler/--no-scheduler",
    "embedded",
    default=None,
    help="Ring the alarms here; config.yaml's when left out.",
)
@pass_desk
def serve(desk: Desk, host: str | None, port: int | None, workers: int, embedded: bool | None) -> None:  # noqa: FBT001 - click hands flags over by name
    """Serve the pages; the database is made or upgraded first."""
    from web.gateway import Gateway  # noqa: PLC0415 - gunicorn takes 0.2 s to import, and only this command needs it

    desk.engine.database.upgrade()
    server = desk.settings.server
    _refuse_strangers(desk, host or server.host)
    address = f"{host or server.host}:{port or server.port}"
    desk.say(
        f"快保正在 http://{address} 运行，按 Ctrl+C 停止", f"Kuaibao is at http://{address}; Ctrl+C stops it"
    )
    ring = desk.settings.scheduler.embedded if embedded is None else embedded
    Gateway(desk.settings, address=address, workers=workers, ring=ring).run()


@click.command()
@pass_desk
def scheduler(desk: Desk) -> None:
    """Ring what falls due until stopped; any number may run on one PostgreSQL."""
    chosen, office = desk.settings.scheduler, serving(desk.settings)
    run_until_stopped(
        office.engine,
        batch=chosen.batch,
        longest_sleep=chosen.longest_sleep_seconds,
        ahead=office.time.ahead,
        outbox=outbox_of(desk.settings, office),
    )


@click.command()
@moves_time
@pass_desk
def tick(desk: Desk) -> None:
    """Ring what is due now, send the mails that are due, and say how much that was."""
    outbox = outbox_of(desk.settings, desk.office)
    with desk.refusals():
        alarms.wind_up(desk.engine)
        rung = desk.travelled + ring_all(desk.engine)
        mails = sum(iter(outbox.deliver_due, 0)) if outbox is not None else 0
    desk.say(f"已触发 {rung} 项到期事项", f"{rung} alarms rung")
    if mails:
        desk.say(f"已处理 {mails} 封邮件", f"{mails} mails handled")


def _refuse_strangers(desk: Desk, host: str) -> None:
    """A demo whose password everybody knows is for this machine alone."""
    mark = desk.office.mark
    if mark is None or not mark.public or host in LOCAL or _loopback(host):
        return
    raise Refusal(
        Text(
            f"演示环境使用公开的默认密码，不能在 {host} 上对外提供服务；请只监听 127.0.0.1，或者设置 {PASSWORD} 后在空数据库上重新运行 kuaibao demo",
            f"The demo has the password that everybody can read: it is not served at {host}. Listen on 127.0.0.1, or set {PASSWORD} and run kuaibao demo again on an empty database",
        ),
        code=2,
    )


def _loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


commands = (serve, scheduler, tick)
