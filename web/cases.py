"""Cases: the list and its search, the case page, and what is done with a case as a whole."""

from contextlib import suppress
from datetime import date
from typing import NamedTuple, Self

from flask import Blueprint, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import cases as engine_cases
from engine.errors import EngineError, PeriodInvalid
from engine.incidents import retry as retry_incident
from engine.queries import casefile, dashboard
from web import errors, files, identity, pages, problems
from web.phrases import gettext

cases = Blueprint("cases", __name__, url_prefix="/cases")
cases.before_request(identity.require)
PAGE = 50
STATES = ("running", "suspended", "completed", "cancelled")


class Search(NamedTuple):
    """What the address asks for."""

    text: str
    state: str | None
    procedure: str | None
    page: int

    @classmethod
    def of_request(cls) -> Self:
        """Read the address; what makes no sense is not asked for."""
        asked = request.args
        state = asked["state"] if asked.get("state") in STATES else None
        page = max(1, min(asked.get("page", 1, type=int), 10_000))
        return cls(asked.get("q", "").strip()[:200], state, asked.get("d") or None, page)


def day(name: str) -> date:
    """A day of this request's form; PeriodInvalid."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise PeriodInvalid("not-a-day", request.form.get(name)) from None


def text(name: str) -> str:
    """A text of this request's form, without the blanks around it."""
    return request.form.get(name, "").strip()[:1000]


@cases.get("")
def found() -> str:
    """全部案件."""
    search = Search.of_request()
    with identity.reading() as uow:
        rows = dashboard.search(
            uow,
            text=search.text,
            state=search.state,
            definition_key=search.procedure,
            offset=(search.page - 1) * PAGE,
            limit=PAGE,
        )
        return pages.show_in(uow, "pages/cases.html", search=search, found=rows, states=STATES, size=PAGE)


@cases.get("/<int:case_id>")
def file(case_id: int) -> str:
    """案件全貌."""
    with identity.reading() as uow:
        return files.show(uow, case_id)


@cases.get("/<int:case_id>/diagram.bpmn")
def diagram(case_id: int) -> Response:
    """The diagram that the case runs on."""
    with identity.reading() as uow:
        return Response(
            casefile.diagram(uow, case_id, request.args.get("process")), mimetype="application/xml"
        )


@cases.post("/<int:case_id>/cancel")
def cancel(case_id: int) -> AnyResponse:
    """撤销."""
    with identity.unit_of_work() as uow:
        engine_cases.cancel(uow, case_id, reason=text("note"))
    return _done(case_id, gettext("案件已撤销"))


@cases.post("/<int:case_id>/recuse")
def recuse(case_id: int) -> AnyResponse:
    """回避."""
    with identity.unit_of_work() as uow:
        engine_cases.recuse(uow, case_id, request.form.get("person", 0, type=int), note=text("note"))
    if request.form.get("person", type=int) == identity.actor().person_id:
        return redirect(url_for("worklist.mine"), 303)
    return _done(case_id, gettext("已登记回避"))


@cases.post("/<int:case_id>/prioritise")
def prioritise(case_id: int) -> AnyResponse:
    """调整紧急程度."""
    with identity.unit_of_work() as uow:
        engine_cases.prioritise(uow, case_id, request.form.get("priority", 0, type=int), note=text("note"))
    return _done(case_id, gettext("紧急程度已调整"))


@cases.post("/<int:case_id>/incidents/<int:incident_id>/retry")
def retry(case_id: int, incident_id: int) -> AnyResponse:
    """Try a failed step again."""
    with identity.unit_of_work() as uow:
        went_on = retry_incident(uow, incident_id)
    return _done(case_id, gettext("已重试，流程继续") if went_on else gettext("重试后仍然失败，请查看原因"))


@cases.errorhandler(EngineError)
def again(error: EngineError) -> tuple[str, int]:
    """The case page once more, with the reason at the top and the panel open as it was filled in."""
    case_id = (request.view_args or {}).get("case_id")
    if request.method == "POST" and case_id is not None:
        refused = (request.endpoint or "").partition(".")[2]
        with suppress(EngineError), identity.reading() as uow:
            return files.show(uow, case_id, error=error, refused=refused), errors.answer(error)[0]
    return problems.refused(error)


def _done(case_id: int, said: str) -> AnyResponse:
    flash(said)
    return redirect(url_for("cases.file", case_id=case_id), 303)
