"""The clocks of a case with everything they can say for themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from sqlalchemy import select

from engine.model import Case, Clock, ClockState, Extension, FiredRung, Suspension
from engine.periods import Ledger, due, schedule
from engine.policies import ClockPolicy, Unit
from engine.queries.chips import chip
from engine.queries.names import names_of
from engine.queries.permits import clock_moves
from engine.queries.rows import ClockChip, ClockRow, ExtensionRow, RungRow, SuspensionRow
from engine.steps.host import CaseHost
from engine.steps.lasting import lasts_until
from engine.steps.plan import Drawn, clock_plan
from engine.steps.touching import allows
from engine.uow import UnitOfWork

Names = Mapping[int | None, str]


def clock_rows(
    uow: UnitOfWork, host: CaseHost, case: Case, suspensions: Sequence[Suspension], *, asks: bool
) -> tuple[ClockRow, ...]:
    """Every clock of a case, open ones first; four statements."""
    query = select(Clock).where(Clock.case_id == case.id)
    clocks = uow.session.scalars(query.order_by(Clock.state == ClockState.STOPPED, Clock.id)).all()
    ids = [clock.id for clock in clocks]
    extensions = uow.session.scalars(
        select(Extension).where(Extension.clock_id.in_(ids)).order_by(Extension.id)
    ).all()
    fired = uow.session.scalars(select(FiredRung).where(FiredRung.clock_id.in_(ids))).all()
    people = [one for row in extensions for one in (row.requested_by, row.granted_by)]
    people += [one for row in suspensions for one in (row.requested_by, row.approved_by)]
    names = names_of(uow, people)
    return tuple(
        _row(
            uow,
            clock,
            clock_plan(host.process(clock.process_id)).drawn[clock.element, clock.policy_id],
            [one for one in suspensions if one.clock_id == clock.id or one.clock_id is None],
            [one for one in extensions if one.clock_id == clock.id],
            {one.level: one for one in fired if one.clock_id == clock.id},
            names,
            asks=asks,
        )
        for clock in clocks
    )


def _row(
    uow: UnitOfWork,
    clock: Clock,
    drawn: Drawn,
    suspensions: Sequence[Suspension],
    extensions: Sequence[Extension],
    fired: Mapping[int, FiredRung],
    names: Names,
    *,
    asks: bool,
) -> ClockRow:
    ledger, policy = _ledger(uow, clock), drawn.policy
    touching = [one for one in suspensions if allows(drawn, clock.id, one)]
    return ClockRow(
        chip=_chip(uow, clock, ledger),
        policy_id=policy.id,
        amount=policy.amount,
        unit=policy.unit.value,
        basis=policy.basis,
        started_at=clock.started_at,
        stopped_at=clock.stopped_at,
        breached_at=clock.breached_at,
        ledger=ledger,
        suspensions=tuple(suspension_row(uow, one, names) for one in touching),
        extensions=tuple(_extension_row(one, names) for one in extensions),
        rungs=_rungs(uow, policy, ledger, fired),
        may=clock_moves(clock, policy, suspensions, uow.now, asks=asks),
        suspend_for=policy.suspend_for,
        target=policy.target,
        extension_unit=(policy.extension_unit or policy.unit).value,
        max_extension=policy.max_extension,
        max_extensions=policy.max_extensions,
        revision=clock.calendar,
    )


def _ledger(uow: UnitOfWork, clock: Clock) -> Ledger:
    """The stored ledger; that of a clock which stands still as if it went on today."""
    ledger = Ledger.from_json(clock.ledger)
    if clock.state != ClockState.SUSPENDED:
        return ledger
    terms, office = ledger.terms, uow.office
    return due(
        terms.period,
        terms.start,
        spans=terms.spans,
        extensions=terms.extensions,
        calendar=office.calendar,
        hours=terms.hours,
        closing=terms.closing,
        until=office.local(uow.now) if terms.period.unit is Unit.HOURS else office.today(uow.now),
    )


def _chip(uow: UnitOfWork, clock: Clock, ledger: Ledger) -> ClockChip:
    found = chip(clock, uow.now, uow.office)
    if clock.state != ClockState.SUSPENDED:
        return found
    ends_at = ledger.ends_at.astimezone(UTC)
    return replace(found, ends_at=ends_at, last_day=ledger.last_day, provisional=ledger.provisional)


def _rungs(
    uow: UnitOfWork, policy: ClockPolicy, ledger: Ledger, fired: Mapping[int, FiredRung]
) -> tuple[RungRow, ...]:
    placed = schedule(ledger, policy.rungs, uow.office.calendar, uow.office.hours)
    return tuple(
        RungRow(rung.level, rung.at, row.due_at, row.fired_at, row.late, rung.notify)
        if (row := fired.get(rung.level)) is not None
        else RungRow(rung.level, rung.at, at.astimezone(UTC), None, late=False, notify=rung.notify)
        for at, rung in placed
    )


def suspension_row(uow: UnitOfWork, one: Suspension, names: Names) -> SuspensionRow:
    """A suspension as a row, with what its reason's rule says while it is in force."""
    rule = uow.office.suspension_rules.get(one.reason) if one.resumed is None else None
    until = lasts_until(one.reason, one.effective, uow.office) if rule is not None else None
    return SuspensionRow(
        id=one.id,
        clock_id=one.clock_id,
        reason=one.reason,
        effective=one.effective,
        resumed=one.resumed,
        note=one.note,
        requested_by=names.get(one.requested_by),
        approved_by=names.get(one.approved_by),
        automatic=one.automatic,
        resumes=rule.resumes if rule is not None and rule.resumes.zh else None,
        until=until,
        too_long=until is not None and until <= uow.now,
    )


def _extension_row(one: Extension, names: Names) -> ExtensionRow:
    return ExtensionRow(
        amount=one.amount,
        unit=one.unit,
        requested_by=names.get(one.requested_by),
        granted_by=names.get(one.granted_by),
        at=one.at,
        note=one.note,
        old_end=one.old_end,
        new_end=one.new_end,
    )
