"""`kuaibao init` and `kuaibao user add`: the office's database, its procedures and its people."""

import secrets
import sys

import click

from engine import people
from engine.text import Text
from web.cli.console import Refusal
from web.cli.desk import Desk, id_of, pass_desk
from web.cli.procedures import deploy_folder, procedure_folders


@click.command()
@pass_desk
def init(desk: Desk) -> None:
    """Make or upgrade the database and deploy the procedures; safe to run again."""
    desk.engine.database.upgrade()
    desk.say("数据库已就绪", "The database is ready")
    for folder in procedure_folders(desk.settings.procedures_folder):
        deploy_folder(desk, folder, note="init")
    with desk.unit_of_work() as uow:
        nobody = not people.listing(uow)
    if nobody:
        desk.say(
            "下一步：kuaibao user add 登录名 --name 姓名 --role administrator",
            "Next: kuaibao user add LOGIN --name NAME --role administrator",
        )


@click.group()
def user() -> None:
    """The office's people."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="The person's name, as pages show it.")
@click.option(
    "--role", "roles", multiple=True, required=True, help="A candidate group of config.yaml; repeatable."
)
@click.option("--unit", help="The key of the person's unit; it is made when there is none.")
@click.option("--email", default="", help="Where mail goes.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@pass_desk
def add(
    desk: Desk,
    login: str,
    name: str,
    roles: tuple[str, ...],
    unit: str | None,
    email: str,
    password_stdin: bool,  # noqa: FBT001 - click hands flags over by name
) -> None:
    """Add a person; without --password-stdin a password is made and printed once."""
    _known(desk, roles)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(12)
    with desk.unit_of_work() as uow:
        people.add(uow, login=login, name=name, roles=roles, unit=unit, email=email, password=password)
    desk.say(f"已添加 {name}（{login}）", f"Added {name} ({login})")
    if not password_stdin:
        desk.say(f"初始密码（仅显示一次）：{password}", f"Password (shown once): {password}")


@user.command("password")
@click.argument("login")
@pass_desk
def password(desk: Desk, login: str) -> None:
    """Set a person's password anew, read from standard input; the account's rest ends."""
    typed = sys.stdin.readline().rstrip("\r\n")
    with desk.unit_of_work() as uow:
        found = id_of(uow, login)
        if found is None:
            raise Refusal(Text(f"没有用户 {login}", f"there is no person {login}"), code=2)
        people.set_password(uow, found, typed)
    desk.say(f"{login} 的密码已更新", f"The password of {login} is set")


@user.command("email")
@click.argument("login")
@click.argument("address")
@pass_desk
def email(desk: Desk, login: str, address: str) -> None:
    """Set where a person's mail goes; an empty ADDRESS: nowhere."""
    with desk.unit_of_work() as uow:
        found = id_of(uow, login)
        if found is None:
            raise Refusal(Text(f"没有用户 {login}", f"there is no person {login}"), code=2)
        people.mail.set_address(uow, found, address)
    desk.say(f"{login} 的邮箱已更新", f"The mail address of {login} is set")


@user.command("list")
@pass_desk
def listing(desk: Desk) -> None:
    """List everybody with roles."""
    with desk.unit_of_work() as uow:
        rows = people.listing(uow)
    for row in rows:
        click.echo("\t".join((row.login, row.name, row.unit or "-", ",".join(role for role, _ in row.roles))))


def _known(desk: Desk, roles: tuple[str, ...]) -> None:
    unknown = [role for role in roles if role not in desk.settings.roles]
    if unknown:
        known = ", ".join(desk.settings.roles)
        raise Refusal(
            Text(
                f"没有角色 {', '.join(unknown)}；可用：{known}",
                f"No role {', '.join(unknown)}; there are: {known}",
            ),
            code=2,
        )


commands = (init, user)
