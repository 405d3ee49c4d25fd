"""休假与代理: who is away, and who is told meanwhile."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.errors import EngineError
from engine.people import absence_rows
from engine.people import absences as engine_absences
from engine.uow import UnitOfWork
from web import errors, identity, pages, problems
from web.cases import day, text
from web.phrases import gettext

absences = Blueprint("absences", __name__, url_prefix="/absences")
absences.before_request(identity.require)


@absences.get("")
def listing() -> str:
    """One's own absences, and those of whom one may record some."""
    with identity.reading() as uow:
        return _show(uow)


@absences.post("")
def record() -> Response:
    """登记."""
    with identity.unit_of_work() as uow:
        engine_absences.record(
            uow,
            request.form.get("person", uow.actor.person_id or 0, type=int),
            first=day("first"),
            last=day("last"),
            deputy_id=request.form.get("deputy", type=int),
            note=text("note"),
        )
    return _done(gettext("休假已登记"))


@absences.post("/<int:absence_id>/cancel")
def cancel(absence_id: int) -> Response:
    """撤销."""
    with identity.unit_of_work() as uow:
        engine_absences.cancel(uow, absence_id)
    return _done(gettext("休假登记已撤销"))


@absences.errorhandler(EngineError)
def again(error: EngineError) -> tuple[str, int]:
    """The page once more, with the reason at the top and what was typed."""
    if request.method != "POST":
        return problems.refused(error)
    with identity.reading() as uow:
        return _show(uow, error=error), errors.answer(error)[0]


def _done(said: str) -> Response:
    flash(said)
    return redirect(url_for("absences.listing"), 303)


def _show(uow: UnitOfWork, *, error: EngineError | None = None) -> str:
    me = uow.actor.person_id
    people, recordable = absence_rows.colleagues(uow), absence_rows.recordable(uow)
    others = [one for one in recordable if one.id != me]
    shared = [one for one in people if others or (one.id != me and one.roles & uow.actor.roles)]
    return pages.show_in(
        uow,
        "pages/absences.html",
        rows=absence_rows.absences_of(uow),
        people=recordable if others else (),
        deputies=shared,
        me=me,
        today=uow.office.today(uow.now),
        refusal=errors.answer(error)[1] if error else None,
        typed=request.form,
    )
