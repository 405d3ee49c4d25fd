"""A forecast explained: the curve that it is read off, and the cases that the clock was compared with."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from engine.errors import NotFound
from engine.forecast import Outlook, Spell, after
from engine.model import Case
from engine.queries import dashboard
from engine.queries.forecasts import finish_at, outlooks, row, stage_names
from engine.queries.history import Past, past
from engine.queries.rows import ComparedRow, CurvePoint, Explained
from engine.text import Text
from engine.uow import UnitOfWork

QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
LISTED = 200
"""So many of those compared with are listed, the latest ones."""


def explained(uow: UnitOfWork, case_id: int, clock_id: int) -> Explained:
    """The forecast of an open clock of a case whose file the reader may see; NotFound where it has stopped."""
    known = past(uow)
    found = outlooks(uow, case_id, known).get(clock_id)
    if found is None:
        raise NotFound("clock", clock_id)
    one = row(uow, known, clock_id, found)
    names = stage_names(uow, [case_id])
    stage = tuple(names.get((case_id, node), Text(node, node)) for node in one.stage)
    if not isinstance(found, Outlook):
        return Explained(one, stage, (), (), (), 0, shares=False)
    compared = _compared(uow, found)
    return Explained(
        forecast=one,
        stage=stage,
        finishes=tuple((share, _by(uow, known, found, share)) for share in QUANTILES),
        curve=tuple(_points(found)),
        compared=compared,
        hidden=one.sample - len(compared),
        shares=found.sample.shares,
    )


def _points(found: Outlook) -> Iterator[CurvePoint]:
    """The steps of the curve, in working time of this clock."""
    unit = _unit(found)
    for time in found.sample.curve.times:
        chance = found.sample.curve.beyond(time)
        if chance is not None:
            yield CurvePoint(time * unit, chance.value, chance.low, chance.high)


def _by(uow: UnitOfWork, known: Past, found: Outlook, share: float) -> datetime | None:
    """When such a share of those compared with would be over."""
    length = found.sample.curve.quantile(share)
    return finish_at(uow, known, None if length is None else length * _unit(found))


def _unit(found: Outlook) -> int:
    return found.standing.left or 1 if found.sample.shares else 1


def _compared(uow: UnitOfWork, found: Outlook) -> tuple[ComparedRow, ...]:
    """The latest of those compared with, as far as the reader may see them; one statement."""
    latest = sorted(found.sample.others(found.standing.case), key=lambda spell: -spell.case)[:LISTED]
    query = select(Case.id, Case.number, Case.title).where(
        Case.id.in_({spell.case for spell in latest}), dashboard.visible(uow)
    )
    cases = {case.id: (case.number, case.title) for case in uow.session.execute(query)}
    return tuple(
        ComparedRow(spell.case, *cases[spell.case], _took(found, spell), spell.over)
        for spell in latest
        if spell.case in cases
    )


def _took(found: Outlook, spell: Spell) -> float:
    """How long it took from there; where shares are measured, in working time of this clock."""
    return after(spell, found.sample.since, shares=found.sample.shares) * _unit(found)
