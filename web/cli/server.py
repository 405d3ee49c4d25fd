"""`kuaibao serve`, `scheduler` and `tick`: the processes of an office."""

import click
from engine.scheduler import run_until_stopped

from engine import alarms
from web.cli.console import Console, pass_console


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
@pass_console
def serve(console: Console, host: str | None, port: int | None, workers: int, embedded: bool | None) -> None:  # noqa: FBT001 - click hands flags over by name
    """Serve the pages; the database is made or upgraded first."""
    from web.gateway import Gateway  # noqa: PLC0415 - gunicorn takes 0.2 s to import, and only this command needs it

    console.engine.database.upgrade()
    server = console.settings.server
    address = f"{host or server.host}:{port or server.port}"
    console.say(
        f"快保正在 http://{address} 运行，按 Ctrl+C 停止", f"Kuaibao is at http://{address}; Ctrl+C stops it"
    )
    ring = console.settings.scheduler.embedded if embedded is None else embedded
    Gateway(console.settings, address=address, workers=workers, ring=ring).run()


@click.command()
@pass_console
def scheduler(console: Console) -> None:
    """Ring what falls due until stopped; any number may run on one PostgreSQL."""
    chosen = console.settings.scheduler
    run_until_stopped(console.engine, batch=chosen.batch, longest_sleep=chosen.longest_sleep_seconds)


@click.command()
@pass_console
def tick(console: Console) -> None:
    """Ring once what is due now, and say how much that was."""
    with console.refusals():
        rung = alarms.ring_due(console.engine, limit=console.settings.scheduler.batch)
    console.say(f"已触发 {rung} 项到期事项", f"{rung} alarms rung")


commands = (serve, scheduler, tick)
