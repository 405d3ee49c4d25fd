"""A field that is asked of somebody, and the ways of answering it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from engine.forms import Field

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A field in its form: what is known of the case and was answered before it, who can be named, and the time.

    `now` is on the office's own clock.
    """

    field: Field
    known: Values
    rng: Random
    now: datetime
    people: Sequence[int] = ()

    @property
    def today(self) -> date:
        """The office's day."""
        return self.now.date()

    @property
    def number(self) -> int:
        """The running number in the case's own number."""
        digits = str(self.known.get("case_number", "0-0")).rpartition("-")[2]
        return int(digits) if digits.isdigit() else 0

    def on(self, field: Field, known: Values) -> "Asked":
        """The same for another field."""
        return replace(self, field=field, known=known)


Habit = Callable[[Asked], Any]
"""How a field is answered."""


def always(value: Any) -> Habit:
    """The same answer every time."""
    return lambda _: value


def nothing(_: Asked) -> None:
    """Leave it empty."""


def often(share: float) -> Habit:
    """Yes, in a share of the cases."""
    return lambda asked: asked.rng.random() < share


def odds(weights: Mapping[Any, float]) -> Habit:
    """One of several, by weight."""
    return lambda asked: asked.rng.choices(list(weights), list(weights.values()))[0]


def some(shares: Mapping[str, float], *, least: int = 0) -> Habit:
    """Several, each with its share; at least so many of the first."""

    def chosen(asked: Asked) -> list[str]:
        found = [value for value, share in shares.items() if asked.rng.random() < share]
        return found if len(found) >= least else list(shares)[:least]

    return chosen


def say(*texts: str) -> Habit:
    """One of several texts; `{name}` stands for a variable of the case, `{n}` for its running number."""
    return lambda asked: told(asked.rng.choice(texts), asked)


def told(text: str, asked: Asked) -> str:
    """A text with what it speaks of filled in."""
    today = asked.today
    facts = {"n": asked.number, "year": today.year, "today": f"{today.year}年{today.month}月{today.day}日"}
    return text.format_map(_Facts({**asked.known, **facts}))


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "（略）"


def money(low: int, high: int, *, step: int = 100) -> Habit:
    """An amount in yuan."""
    return lambda asked: asked.rng.randrange(low, high + 1, step)


def whole(low: int, high: int) -> Habit:
    """A whole number, both ends included."""
    return lambda asked: asked.rng.randint(low, high)


def known(name: str, otherwise: Any = None) -> Habit:
    """What another variable of the case says."""
    return lambda asked: asked.known.get(name, otherwise)


def today(asked: Asked) -> str:
    """The office's day."""
    return asked.today.isoformat()


def days_before(low: int, high: int) -> Habit:
    """A day so many days ago."""
    return lambda asked: (asked.today - timedelta(asked.rng.randint(low, high))).isoformat()


def moment_in(days: int, at: str) -> Habit:
    """A day ahead and a time of that day."""
    return lambda asked: f"{asked.today + timedelta(days)}T{at}"


def when(test: Callable[[Values], bool], then: Habit, otherwise: Habit) -> Habit:
    """One habit or another, as the case stands."""
    return lambda asked: (then if test(asked.known) else otherwise)(asked)


def rows(low: int, high: int, *of: Values) -> Habit:
    """Rows of a table, of those given; their texts may speak of the case."""

    def written(asked: Asked) -> list[dict[str, Any]]:
        chosen = asked.rng.sample(of, min(len(of), asked.rng.randint(low, high)))
        return [{name: _cell(cell, asked) for name, cell in row.items()} for row in chosen]

    return written


def _cell(cell: Any, asked: Asked) -> Any:
    if callable(cell):
        return cell(asked)
    return told(cell, asked) if isinstance(cell, str) else cell


def people(count: int) -> Habit:
    """So many of those who can be named."""
    return lambda asked: asked.rng.sample(list(asked.people), min(count, len(asked.people)))


def person(asked: Asked) -> int | None:
    """One of those who can be named."""
    return asked.rng.choice(list(asked.people)) if asked.people else None
