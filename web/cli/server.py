"""`kuaibao serve`, `scheduler` and `tick`: the processes of an office."""

import click

from engine import alarms
from engine.scheduler import run_until_stopped
from web.cli.desk import Desk, pass_desk


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
    chosen = desk.settings.scheduler
    run_until_stopped(desk.engine, batch=chosen.batch, longest_sleep=chosen.longest_sleep_seconds)


@click.command()
@pass_desk
def tick(desk: Desk) -> None:
    """Ring once what is due now, and say how much that was."""
    with desk.refusals():
        rung = alarms.ring_due(desk.engine, limit=desk.settings.scheduler.batch)
    desk.say(f"已触发 {rung} 项到期事项", f"{rung} alarms rung")


commands = (serve, scheduler, tick)
