"""What a package in `workflows/` adds to a diagram: service operations, and names for numbers, titles and parties."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any, Final, Protocol

from engine.errors import NumberPatternInvalid
from engine.text import Text


@dataclass(frozen=True, slots=True)
class StartCase:
    """Effect: open a linked case in the same transaction.

    `returns`: name of the message that tells this case when the other closes (key `case_number`, the number of
    this case; payload `linked_number`, `linked_state`, `linked_outcome`). `into`: variable that takes its number.
    """

    key: str
    facts: Mapping[str, Any]
    title: str = ""
    link: str = "started-from"
    returns: str | None = None
    into: str | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """Effect: tell persons (ids), or everybody with a role, something about this case."""

    text: Text
    to: Sequence[int] = ()
    role: str | None = None
    at_once: bool = False
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Send:
    """Effect: a message to whichever case waits for it, delivered after the commit, once."""

    name: str
    keys: Mapping[str, Any]
    payload: Mapping[str, Any] = field(default_factory=dict)


DEFAULT_NUMBER: Final = "{key}-{year}-{sequence:04d}"
LONGEST_NUMBER: Final = 80
_FIELDS: Final = frozenset({"key", "year", "sequence"})
_WIDTH: Final = (re.compile(r"0?\d{0,2}d?", re.ASCII), re.compile(""))  # of a number; a key has none
_MANY: Final = 9_999_999

Effect = StartCase | Notify | Send


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation gives when it has effects besides values."""

    values: Mapping[str, Any] = field(default_factory=dict)
    effects: Sequence[Effect] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be given work, as operations see one."""

    id: int
    name: str
    unit: str | None
    open_tasks: int
    away: bool = False  # today


class Facts(Protocol):
    """Read-only facts beside the case's data."""

    def candidates(self, role: str) -> Sequence[Candidate]:
        """Active, not recused persons with the role: those who are there today, least loaded first, then by id."""
        ...


@dataclass(frozen=True, slots=True)
class OperationContext:
    """All that an operation may look at."""

    variables: Mapping[str, Any]
    now: datetime
    today: date
    case_number: str
    node_id: str
    facts: Facts


Operation = Callable[[OperationContext], Mapping[str, Any] | Outcome | None]


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a case."""

    role: Text
    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One package of `workflows/`; every field but the key has a default.

    `number` is a pattern with `{year}` and `{sequence}` (`YS{year}-{sequence:04d}`); numbers are counted without
    gaps per definition and year. An operation raises `engine.tokens.BusinessError` for a BPMN error.
    """

    key: str
    operations: Mapping[str, Operation] = field(default_factory=dict)
    number: str | None = None
    title: Callable[[Mapping[str, Any]], str] | None = None
    parties: Callable[[Mapping[str, Any]], Sequence[Party]] | None = None


def case_number(pattern: str, *, key: str, year: int, sequence: int) -> str:
    """The number that a pattern gives: with `{year}` and `{sequence}`, and `{key}` if it likes; `{sequence:04d}` has four digits.

    Raises NumberPatternInvalid, which also refuses what would give the same number twice.
    """
    try:
        fields = [field for field in Formatter().parse(pattern) if field[1] is not None]
    except ValueError:
        raise NumberPatternInvalid(pattern, "number-unreadable") from None
    if any(name not in _FIELDS or conversion for _, name, _, conversion in fields):
        raise NumberPatternInvalid(pattern, "number-field")
    if not {"year", "sequence"} <= {name for _, name, _, _ in fields}:
        raise NumberPatternInvalid(pattern, "number-not-unique")
    if not all(_WIDTH[name == "key"].fullmatch(width or "") for _, name, width, _ in fields):
        raise NumberPatternInvalid(pattern, "number-width")
    return pattern.format(key=key, year=year, sequence=sequence)


def check_number_pattern(pattern: str, key: str) -> None:
    """Refuse a pattern that could not number cases. Raises NumberPatternInvalid."""
    if len(case_number(pattern, key=key, year=9999, sequence=_MANY)) > LONGEST_NUMBER:
        raise NumberPatternInvalid(pattern, "number-too-long")
