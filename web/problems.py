"""Every refusal as a page: from the engine, from the web, and the ones that nobody foresaw."""

import secrets
from dataclasses import dataclass

import structlog
from flask import Flask, Response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from engine.errors import EngineError
from engine.text import Text
from web import errors, identity, labels, pages, signin
from web.identity import SignInNeeded
from web.kept import Kept

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Page:
    """Title and sentence of an error page."""

    title: Text
    sentence: Text


_UNKNOWN = Page(
    Text("系统出错了", "Something went wrong"),
    Text(
        "操作没有完成，案件没有被修改。问题已记录，请稍后再试。",
        "Nothing was done, and no case was changed. The problem has been logged; try again later.",
    ),
)
PAGES = {
    400: Page(
        Text("请求有误", "Bad request"),
        Text(
            "浏览器发来的请求不完整，请返回后重试。", "The request was not complete. Go back and try again."
        ),
    ),
    403: Page(
        Text("没有权限", "Not allowed"), Text("您没有权限查看这个页面。", "You may not see this page.")
    ),
    404: Page(Text("没有找到", "Not found"), Text("这个页面不存在，或已被移走。", "There is no such page.")),
    405: Page(
        Text("不支持的操作", "Not possible here"),
        Text("请从页面上的按钮进行操作。", "Use the buttons on the page."),
    ),
    409: Page(
        Text("已被他人修改", "Changed by somebody else"),
        Text("请刷新后再试。", "Look at it anew and try again."),
    ),
    413: Page(
        Text("内容太大", "Too large"),
        Text("提交的内容超过了允许的大小。", "What you sent is larger than allowed."),
    ),
    422: Page(
        Text("没有接受", "Not accepted"), Text("提交的内容有误。", "What you sent cannot be accepted.")
    ),
    429: Page(
        Text("请求太频繁", "Too many requests"), Text("请稍等一分钟再试。", "Wait a minute, then try again.")
    ),
    500: _UNKNOWN,
}
_ENDED = Page(
    Text("页面已过期", "This page is too old"),
    Text(
        "页面停留时间过长或已在别处重新登录，请核对后继续提交。",
        "It was open for too long, or you signed in again elsewhere. Look it over, then submit again.",
    ),
)


def install(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(EngineError, refused)
    app.register_error_handler(SignInNeeded, sign_in_needed)
    app.register_error_handler(CSRFError, expired)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, unforeseen)


def refused(error: EngineError) -> tuple[str, int]:
    """The engine refuses: its class says the status, its facts the sentence."""
    status, sentence = errors.answer(error)
    return page(status, sentence)


def page(status: int, sentence: Text | None = None, *, number: str | None = None) -> tuple[str, int]:
    """Render an error page; what was typed is on it."""
    about = PAGES.get(status, _UNKNOWN)
    body = pages.show(
        "pages/problem.html",
        status=status,
        title=about.title,
        sentence=sentence or about.sentence,
        number=number,
        back=_back(),
        typed=_typed(),
    )
    return body, status


def _typed() -> labels.Pairs:
    try:
        return labels.said(request.form.items(multi=True)) if request.method == "POST" else ()
    except HTTPException:  # the form itself is what was refused
        return ()


def _back() -> str | None:
    came_from = request.referrer or ""
    return signin.safe(came_from.removeprefix(request.host_url.rstrip("/"))) if came_from else None


def http(error: HTTPException) -> tuple[str, int]:
    """Flask and Werkzeug refuse."""
    return page(error.code or 500)


def unforeseen(error: Exception) -> tuple[str, int]:
    """Nobody foresaw this: log it under a number that the person can tell."""
    number = secrets.token_hex(4).upper()
    log.error("unforeseen", number=number, path=request.path, exc_info=error)
    return page(InternalServerError.code, number=number)


def sign_in_needed(_: SignInNeeded) -> AnyResponse | tuple[str, int]:
    """Lead to the sign-in; htmx must leave the page for it, and a form's fields come along."""
    if request.method == "POST":
        return signin.form(kept=Kept.of_request().pack()), 401
    target = url_for("signin.door", next=request.full_path.removesuffix("?"))
    if request.headers.get("HX-Request") == "true":
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target)


def expired(_: CSRFError) -> AnyResponse | tuple[str, int]:
    """The form's token is not this session's: the person signs in, or looks it over, and sends it again."""
    if identity.current() is None and request.endpoint not in ("signin.enter", "signin.leave"):
        return sign_in_needed(SignInNeeded())
    if request.endpoint in ("signin.enter", "signin.leave"):
        return redirect(url_for("signin.door", next=signin.safe(request.args.get("next"))), 303)
    return pages.show("pages/resume.html", kept=Kept.of_request(), about=_ENDED), 400
