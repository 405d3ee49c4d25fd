"""工作日历: a year on the wall, with the word on which every special day stands."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from engine.errors import NotFound
from engine.queries.calendars import horizon
from web import identity, pages
from web.year_view import FIRST_YEAR, LAST_YEAR, WORDS, whole_year

calendars = Blueprint("calendars", __name__, url_prefix="/calendar")
calendars.before_request(identity.require)


@calendars.get("")
def this_year() -> Response:
    """The year that it is in the office."""
    with identity.reading() as uow:
        year = uow.office.today(uow.now).year
    return redirect(url_for("calendars.year", year=year))


@calendars.get("/<int:year>")
def year(year: int) -> str:
    """All of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("page", year)
    with identity.reading() as uow:
        return pages.show_in(
            uow,
            "pages/calendar.html",
            year=year,
            wall=whole_year(uow.office.calendar, year),
            today=uow.office.today(uow.now),
            years=[one for one in (year - 1, year + 1) if FIRST_YEAR <= one <= LAST_YEAR],
            horizon=horizon(uow),
            **WORDS,
        )
