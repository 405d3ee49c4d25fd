"""督办单: what I have to answer, what I issued, what is done; issuing, answering, closing."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import instructions as engine_instructions
from engine.errors import EngineError, InstructionRefused
from engine.queries import casefile
from engine.queries import instructions as queries
from engine.uow import UnitOfWork
from web import errors, identity, pages, problems
from web.phrases import gettext

instructions = Blueprint("instructions", __name__)
instructions.before_request(identity.require)
LISTS = {"waiting": queries.waiting, "issued": queries.issued, "done": queries.done}
LONGEST = 4000
"""Characters that are read of a text; the engine says how many it takes."""


@instructions.get("/instructions")
def listing() -> str:
    """督办单."""
    asked = request.args.get("show", "")
    with identity.reading() as uow:
        chosen = asked if asked in LISTS else _first(uow)
        lists = {key: read(uow) for key, read in LISTS.items()}
        return pages.show_in(uow, "pages/instructions.html", lists=lists, rows=lists[chosen], chosen=chosen)


@instructions.get("/instructions/<int:instruction_id>")
def detail(instruction_id: int) -> str:
    """One instruction, and what can be done with it."""
    with identity.reading() as uow:
        return _show(uow, instruction_id)


@instructions.post("/instructions/<int:instruction_id>/<any(acknowledge,reply,close,reopen,withdraw):move>")
def act(instruction_id: int, move: str) -> Response:
    """签收, 答复, 办结, 重新答复 or 撤回."""
    with identity.unit_of_work() as uow:
        said = _MOVES[move](uow, instruction_id)
    flash(said)
    return redirect(url_for("instructions.detail", instruction_id=instruction_id), 303)


@instructions.get("/cases/<int:case_id>/instruct")
def form(case_id: int) -> str:
    """The form for a new one, as a page."""
    with identity.reading() as uow:
        return _show_form(uow, case_id)


@instructions.post("/cases/<int:case_id>/instruct")
def issue(case_id: int) -> Response:
    """发出督办."""
    with identity.unit_of_work() as uow:
        engine_instructions.issue(
            uow,
            case_id,
            to=request.form.get("to", 0, type=int),
            text=said("text"),
            answer_by=answer_by(),
            clock_id=request.form.get("clock", type=int),
        )
    flash(gettext("督办已发出"))
    return redirect(url_for("cases.file", case_id=case_id), 303)


@instructions.errorhandler(EngineError)
def again(error: EngineError) -> tuple[str, int]:
    """The same page once more, with the reason at the top and what was typed."""
    view = request.view_args or {}
    if request.method == "POST":
        with suppress(EngineError), identity.reading() as uow:
            page = (
                _show_form(uow, int(view["case_id"]), error=error)
                if "case_id" in view
                else _show(uow, int(view["instruction_id"]), error=error)
            )
            return page, errors.answer(error)[0]
    return problems.refused(error)


def said(name: str) -> str:
    """A text of this request's form."""
    return request.form.get(name, "").strip()[:LONGEST]


def answer_by() -> date:
    """The day by whose close of business to answer; InstructionRefused: day."""
    try:
        return date.fromisoformat(request.form.get("answer_by", ""))
    except ValueError:
        raise InstructionRefused("day") from None


# --- the moves ---------------------------------------------------------------------------------------------------


def _acknowledge(uow: UnitOfWork, number: int) -> str:
    engine_instructions.acknowledge(uow, number)
    return gettext("已签收，请按时答复")


def _reply(uow: UnitOfWork, number: int) -> str:
    engine_instructions.reply(uow, number, said("answer"))
    return gettext("已答复，等待督办人办结")


def _close(uow: UnitOfWork, number: int) -> str:
    engine_instructions.close(uow, number, note=said("note"))
    return gettext("督办已办结")


def _reopen(uow: UnitOfWork, number: int) -> str:
    engine_instructions.reopen(uow, number, answer_by=answer_by(), note=said("note"))
    return gettext("已要求重新答复")


def _withdraw(uow: UnitOfWork, number: int) -> str:
    engine_instructions.withdraw(uow, number, note=said("note"))
    return gettext("督办已撤回")


_MOVES: Mapping[str, Callable[[UnitOfWork, int], str]] = {
    "acknowledge": _acknowledge,
    "reply": _reply,
    "close": _close,
    "reopen": _reopen,
    "withdraw": _withdraw,
}


# --- the pages ---------------------------------------------------------------------------------------------------


def _first(uow: UnitOfWork) -> str:
    """What is shown first: what waits for my answer, else what I issued, where there is any."""
    return next((key for key, read in LISTS.items() if read(uow, limit=1)), "waiting")


def _show(uow: UnitOfWork, number: int, *, error: EngineError | None = None) -> str:
    row = queries.one(uow, number)
    others = [one for one in queries.waiting(uow) if one.id != row.id]
    return pages.show_in(
        uow,
        "pages/instruction.html",
        row=row,
        next=others[0] if others else None,
        soon=uow.office.calendar.shift(uow.office.today(uow.now), 1),
        refusal=errors.answer(error)[1] if error else None,
        refused=str((request.view_args or {}).get("move", "")) if error else "",
        typed=request.form,
    )


def _show_form(uow: UnitOfWork, case_id: int, *, error: EngineError | None = None) -> str:
    file = casefile.read(uow, case_id)
    return pages.show_in(
        uow,
        "pages/instruct.html",
        file=file,
        blank=queries.blank(uow, case_id),
        refusal=errors.answer(error)[1] if error else None,
        typed=request.form,
    )
