"""`kuaibao demo`: an office to look at, filled by running the engine through the last months."""

from datetime import datetime
from time import perf_counter

import click

from engine.bundles import read_folder
from engine.errors import DatabaseNotReady
from engine.queries.dashboard import Found
from engine.text import Text
from web.cli.console import Refusal
from web.cli.desk import Desk, pass_desk
from web.cli.instants import parse_instant
from web.cli.procedures import procedure_folders
from web.composition import wall_clock
from web.demo.building import Plan
from web.demo.launch import launch, occupied
from web.demo.office_mark import PASSWORD, demo_password

_BUSY = Text(
    "数据库中已有人员或案件，不能建立演示数据；请换一个空数据库",
    "There are people or cases in the database already: a demo is built into an empty one only",
)
_HALF = Text(
    "上次建立演示数据时中断，数据不完整；请清空数据库后重试",
    "A demo was begun here and not finished; empty the database and try again",
)
_STEPS = 1000


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where there are people or cases already.")
@click.option(
    "--cases", type=click.IntRange(0, 3000), default=300, show_default=True, help="About so many cases."
)
@click.option(
    "--months", type=click.IntRange(1, 24), default=4, show_default=True, help="Over so many months."
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same office.")
@click.option("--at", metavar="INSTANT", help="The demo's present, which then goes on; now when left out.")
@pass_desk
def demo(desk: Desk, if_empty: bool, cases: int, months: int, seed: int, at: str | None) -> None:  # noqa: FBT001 - click hands flags over by name
    """Fill an empty office with people and months of work, by running the engine through them.

    Everybody's password is kuaibao-demo, or what KUAIBAO_DEMO_PASSWORD says.
    """
    if _occupied(desk):
        if not if_empty:
            raise Refusal(_BUSY)
        desk.say(
            "数据库中已有数据，未建立演示数据",
            "There is something in the database already; nothing was built",
        )
        return
    _require_password(desk)
    desk.engine.database.upgrade()
    until = parse_instant(at, desk.local(wall_clock())) if at else wall_clock()
    _build(desk, Plan(until, cases, months, seed, moved=at is not None))


def _occupied(desk: Desk) -> bool:
    mark = desk.office.mark
    if mark is not None and not mark.complete:
        raise Refusal(_HALF)
    try:
        return occupied(desk.engine)
    except DatabaseNotReady:
        return False


def _require_password(desk: Desk) -> None:
    shortest = desk.engine.office.security.password_length
    if len(demo_password()) < shortest:
        raise Refusal(
            Text(
                f"{PASSWORD} 至少 {shortest} 个字符",
                f"{PASSWORD} needs at least {shortest} characters",
            ),
            code=2,
        )


def _build(desk: Desk, plan: Plan) -> None:
    begin, folders = perf_counter(), procedure_folders(desk.settings.procedures_folder)
    bundles = [read_folder(folder) for folder in folders]
    label = desk.words(Text("正在办理", "At work"))
    with desk.refusals(), click.progressbar(length=_STEPS, label=label) as bar:
        launched = launch(
            desk.settings,
            desk.engine.database,
            plan,
            bundles,
            lambda share: bar.update(max(0, round(share * _STEPS) - bar.pos)),
        )
    for problem in launched.stuck:
        click.echo(problem, err=True)
    _report(desk, launched.found, plan.until, perf_counter() - begin)


def _report(desk: Desk, found: Found, until: datetime, seconds: float) -> None:
    running, still = found.by_state.get("running", 0), found.by_state.get("suspended", 0)
    desk.say(
        f"演示环境已建成：{found.total} 件案件，在办 {running} 件，中止 {still} 件，"
        f"截至 {desk.local(until):%Y-%m-%d %H:%M}（用时 {seconds:.0f} 秒）",
        f"The demo is built: {found.total} cases, {running} running, {still} suspended, "
        f"as of {desk.local(until):%Y-%m-%d %H:%M} ({seconds:.0f} s)",
    )
    desk.say(
        f"所有人员的密码：{demo_password()}；运行 kuaibao serve 后在登录页选择人员",
        f"Everybody's password: {demo_password()}. Run kuaibao serve and choose a person",
    )


commands = (demo,)
