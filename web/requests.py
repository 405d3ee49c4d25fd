"""审批: what waits for me, what I asked, what I decided; and deciding."""

from contextlib import suppress

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import requests as engine_requests
from engine.errors import EngineError
from engine.queries import requests as queries
from engine.queries.rows import RequestRow
from engine.requests import Effect
from engine.text import Text
from engine.uow import UnitOfWork
from web import errors, identity, pages, problems
from web.cases import text
from web.phrases import gettext

approvals = Blueprint("requests", __name__, url_prefix="/requests")
approvals.before_request(identity.require)
LISTS = {"waiting": queries.waiting, "asked": queries.asked, "decided": queries.decided}


@approvals.get("")
def listing() -> str:
    """审批."""
    asked = request.args.get("show", "")
    with identity.reading() as uow:
        chosen = asked if asked in LISTS else "waiting"
        return pages.show_in(uow, "pages/requests.html", rows=LISTS[chosen](uow), chosen=chosen)


@approvals.get("/<int:request_id>")
def detail(request_id: int) -> str:
    """One request, and what granting it would do."""
    with identity.reading() as uow:
        return _show(uow, request_id)


@approvals.post("/<int:request_id>/decide")
def decide(request_id: int) -> Response:
    """批准 or 不予批准: which of the two the button says."""
    granted = request.form.get("move") == "grant"
    with identity.unit_of_work() as uow:
        if granted:
            engine_requests.grant(uow, request_id, decision=text("decision"))
        else:
            engine_requests.refuse(uow, request_id, decision=text("decision"))
    flash(gettext("已批准，时限已重新计算") if granted else gettext("已不予批准"))
    return redirect(_next(request_id), 303)


@approvals.post("/<int:request_id>/withdraw")
def withdraw(request_id: int) -> Response:
    """撤回."""
    with identity.unit_of_work() as uow:
        engine_requests.withdraw(uow, request_id, note=text("note"))
    flash(gettext("申请已撤回"))
    return redirect(url_for("requests.detail", request_id=request_id), 303)


@approvals.errorhandler(EngineError)
def again(error: EngineError) -> tuple[str, int]:
    """The request once more, with the reason at the top and what was typed."""
    request_id = (request.view_args or {}).get("request_id")
    if request.method == "POST" and request_id is not None:
        with suppress(EngineError), identity.reading() as uow:
            return _show(uow, request_id, error=error), errors.answer(error)[0]
    return problems.refused(error)


def _next(request_id: int) -> str:
    """The request that was decided: it shows what came of it; what waits next is one key away."""
    return url_for("requests.detail", request_id=request_id)


def _show(uow: UnitOfWork, request_id: int, *, error: EngineError | None = None) -> str:
    row = queries.one(uow, request_id)
    effects, against = _effects(uow, row)
    others = [other for other in queries.waiting(uow) if other.id != row.id]
    return pages.show_in(
        uow,
        "pages/request.html",
        row=row,
        effects=effects,
        against=against,
        next=others[0] if others else None,
        refusal=errors.answer(error)[1] if error else None,
        typed=request.form,
    )


def _effects(uow: UnitOfWork, row: RequestRow) -> tuple[tuple[Effect, ...], Text | None]:
    """What granting would do, or why it cannot be granted now."""
    if not row.open:
        return (), None
    try:
        return engine_requests.preview(uow, row.id), None
    except EngineError as error:
        return (), errors.answer(error)[1]
