"""Signing in and out."""

from datetime import datetime
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response as AnyResponse

from engine import people
from engine.people import PersonRow, SignIn
from engine.text import Text
from engine.uow import SYSTEM
from web import identity, languages, pages
from web.kept import Kept
from web.moments import moment
from web.site import site

signin = Blueprint("signin", __name__)
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
LIMIT = "SIGN_IN_LIMIT"
_WRONG = Text("账号或密码不正确", "The account or the password is wrong")


class Credentials(NamedTuple):
    """What was typed, and what is to go on with afterwards."""

    login: str
    password: str
    kept: str

    @classmethod
    def typed(cls) -> Self:
        """Read the form of this request."""
        form = request.form
        return cls(form.get("login", "").strip()[:80], form.get("password", "")[:200], form.get("kept", ""))


_NOTHING = Credentials("", "", "")


def safe(target: str | None) -> str:
    """A place on this site to go to next; everything else leads to the worklist."""
    parts = urlsplit(target or "")
    local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    printable = target is not None and target.isprintable() and "\\" not in target
    return (
        target if target and local and printable and not target.startswith("//") else url_for("worklist.mine")
    )


@signin.get("/sign-in")
def door() -> AnyResponse | str:
    """Show the form."""
    if identity.current():
        return redirect(safe(request.args.get("next")))
    return form()


@signin.post("/sign-in")
@limiter.limit(lambda: current_app.config[LIMIT])
def enter() -> AnyResponse | tuple[str, int]:
    """Check the password and begin a session."""
    typed = Credentials.typed()
    with site().engine.unit_of_work(SYSTEM) as uow:
        found, now = people.authenticate(uow, typed.login, typed.password), uow.now
    if found.actor is None or found.actor.person_id is None:
        return form(typed, refusal=_refusal(found, now)), 429 if found.refusal == "resting" else 422
    identity.begin(found.actor.person_id)
    return _onwards(typed)


@signin.post("/sign-out")
def leave() -> AnyResponse:
    """End the session, and forget the choices made in it."""
    session.clear()
    response = redirect(url_for("signin.door"), 303)
    response.delete_cookie(languages.LANGUAGE)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def form(typed: Credentials = _NOTHING, *, refusal: Text | None = None, kept: str = "") -> str:
    """The sign-in page; the login comes back, the password does not."""
    return pages.show(
        "pages/sign_in.html",
        login=typed.login,
        refusal=refusal,
        kept=kept or typed.kept,
        next=safe(request.args.get("next")),
        demo_people=_demo_people(),
    )


def _onwards(typed: Credentials) -> AnyResponse:
    kept = Kept.unpack(typed.kept) if typed.kept else None
    if kept is None:
        return redirect(safe(request.args.get("next")), 303)
    return Response(pages.show("pages/resume.html", kept=kept, about=None))


def _refusal(found: SignIn, now: datetime) -> Text:
    if found.refusal != "resting" or found.until is None:
        return _WRONG
    office = site().engine.office
    until = moment(office.local(found.until), office.local(now))
    return Text(
        f"连续多次输错密码，账号已暂停登录，{until.zh} 后可再试",
        f"Too many wrong passwords: this account rests until {until.en}",
    )


def _demo_people() -> list[tuple[PersonRow, str]]:
    demo = site().demo
    if demo is None or demo.password is None:
        return []
    names = site().engine.office.roles
    with site().engine.reading(SYSTEM) as uow:
        rows = [row for row in people.listing(uow) if row.active]
    titles = [
        "、".join(dict.fromkeys(languages.say(names.get(role, Text(role, role))) for role, _ in row.roles))
        for row in rows
    ]
    return list(zip(rows, titles, strict=True))
