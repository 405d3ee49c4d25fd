"""The outlook of a clock: how likely its end comes before it stops, and when it is as likely over as not.

It is read off the clocks that were in the same stage of the same procedure: those that stayed in it at least as long
as this one has by now, and what they needed from there. Where too few did, off those that stayed as long as enough of
them did; then off every kind of right; then off the clock as a whole, whatever the stage.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice, takewhile
from operator import attrgetter
from typing import Final, Self

from engine.forecast.courses import WHOLE, Course, Spell, Standing, spells
from engine.forecast.survival import Chance, Observed, Survival

LEAST: Final = 20
"""So many must be over before anything is said: the band of a share is then at most some 22 points to either side."""

MOST: Final = 1_000
"""Of a larger stratum every kth is kept: that is exact to 2 points, and soon read off."""

HOUR: Final = 3_600_000_000

NEGLIGIBLE: Final = 0.05
"""Where a curve is known down to here, what comes after it is no more than that."""


class Basis(StrEnum):
    """What a clock was compared with, the nearest first."""

    STAGE_AND_KIND = "stage-and-kind"
    STAGE = "stage"
    CLOCK_AND_KIND = "clock-and-kind"
    CLOCK = "clock"


Key = tuple[str, str, str, str | None]
"""Procedure, policy, stage, and kind; None for every kind."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Those that are compared with, and the curve of what they needed. Each had stayed in the stage `since` so long.

    A clock of the case is measured in working time. The period of one step (`shares`) is measured in shares of what
    was left of it: who answers within three days or within fifteen takes the time accordingly.
    """

    spells: tuple[Spell, ...]
    since: int
    shares: bool
    curve: Survival

    @classmethod
    def of(cls, spells: Iterable[Spell], since: int, *, shares: bool) -> Self:
        """With the curve."""
        chosen = tuple(spell for spell in spells if not shares or _runs(spell, since))
        curve = Survival.of(Observed(after(spell, since, shares=shares), spell.over) for spell in chosen)
        return cls(chosen, since, shares, curve)

    def others(self, case: int) -> tuple[Spell, ...]:
        """Those of other cases than this one."""
        return tuple(spell for spell in self.spells if spell.case != case)


def after(spell: Spell, since: int, *, shares: bool) -> float:
    """How long it took from there: working time, or a share of what was left of the period."""
    whole = spell.period - since if shares and spell.period is not None else 1
    return (spell.total - since) / whole


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected. `remaining` is the median of working time until the stop, None where it is beyond what
    is known; `miss` is None where the end has passed, where there is none, or where it is beyond what is known.
    """

    standing: Standing
    sample: Sample
    basis: Basis
    miss: Chance | None
    remaining: float | None


@dataclass(frozen=True, slots=True)
class Thin:
    """Not enough data: at the most `finished` clocks of this kind are over."""

    standing: Standing
    finished: int


@dataclass(frozen=True)
class Stratum:
    """The spells of one key, those that stayed longest first. Samples of it are kept, as many clocks ask for the same."""

    spells: tuple[Spell, ...]
    _kept: dict[tuple[int, bool], Sample] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def finished(self) -> tuple[Spell, ...]:
        """Those that are over."""
        return tuple(spell for spell in self.spells if spell.over)

    def sample(self, stayed: int, least: int, *, shares: bool) -> Sample | None:
        """Those that stayed so long, or as long as enough of them did; None where too few are over."""
        usable = (spell for spell in self.finished if not shares or _runs(spell, stayed))
        longest = list(islice(usable, least))
        if len(longest) < least:
            return None
        since = rounded(min(stayed, longest[-1].stayed))
        found = self._kept.get((since, shares))
        if found is None:
            chosen = takewhile(lambda spell: spell.stayed >= since, self.spells)
            found = self._kept[since, shares] = Sample.of(chosen, since, shares=shares)
        return found


