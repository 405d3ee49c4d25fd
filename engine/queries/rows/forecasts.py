"""Rows of forecasts: what is to be expected of a clock, which cases are at risk, and what was compared with."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.forecast import Basis, Chance
from engine.queries.rows.lists import CaseRow, ClockChip
from engine.text import Text


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The outlook of an open clock, or (`clock_id` None) of its case. Lengths are microseconds of working time.

    `sample` were compared with, `finished` of them are over; where there is not `enough` data, so many are over
    altogether and nothing was compared. `miss` is None besides where the end has passed, where there is none, or where it lies beyond what is known. `finish_at` is as
    likely as not, None where even that is beyond what is known. `still`: it stands still, and this is what would be
    if it went on today.
    """

    clock_id: int | None
    enough: bool
    miss: Chance | None
    finish_at: datetime | None
    provisional: bool
    still: bool
    sample: int
    finished: int
    basis: Basis | None
    stage: tuple[str, ...]
    stayed: int
    since: int
    left: int | None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """An open clock with its case and its outlook; `stage` names the activities that the case has reached."""

    case: CaseRow
    clock: ClockChip
    forecast: ForecastRow
    stage: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Risks:
    """The office's open clocks by what is to be expected of them. `rows` are those that were asked for.

    Of the `running` clocks that have not ended and could be forecast, `expected` are to be expected to be missed;
    `likely` are so likely to be missed as was asked for, and of `thin` there is not enough data. It was learnt from
    `read` of the `cases` opened since a day.
    """

    rows: tuple[RiskRow, ...]
    running: int
    expected: float
    likely: int
    thin: int
    since: date
    cases: int
    read: int


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """From this much working time on, so large a share is still open; with its band."""

    after: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One of those compared with: how long it took from there, or has taken by now."""

    case_id: int
    number: str
    title: str
    took: float
    over: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """A forecast with what it rests on. `hidden` of those compared with may not be seen by the reader, or are left out.

    `finishes` are the instants by which such a share of them would be over, None where that is beyond what is known.
    `shares`: measured in shares of the period, here given in working time of this one.
    """

    forecast: ForecastRow
    stage: tuple[Text, ...]
    finishes: tuple[tuple[float, datetime | None], ...]
    curve: tuple[CurvePoint, ...]
    compared: tuple[ComparedRow, ...]
    hidden: int
    shares: bool
