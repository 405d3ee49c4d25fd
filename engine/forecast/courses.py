"""The course of a clock through the stages of its case, on the line of working time; what it teaches, and where it is.

A stage begins when tasks are opened and lasts until the next ones are; it is named by the activities that were opened
together. So a case is in one stage at a time, the one that it has reached last, however many tokens it has.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from engine.forecast.stands import Stand, running, still

WHOLE = ""
"""The stage that a clock is in from its start to its end: a clock by itself, without regard to the diagram."""

Stage = tuple[int, str]
"""When it began, and its name."""


class Spell(NamedTuple):
    """A stay in a stage, and what was left from its beginning; in running working time, microseconds.

    `stayed` is the time in the stage, `total` that to the clock's stop or, where it is not `over`, to the present;
    `period` is what the clock had left when the stage began, None for a case as a whole.
    """

    case: int
    stayed: int
    total: int
    over: bool
    period: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """One clock of one case, or the case as a whole (policy ""), by positions on the line of working time.

    `own`: the period of one step by itself. `kind` is what cases of the procedure differ by (the kind of right).
    """

    case: int
    procedure: str
    policy: str
    kind: str | None
    own: bool
    begins: int
    ends: int | None
    stopped: int | None
    stands: tuple[Stand, ...] = ()
    stages: tuple[Stage, ...] = ()


class Standing(NamedTuple):
    """Where a clock is: how long in its stage, how long altogether, and how much of its period is left."""

    case: int
    procedure: str
    policy: str
    kind: str | None
    own: bool
    stage: str
    stayed: int
    elapsed: int
    left: int | None
    still: bool


def stages_from(begins: int, opened: Iterable[Stage]) -> tuple[Stage, ...]:
    """The stages that a clock sees: the one that its case is in when it starts, and those after it; both in order."""
    found: list[Stage] = []
    for at, name in opened:
        if at <= begins:
            found = [(begins, name)]
        else:
            found.append((at, name))
    return tuple(found)


def spells(course: Course, now: int) -> Iterator[tuple[str, Spell]]:
    """What a clock teaches by now: its time as a whole, and its stay in each stage."""
    stopped = course.stopped if course.stopped is not None and course.stopped <= now else None
    until = now if stopped is None else stopped
    if course.begins > until:
        return
    entered = [(course.begins, WHOLE)]
    if not course.own:
        entered += [stage for stage in course.stages if stage[0] <= until]
    closed = running(course.stands, until)
    period = None if course.ends is None else running(course.stands, course.ends)
    at = [running(course.stands, stage[0]) for stage in entered]
    left = [closed, *at[2:], closed]  # nobody leaves the whole before its end
    for (_, name), begun, gone in zip(entered, at, left, strict=False):
        rest = None if period is None else period - begun
        yield name, Spell(course.case, gone - begun, closed - begun, stopped is not None, rest)


def standing(course: Course, now: int, *, ends: int | None = None) -> Standing:
    """Where an open clock is. `ends` takes the place of its end: that of one which stands still, if it went on now."""
    at = running(course.stands, now)
    begun, stage = _reached(course, now)
    end = course.ends if ends is None else ends
    return Standing(
        course.case,
        course.procedure,
        course.policy,
        course.kind,
        course.own,
        stage=stage,
        stayed=at - running(course.stands, begun),
        elapsed=at - running(course.stands, course.begins),
        left=None if end is None else end - now,
        still=still(course.stands, now),
    )


def _reached(course: Course, now: int) -> Stage:
    seen: Sequence[Stage] = () if course.own else [stage for stage in course.stages if stage[0] <= now]
    return seen[-1] if seen else (course.begins, WHOLE)
