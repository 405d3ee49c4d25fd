"""A clock's ledger, and what is done with one clock."""

from contextlib import suppress

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import clocks as engine_clocks
from engine.errors import EngineError, NotFound
from engine.queries import casefile
from engine.queries.casefile import CaseFile
from engine.queries.rows import ClockRow
from engine.uow import UnitOfWork
from web import errors, facts, identity, pages, problems
from web.cases import day, text
from web.phrases import gettext

clocks = Blueprint("clocks", __name__, url_prefix="/cases/<int:case_id>/clocks/<int:clock_id>")
clocks.before_request(identity.require)


@clocks.get("")
def ledger(case_id: int, clock_id: int) -> str:
    """时限台账."""
    with identity.reading() as uow:
        return _show(uow, case_id, clock_id)


@clocks.post("/suspend")
def suspend(case_id: int, clock_id: int) -> Response:
    """中止."""
    requested = request.form.get("requested_by", type=int)
    with identity.unit_of_work() as uow:
        engine_clocks.suspend(
            uow,
            clock_id,
            reason=text("reason"),
            effective=day("effective"),
            note=text("note"),
            requested_by=requested,
        )
    return _done(case_id, clock_id, gettext("时限已中止"))


@clocks.post("/resume")
def resume(case_id: int, clock_id: int) -> Response:
    """恢复."""
    with identity.unit_of_work() as uow:
        engine_clocks.resume(
            uow, clock_id, reason=text("reason"), effective=day("effective"), note=text("note")
        )
    return _done(case_id, clock_id, gettext("时限已恢复"))


@clocks.post("/extend")
def extend(case_id: int, clock_id: int) -> Response:
    """延长."""
    amount, requested = request.form.get("amount", 0, type=int), request.form.get("requested_by", 0, type=int)
    with identity.unit_of_work() as uow:
        engine_clocks.extend(uow, clock_id, amount=amount, requested_by=requested, note=text("note"))
    return _done(case_id, clock_id, gettext("时限已延长"))


@clocks.errorhandler(EngineError)
def refused(error: EngineError) -> tuple[str, int]:
    """The ledger once more, with the reason at the top and the panel open as it was filled in."""
    asked = request.view_args or {}
    if request.method == "POST":
        with suppress(EngineError), identity.reading() as uow:
            return _show(uow, asked["case_id"], asked["clock_id"], error=error), errors.answer(error)[0]
    return problems.refused(error)


def _show(uow: UnitOfWork, case_id: int, clock_id: int, *, error: EngineError | None = None) -> str:
    file = casefile.read(uow, case_id)
    clock = _clock(file.clocks, clock_id)
    return pages.show_in(
        uow,
        "pages/ledger.html",
        file=file,
        clock=clock,
        extension_unit=_extension_unit(uow, file, clock),
        everybody=facts.everybody(uow),
        today=uow.office.today(uow.now),
        refusal=errors.answer(error)[1] if error else None,
        refused=(request.endpoint or "").partition(".")[2] if error else "",
        typed=request.form,
    )


def _clock(rows: tuple[ClockRow, ...], clock_id: int) -> ClockRow:
    for row in rows:
        if row.chip.id == clock_id:
            return row
    raise NotFound("clock", clock_id)


def _extension_unit(uow: UnitOfWork, file: CaseFile, clock: ClockRow) -> str:
    """The unit in which the diagram gives this clock's extensions."""
    policies = facts.clocks(uow.deployed(file.facts.definition_id).blueprint)
    found = next((policy.extension_unit for policy in policies if policy.id == clock.policy_id), None)
    return found.value if found else clock.unit


def _done(case_id: int, clock_id: int, said: str) -> Response:
    flash(said)
    return redirect(url_for("clocks.ledger", case_id=case_id, clock_id=clock_id), 303)
