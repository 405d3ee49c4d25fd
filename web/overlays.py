"""日历来源: the office's own days and the yearly notices over the library's; drafts of them are read, changed, dropped."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import calendar_years
from engine.errors import CalendarRefused, EngineError, NotAllowed, NotFound
from engine.queries import calendars
from engine.queries.rows import OverlayDetail
from engine.text import Text
from engine.uow import UnitOfWork
from web import errors, identity, pages, problems
from web.calendar_import import About, asked_form, given, shown, wall_of
from web.calendar_reading import Given, TableRefused, remarks, rows_of
from web.calendar_words import CALENDAR_WORDS
from web.draft_days import kept_names, typed_days
from web.phrases import gettext

Answer = Response | str | tuple[str, int]
overlays = Blueprint("overlays", __name__, url_prefix="/calendar")
overlays.before_request(identity.require)


@overlays.get("/sources")
def listing() -> str:
    """Every source, and every revision of the calendar."""
    with identity.reading() as uow:
        found = calendars.overview(uow)
        return pages.show_in(
            uow,
            "pages/calendar_sources.html",
            found=found,
            groups=_groups(found.overlays),
            horizon=calendars.horizon(uow),
            may=may_change(uow),
            **CALENDAR_WORDS,
        )


def _groups(rows: Any) -> list[tuple[str, list[Any]]]:
    states = (("draft", ("draft",)), ("published", ("published",)), ("past", ("withdrawn", "dropped")))
    return [(name, [row for row in rows if row.state in among]) for name, among in states]


def may_change(uow: UnitOfWork) -> bool:
    """May the actor change the calendar?"""
    return uow.actor.has("administrator")


# --- from a text to a draft ---


@overlays.get("/import")
def blank() -> Answer:
    """The empty form of one way of giving days."""
    return _import(Given(asked_form()))


@overlays.post("/import")
def give() -> Answer:
    """Read what is given, and show it; keep it as a draft where that is asked for and nothing is wrong."""
    try:
        found = given()
    except TableRefused as refused:
        return _import(Given(asked_form()), refusal=refused.reason)
    read = found.read()
    if request.form.get("do") != "save" or read.overlay is None:
        return _import(found)
    with identity.unit_of_work() as uow:
        overlay = About.typed().over(read.overlay)
        number = calendar_years.draft(uow, overlay, form=found.form, original=found.original)
    flash(gettext("已保存为草稿，请核对预览后发布"))
    return redirect(url_for("overlays.detail", overlay_id=number), 303)


def _import(found: Given, *, error: EngineError | None = None, refusal: Text | None = None) -> Answer:
    with identity.reading() as uow:
        if not may_change(uow):
            raise NotAllowed("calendar", "role")
        read = found.read() if request.method == "POST" and refusal is None else None
        overlay = read.overlay if read else None
        view = (
            shown(found, read, uow.office.calendar) if read else {"read": None, "remarks": [], "wall": None}
        )
        said = errors.answer(error)[1] if error else refusal
        body = pages.show_in(
            uow,
            "pages/calendar_import.html",
            given=found,
            about_it=About.typed() if "scope" in request.form else About.of(overlay) if overlay else About(),
            refusal=said,
            findings=_findings(error),
            **view,
            **CALENDAR_WORDS,
        )
    return (body, 422) if said or (read and read.errors) else body


# --- one of them ---


@overlays.get("/sources/<int:overlay_id>")
def detail(overlay_id: int) -> str:
    """Its days, where they come from, and what became of it."""
    with identity.reading() as uow:
        return show(uow, overlay_id)


@overlays.post("/sources/<int:overlay_id>")
def change(overlay_id: int) -> Response:
    """Give a draft another source, scope, validity, or other days."""
    with identity.unit_of_work() as uow:
        found = calendars.overlay(uow, overlay_id)
        typed = typed_days()
        read = typed.read()
        if read.overlay is None:
            raise CalendarRefused(read.errors)
        days = kept_names(read.overlay.days, found.overlay.days)
        same = days == found.overlay.days
        overlay = About.typed().over(found.overlay, days)
        source = (found.row.form, found.original) if same else (typed.form, typed.original)
        calendar_years.change_draft(uow, overlay_id, overlay, form=source[0], original=source[1])
    flash(gettext("草稿已更改"))
    return redirect(url_for("overlays.detail", overlay_id=overlay_id), 303)


@overlays.post("/sources/<int:overlay_id>/drop")
def drop(overlay_id: int) -> Response:
    """Give a draft up."""
    with identity.unit_of_work() as uow:
        calendar_years.drop(uow, overlay_id)
    flash(gettext("草稿已删除"))
    return redirect(url_for("overlays.listing"), 303)


def show(uow: UnitOfWork, overlay_id: int, *, error: EngineError | None = None) -> str:
    """The page of one source; after a refusal with what was typed."""
    found = calendars.overlay(uow, overlay_id)
    typed = typed_days() if error and "scope" in request.form else None
    return pages.show_in(
        uow,
        "pages/calendar_source.html",
        found=found,
        row=found.row,
        about_it=About.typed() if typed else About.of(found.overlay),
        days=typed.rows if typed else rows_of(found.overlay.days),
        wall=_wall(uow, found),
        refusal=errors.answer(error)[1] if error else None,
        findings=_findings(error),
        may=may_change(uow),
        **CALENDAR_WORDS,
    )


def _wall(uow: UnitOfWork, found: OverlayDetail) -> Any:
    return wall_of(found.overlay, uow.office.calendar)


def _findings(error: EngineError | None) -> list[Any]:
    if not isinstance(error, CalendarRefused):
        return []
    return remarks(Given("typed"), error.findings)


@overlays.errorhandler(EngineError)
def again(error: EngineError) -> Answer:
    """The page once more, with the reason and what was typed."""
    number = (request.view_args or {}).get("overlay_id")
    if request.method != "POST" or isinstance(error, NotFound | NotAllowed):
        return problems.refused(error)
    if number is None:
        return _import(given(), error=error)
    with identity.reading() as uow:
        return show(uow, number, error=error), errors.answer(error)[0]
