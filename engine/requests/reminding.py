"""A request that waits: who may decide is told again after a working day, and at half of the time that was left."""

from datetime import datetime

from engine.model import AlarmKind, Case, Clock, ClockRequest, ClockState, RequestState
from engine.policies import Period, Unit
from engine.requests import telling
from engine.steps.alarm_rows import AlarmRows
from engine.steps.lasting import later
from engine.uow import UnitOfWork

AFTER = Period(1, Unit.WORKING_DAYS)


def watch(uow: UnitOfWork, case: Case, clock: Clock | None, request: ClockRequest, alarms: AlarmRows) -> None:
    """Set the alarm of a request to its first step; the second goes with it."""
    steps = [later(uow.office.today(uow.now), AFTER, uow.office)]
    end = _end(case, clock)
    if end is not None and end > uow.now:
        steps.append(uow.now + (end - uow.now) / 2)
    first, *rest = sorted(steps)
    _set(alarms, request, first, rest[0] if rest else None)


def remind(uow: UnitOfWork, case: Case, subject: str, then: str | None) -> None:
    """Tell those who may decide again; `then` is the step that is left, and is no more where it has gone by as well."""
    alarms = AlarmRows(uow)
    request = uow.session.get(ClockRequest, int(subject))
    if request is None or request.state != RequestState.ASKED:
        alarms.clear(AlarmKind.REQUEST, subject)
    else:
        clock = uow.session.get(Clock, request.clock_id) if request.clock_id else None
        told = telling.tell_deciders(uow, case, clock, request, again=True)
        uow.book(case).write("request-waits", request=request.id, kind_of=request.kind, notified=told)
        left = datetime.fromisoformat(then) if then else uow.now
        if left <= uow.now:
            alarms.clear(AlarmKind.REQUEST, subject)
        else:
            _set(alarms, request, left, None)
    alarms.flush()


def _end(case: Case, clock: Clock | None) -> datetime | None:
    if clock is None:
        return case.ends_at
    return clock.ends_at if clock.state == ClockState.RUNNING else None


def _set(alarms: AlarmRows, request: ClockRequest, at: datetime, then: datetime | None) -> None:
    period = then.isoformat() if then else None
    alarms.set(AlarmKind.REQUEST, str(request.id), at, case_id=request.case_id, period=period)
