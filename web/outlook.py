"""预测与负荷: which clocks are likely missed, and on which days more falls due than is closed; each with its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Self

from flask import Blueprint, request

from engine.errors import NotFound
from engine.forecast import Basis
from engine.queries import casefile, forecasts, load
from engine.queries.explained import explained
from engine.queries.load import Group
from engine.queries.rows import CaseRow, ClockRow, RiskRow
from engine.uow import UnitOfWork
from web import forecast_chart, forecast_words, identity, load_chart, pages
from web.forecast_words import Said

outlook = Blueprint("outlook", __name__)
outlook.before_request(identity.require)
LEAST = (30, 50, 80)
HEAPS = ("overdue", "still", "later")


class Asked(NamedTuple):
    """What the address asks for; `due` and `closed` are the numbers whose cases are listed."""

    least: int = LEAST[0]
    thin: bool = False
    unit: int | None = None
    procedure: str | None = None
    due: str | None = None
    closed: str | None = None

    @classmethod
    def of_request(cls) -> Self:
        """Read the address; what makes no sense is not asked for."""
        asked = request.args
        least = asked.get("least", type=int)
        return cls(
            least if least in LEAST else LEAST[0],
            asked.get("show") == "thin",
            asked.get("unit", type=int),
            asked.get("procedure") or None,
            _day_or_heap(asked.get("due")),
            _day(asked.get("closed")),
        )

    @property
    def group(self) -> Group:
        """The part of the office whose load is shown."""
        return Group(self.unit, self.procedure)


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text or "").isoformat()
    except ValueError:
        return None


def _day_or_heap(text: str | None) -> str | None:
    return text if text in HEAPS else _day(text)


@dataclass(frozen=True, slots=True)
class Risk:
    """A clock at risk, with its words."""

    row: RiskRow
    said: Said


@outlook.get("/outlook")
def watch() -> str:
    """The office's outlook."""
    asked = Asked.of_request()
    with identity.reading() as uow:
        risks = forecasts.risks(uow, least=asked.least / 100, thin=asked.thin)
        found = load.load(uow, asked.group)
        return pages.show_in(
            uow,
            "pages/outlook.html",
            asked=asked,
            choices=LEAST,
            risks=risks,
            rows=[_risk(uow, row) for row in risks.rows],
            load=found,
            chart=load_chart.chart(found),
            size=load_chart,
            behind=_behind(uow, asked),
        )


def _risk(uow: UnitOfWork, row: RiskRow) -> Risk:
    return Risk(row, forecast_words.said(row.forecast, uow.office, uow.now))


def _behind(uow: UnitOfWork, asked: Asked) -> Sequence[CaseRow] | None:
    """The cases behind a number of the load."""
    if asked.due is not None:
        which = asked.due if asked.due in HEAPS else date.fromisoformat(asked.due)
        return load.due_on(uow, which, asked.group)
    if asked.closed is not None:
        return load.closed_on(uow, date.fromisoformat(asked.closed), asked.group)
    return None


@outlook.get("/cases/<int:case_id>/clocks/<int:clock_id>/forecast")
def explain(case_id: int, clock_id: int) -> str:
    """What a forecast rests on."""
    with identity.reading() as uow:
        file = casefile.read(uow, case_id)
        clock = _clock(file.clocks, clock_id)
        found = explained(uow, case_id, clock_id)
        return pages.show_in(uow, "pages/forecast.html", file=file, clock=clock, **_explained(uow, found))


def _clock(rows: tuple[ClockRow, ...], clock_id: int) -> ClockRow:
    for row in rows:
        if row.chip.id == clock_id:
            return row
    raise NotFound("clock", clock_id)


def _explained(uow: UnitOfWork, found: Any) -> dict[str, Any]:
    hours, row = uow.office.hours, found.forecast
    return {
        "found": found,
        "said": forecast_words.said(row, uow.office, uow.now),
        "basis": forecast_words.basis(row),
        "in_stage": row.basis in (Basis.STAGE_AND_KIND, Basis.STAGE),
        "stayed": forecast_words.work(row.stayed, hours),
        "since": forecast_words.work(row.since, hours),
        "left": forecast_words.work(row.left, hours) if row.left is not None and row.left > 0 else None,
        "compared": [(one, forecast_words.work(one.took, hours)) for one in found.compared],
        "curve": forecast_chart.curve(found, hours),
        "size": forecast_chart,
        "percent": forecast_words.percent,
        "least": uow.office.forecasting.least,
    }
