"""Timer texts as they are written on a diagram: which kind, and how long, roughly. Nothing is counted here."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from engine.errors import PeriodInvalid
from engine.expressions import compile_expression
from engine.expressions.syntax import Literal
from engine.graph import TimerKind
from engine.policies import parse_period
from engine.spiff.clocks import days

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?",
    re.ASCII,
)
_SECONDS = {
    "years": 31_557_600, "months": 2_629_800, "weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60,
    "seconds": 1,
}  # fmt: skip
_CYCLE = re.compile(r"R(?P<times>\d{0,6})/(?:(?P<first>[^/P][^/]*)/)?(?P<every>P[^/]*)", re.ASCII)
_CRON = re.compile(r"\S+(?: \S+){4,6}", re.ASCII)
_CRON_FIELD = re.compile(r"[0-9*?/,\-LW#A-Z]+", re.ASCII)
_LITERAL = re.compile(r"-?\d|-?[Pp]-?[\dT]|-?P$|[Rr]+-?\d*(/|$)", re.ASCII)
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Timing:
    """A timer that is written out: its kind, its length or its interval in seconds, and how often (None: endlessly)."""

    kind: TimerKind
    seconds: float = 0
    times: int | None = None
    year: int | None = None


class TimerUnreadable(ValueError):
    """The text is no timer; the argument is `cron` or `syntax`."""


def read_timer(text: str) -> Timing | None:
    """Read a timer's text; None where an expression gives it at run time.

    Raises `TimerUnreadable`, or `ExpressionRefused` for an expression that does not compile.
    """
    literal = _literal(text.strip())
    if literal is not None:
        return literal
    if _is_cron(text.strip()):
        raise TimerUnreadable("cron")
    if _LITERAL.match(text.strip()):
        raise TimerUnreadable("syntax")
    tree = compile_expression(text).tree
    if not isinstance(tree, Literal):
        return None
    found = _literal(str(tree.value).strip())
    if found is None:
        raise TimerUnreadable("syntax")
    return found


def _literal(text: str) -> Timing | None:
    cycle = _CYCLE.fullmatch(text)
    if cycle is not None:
        return _cycle(cycle)
    seconds = _length(text)
    if seconds is not None:
        return Timing(TimerKind.DURATION, seconds)
    year = _year(text)
    return None if year is None else Timing(TimerKind.DATE, year=year)


def _cycle(found: re.Match[str]) -> Timing:
    """Read `R3/PT1H`, `R/2026-10-01T09:00/P1D`."""
    length = _iso(found["every"])
    year = _year(found["first"]) if found["first"] else None
    if length is None or (found["first"] and year is None):
        raise TimerUnreadable("syntax")
    return Timing(TimerKind.CYCLE, length, int(found["times"]) if found["times"] else None, year)


def _iso(text: str) -> float | None:
    """Give the seconds of an ISO duration, roughly."""
    found = _DURATION.fullmatch(text)
    parts = {name: value for name, value in found.groupdict().items() if value} if found is not None else {}
    return sum(float(value) * _SECONDS[name] for name, value in parts.items()) if parts else None


def _length(text: str) -> float | None:
    """Give the seconds of an ISO duration or of a period of ours, roughly."""
    seconds = _iso(text)
    if seconds is not None:
        return seconds
    try:
        period = parse_period(text)
    except PeriodInvalid as refused:
        return _beyond(text) if refused.problem in ("too-long", "amount-not-positive") else None
    return days(period.amount, period.unit) * _DAY


def _beyond(text: str) -> float:
    """Give zero for a period of nothing, and for one that is too long a length that is too long as well."""
    return 0.0 if re.match(r"0+\D", text.strip()) else 1e12


def _year(text: str) -> int | None:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text).year if re.match(r"\d{4}-?[\dW]", text) else None
        except ValueError:
            continue
    return None


def _is_cron(text: str) -> bool:
    return bool(_CRON.fullmatch(text)) and all(_CRON_FIELD.fullmatch(part) for part in text.split(" "))
