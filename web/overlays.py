"""日历来源: the office's own days and the yearly notices over the library's, from a draft to its publication."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from engine.errors import EngineError, NotAllowed
from engine.text import Text
from web import errors, identity, pages
from web.calendar_import import About, asked_form, given, shown
from web.calendar_reading import Given, TableRefused
from web.year_view import WORDS

Answer = Response | str | tuple[str, int]
overlays = Blueprint("overlays", __name__, url_prefix="/calendar")
overlays.before_request(identity.require)


@overlays.get("/sources")
def listing() -> str:
    """What there is."""
    raise NotAllowed("calendar", "role")


@overlays.get("/import")
def blank() -> Answer:
    """The empty form of one way of giving days."""
    return _import(Given(asked_form()))


@overlays.post("/import")
def give() -> Answer:
    """Read what is given, and show it; save it as a draft where that is asked for and nothing is wrong."""
    try:
        found = given()
    except TableRefused as refused:
        return _import(Given(asked_form()), refusal=refused.reason)
    return _import(found)


def _import(found: Given, *, error: EngineError | None = None, refusal: Text | None = None) -> Answer:
    with identity.reading() as uow:
        if not uow.actor.has("administrator"):
            raise NotAllowed("calendar", "role")
        read = found.read() if request.method == "POST" and refusal is None else None
        about = (
            About.typed()
            if "scope" in request.form
            else About.of(read.overlay)
            if read and read.overlay
            else About()
        )
        view = (
            shown(found, read, uow.office.calendar) if read else {"read": None, "remarks": [], "wall": None}
        )
        said = errors.answer(error)[1] if error else refusal
        body = pages.show_in(
            uow,
            "pages/calendar_import.html",
            given=found,
            about_it=about,
            refusal=said,
            today=uow.office.today(uow.now),
            **view,
            **WORDS,
        )
    return (body, 422) if said or (read and read.errors) else body