def rounded(since: int) -> int:
    """Down to whole working hours, and to two digits of them: more exactly, nobody is alike."""
    hours = since // HOUR
    step: int = 10 ** max(len(str(hours)) - 2, 0)
    return hours // step * step * HOUR


def _runs(spell: Spell, since: int) -> bool:
    """Had it anything left of its period then?"""
    return spell.period is not None and spell.period > min(since, spell.stayed)


@dataclass(frozen=True, slots=True)
class History:
    """What an office's clocks teach by an instant. `least` must be over before anything is said."""

    strata: Mapping[Key, Stratum]
    least: int = LEAST

    @classmethod
    def of(cls, courses: Iterable[Course], now: int, *, least: int = LEAST) -> Self:
        """Learn from clocks as they are known at `now`, a position on the line of working time."""
        found: dict[Key, list[Spell]] = {}
        for course in courses:
            kinds = (None,) if course.kind is None else (None, course.kind)
            for stage, spell in spells(course, now):
                for kind in kinds:
                    key = (course.procedure, course.policy, stage, kind)
                    found.setdefault(key, []).append(spell)
        return cls({key: _stratum(rows) for key, rows in found.items()}, least)

    def outlook(self, at: Standing) -> Outlook | Thin:
        """What is to be expected of a clock that stands there."""
        found: Outlook | None = None
        most = 0
        for basis, key, stayed in _ladder(at):
            stratum = self.strata.get(key, _NOTHING)
            sample = stratum.sample(stayed, self.least, shares=at.own and _asks(at))
            most = max(most, len(stratum.finished))
            if sample is not None:
                outlook = _outlook(at, sample, basis)
                if outlook.miss is not None or not _asks(at):
                    return outlook
                found = found or outlook
        return found or Thin(at, most)


_NOTHING: Final = Stratum(())


_STAYED: Final = attrgetter("stayed")


def _stratum(rows: list[Spell]) -> Stratum:
    rows.sort(key=_STAYED, reverse=True)
    every = -(-len(rows) // MOST)
    return Stratum(tuple(rows[::every]))


def _ladder(at: Standing) -> Iterator[tuple[Basis, Key, int]]:
    """The strata to look in, the nearest first; how long the clock has been there."""
    if at.stage != WHOLE:
        if at.kind is not None:
            yield Basis.STAGE_AND_KIND, (at.procedure, at.policy, at.stage, at.kind), at.stayed
        yield Basis.STAGE, (at.procedure, at.policy, at.stage, None), at.stayed
    if at.kind is not None:
        yield Basis.CLOCK_AND_KIND, (at.procedure, at.policy, WHOLE, at.kind), at.elapsed
    yield Basis.CLOCK, (at.procedure, at.policy, WHOLE, None), at.elapsed


def _asks(at: Standing) -> bool:
    """Is there an end to come, that could be missed?"""
    return at.left is not None and at.left > 0


def _outlook(at: Standing, sample: Sample, basis: Basis) -> Outlook:
    unit = at.left if sample.shares and at.left is not None else 1
    median = sample.curve.quantile(0.5)
    return Outlook(
        at, sample, basis, _miss(at, sample.curve, unit), None if median is None else median * unit
    )


def _miss(at: Standing, curve: Survival, unit: int) -> Chance | None:
    """How likely it lasts beyond its end; None where nobody can know."""
    if at.left is None or at.left <= 0:
        return None
    chance = curve.beyond(at.left / unit)
    if chance is None or (chance.at_most and chance.value > NEGLIGIBLE):
        return None
    return _tempered(chance, curve.size)


def _tempered(chance: Chance, size: int) -> Chance:
    """The estimate as if one case more had been half missed (Krichevsky and Trofimov 1981).

    What has not happened in twenty cases is not impossible: told as 0 %, it came true once in twenty-five times.
    """
    value = (chance.value * size + 0.5) / (size + 1)
    return Chance(value, min(chance.low, value), max(chance.high, value), chance.at_most)
