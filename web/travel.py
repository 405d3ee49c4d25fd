"""时间机器: a demo's time is moved forward, and everything that falls due on the way happens. Real offices have no such page."""

from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from engine.queries.ahead import ahead
from engine.queries.happened import KINDS, NOTICE, Happened, Happening, happened
from engine.text import Text
from engine.uow import UnitOfWork
from web import identity, pages, timeline
from web.demo import trips
from web.demo.destinations import destinations
from web.demo.trips import Trip, TripRefused
from web.due_words import due_text
from web.office_time import OfficeTime
from web.site import site

travel = Blueprint("travel", __name__, url_prefix="/time-machine")
travel.before_request(identity.require)

A_SLICE, A_LONG_ONE = 0.8, 10.0  # seconds of work a request; the long one without script
SHOWN = 300
NAMES = {
    "clock-breached": Text("超期", "Overdue"),
    "rung-fired": Text("督办提醒", "Reminders"),
    "timer-fired": Text("定时到时", "Timers"),
    "clock-recounted": Text("时限重算", "Counted anew"),
    "incident-raised": Text("流程异常", "Incidents"),
    "case-completed": Text("案件办结", "Completed"),
    NOTICE: Text("通知", "Messages"),
}
_DAY_MISSING = Text("请填写日期和时间", "Give a day and a time")


class Line(NamedTuple):
    """What happened, as a line: `state` gives the dot its colour."""

    at: datetime
    state: str
    text: Text
    number: str | None
    case_id: int | None
    told: int


@travel.get("")
def machine() -> str:
    """Where to, what falls due, and what happened on the last trip."""
    return _show()


@travel.post("")
def depart() -> Response:
    """Set out, and go a first piece of the way."""
    until = _until()
    trips.begin(site().engine, until, identity.actor().name)
    trips.go_on(site().engine, _time(), seconds=A_SLICE)
    return redirect(url_for("travel.machine"), 303)


@travel.post("/on")
def go_on() -> Response | str:
    """Another piece of the way; the page asks for one after the other."""
    by_itself = request.headers.get("HX-Request") == "true"
    trips.go_on(site().engine, _time(), seconds=A_SLICE if by_itself else A_LONG_ONE)
    return _show() if by_itself else redirect(url_for("travel.machine"), 303)


@travel.post("/stop")
def stop() -> Response:
    """Stay where it is."""
    trips.stop(site().engine)
    return redirect(url_for("travel.machine"), 303)


@travel.errorhandler(TripRefused)
def refused(error: TripRefused) -> tuple[str, int]:
    """The page once more, with the reason and what was typed."""
    return _show(error.reason), 422


def _time() -> OfficeTime:
    demo = site().demo
    if demo is None or demo.time is None:
        raise AssertionError  # the page is not there then
    return demo.time


def _until() -> datetime:
    """The instant that a button names, or the day and the time that were chosen; TripRefused."""
    form = request.form
    try:
        if "at" in form:
            return datetime.fromisoformat(form["at"]).astimezone(UTC)
        day, moment = date.fromisoformat(form.get("day", "")), time.fromisoformat(form.get("time", ""))
        return datetime.combine(day, moment, site().engine.office.timezone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise TripRefused(_DAY_MISSING) from None


def _show(refusal: Text | None = None) -> str:
    with identity.reading() as uow:
        due = ahead(uow)
        return pages.show_in(
            uow,
            "pages/time_machine.html",
            refusal=refusal,
            typed=request.form,
            destinations=destinations(uow.office, uow.now, due),
            due=[(row, due_text(row)) for row in due],
            ahead_of_day=_time().ahead(),
            **_last(uow),
        )


def _last(uow: UnitOfWork) -> dict[str, Any]:
    """The trip that is under way, or the last one with what happened on it."""
    trip = Trip.read(uow)
    if trip is None or not trip.arrived:
        return {"trip": trip, "days": [], "kinds": [], "kind": None, "total": 0}
    asked = request.args.get("show")
    kind = asked if asked in NAMES else None
    found = happened(uow, trip.since, trip.reached, kind=kind, limit=SHOWN)
    return {
        "trip": trip,
        "days": _by_day(uow, found),
        "kinds": [(key, NAMES[key], found.counts.get(key, 0)) for key in (*KINDS, NOTICE)],
        "kind": kind,
        "total": sum(found.counts.values()) if kind is None else found.counts.get(kind, 0),
    }


def _by_day(uow: UnitOfWork, found: Happened) -> list[tuple[date, list[Line]]]:
    rows = [_line(uow, row) for row in found.rows]
    return [(day, list(of)) for day, of in groupby(rows, key=lambda row: uow.office.today(row.at))]


def _line(uow: UnitOfWork, row: Happening) -> Line:
    if row.entry is None:
        text = row.notice or NAMES[NOTICE]
        return Line(row.at, "", text, row.number, row.case_id, row.told)
    said = timeline.line(row.entry, uow.office)
    told = int(row.entry.facts.get("notified", 0))
    return Line(row.at, said.state, said.text, row.number, row.case_id, told)
