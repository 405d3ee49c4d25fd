"""Asking for a suspension, a resumption, an extension or another start: the form, from a panel or as a page."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple, Self

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import documents, requests
from engine.errors import EngineError, NotFound, PeriodInvalid
from engine.policies import Unit
from engine.queries import casefile
from engine.queries.casefile import CaseFile
from engine.queries.rows import ClockRow
from engine.uow import UnitOfWork
from web import errors, identity, pages, problems
from web.cases import day, text
from web.phrases import gettext

asking = Blueprint("asking", __name__, url_prefix="/cases/<int:case_id>/ask")
asking.before_request(identity.require)
KINDS = ("suspend", "resume", "extend", "correct")


class Asked(NamedTuple):
    """What is asked, and about what; `clock_id` None: the whole case."""

    case_id: int
    kind: str
    clock_id: int | None

    @classmethod
    def of_request(cls) -> Self:
        """Read the address and the form; NotFound for what cannot be asked."""
        view = request.view_args or {}
        kind, clock = str(view["kind"]), request.values.get("clock", type=int)
        if kind not in KINDS or (clock is None and kind in ("extend", "correct")):
            raise NotFound("page", kind)
        return cls(int(view["case_id"]), kind, clock)

    @property
    def origin(self) -> str:
        """The page that it was asked from: the clock's ledger, else the case."""
        if self.clock_id is None:
            return url_for("cases.file", case_id=self.case_id)
        return url_for("clocks.ledger", case_id=self.case_id, clock_id=self.clock_id)


@asking.get("/<kind>")
def form(case_id: int, kind: str) -> str:  # noqa: ARG001 - read from the request
    """The form, as a page."""
    with identity.reading() as uow:
        return _show(uow, Asked.of_request())


@asking.post("/<kind>")
def ask(case_id: int, kind: str) -> Response:  # noqa: ARG001 - read from the request
    """Ask."""
    asked = Asked.of_request()
    with identity.unit_of_work() as uow:
        _ASK[asked.kind](uow, asked, _document(uow, asked))
    flash(gettext("申请已提交，等待批准"))
    return redirect(asked.origin, 303)


@asking.errorhandler(EngineError)
def again(error: EngineError) -> tuple[str, int]:
    """The form once more, with the reason at the top, as it was filled in; a file has to be chosen again."""
    if request.method == "POST":
        try:
            with identity.reading() as uow:
                return _show(uow, Asked.of_request(), error=error), errors.answer(error)[0]
        except EngineError:
            return problems.refused(error)
    return problems.refused(error)


# --- the kinds ---------------------------------------------------------------------------------------------------


def _suspend(uow: UnitOfWork, asked: Asked, document: int | None) -> None:
    requests.ask_suspension(
        uow,
        asked.case_id,
        asked.clock_id,
        reason=text("reason"),
        effective=day("effective"),
        note=text("note"),
        document=document,
    )


def _resume(uow: UnitOfWork, asked: Asked, document: int | None) -> None:
    requests.ask_resumption(
        uow,
        asked.case_id,
        asked.clock_id,
        reason=text("reason"),
        effective=day("effective"),
        note=text("note"),
        document=document,
    )


def _extend(uow: UnitOfWork, asked: Asked, document: int | None) -> None:
    amount = request.form.get("amount", 0, type=int)
    requests.ask_extension(
        uow, asked.case_id, asked.clock_id or 0, amount=amount, note=text("note"), document=document
    )


def _correct(uow: UnitOfWork, asked: Asked, document: int | None) -> None:
    starts = _start()
    requests.ask_correction(
        uow, asked.case_id, asked.clock_id or 0, starts=starts, note=text("note"), document=document
    )
    for other in request.form.getlist("also", type=int):
        requests.ask_correction(
            uow, asked.case_id, other, starts=starts, note=text("note"), document=document
        )


_ASK: Mapping[str, Callable[[UnitOfWork, Asked, int | None], None]] = {
    "suspend": _suspend,
    "resume": _resume,
    "extend": _extend,
    "correct": _correct,
}


def _start() -> date:
    """A day, or, for a period in hours, a day and its time; PeriodInvalid."""
    given = request.form.get("starts", "")
    try:
        return datetime.fromisoformat(given) if "T" in given else date.fromisoformat(given)
    except ValueError:
        raise PeriodInvalid("not-a-day", given) from None


def _document(uow: UnitOfWork, asked: Asked) -> int | None:
    given = request.files.get("document")
    if given is None or not given.filename:
        return None
    return documents.add(uow, asked.case_id, given.filename, given.read())


# --- the page ----------------------------------------------------------------------------------------------------


def _show(uow: UnitOfWork, asked: Asked, *, error: EngineError | None = None) -> str:
    file = casefile.read(uow, asked.case_id)
    return pages.show_in(
        uow,
        "pages/ask.html",
        file=file,
        clock=_clock(file, asked.clock_id),
        asked=asked,
        today=uow.office.today(uow.now),
        in_hours=Unit.HOURS.value,
        refusal=errors.answer(error)[1] if error else None,
        typed=request.form,
        refused=asked.kind if error else "",
    )


def _clock(file: CaseFile, clock_id: int | None) -> ClockRow | None:
    if clock_id is None:
        return None
    found = next((row for row in file.clocks if row.chip.id == clock_id), None)
    if found is None:
        raise NotFound("clock", clock_id)
    return found
