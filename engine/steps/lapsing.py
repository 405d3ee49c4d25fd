"""What is of no use any more: requests about clocks that have stopped; requests and instructions of a closed case."""

from collections.abc import Collection

from sqlalchemy import select

from engine.model import AlarmKind, Case, ClockRequest, RequestState
from engine.steps.alarm_rows import AlarmRows
from engine.steps.calling_off import call_off
from engine.steps.notices import Notice, notify
from engine.steps.persons import who_may_see
from engine.text import Text
from engine.uow import UnitOfWork


def lapse(uow: UnitOfWork, case: Case, alarms: AlarmRows, stopped: Collection[int] | None) -> None:
    """Let the open requests about the stopped clocks lapse; None: all of the case, which has closed."""
    asked = ClockRequest.case_id == case.id, ClockRequest.state == RequestState.ASKED
    for request in uow.session.scalars(select(ClockRequest).where(*asked).order_by(ClockRequest.id)):
        of_this = stopped is None or request.clock_id in stopped
        if of_this and request.state == RequestState.ASKED:  # not decided in this unit of work
            request.lapse(uow.book(case))
            alarms.clear(AlarmKind.REQUEST, str(request.id))
            _tell(uow, case, request)


def lapse_all(uow: UnitOfWork, case: Case, alarms: AlarmRows) -> None:
    """The case has closed: what was asked about its clocks lapses, and its instructions need no answer."""
    lapse(uow, case, alarms, None)
    call_off(uow, case, alarms)


def _tell(uow: UnitOfWork, case: Case, request: ClockRequest) -> None:
    text = Text(
        f"案件 {case.number} 的时限已停止，您的申请失效",
        f"Case {case.number}: the clock has stopped, your request has lapsed",
    )
    asked = who_may_see(uow.session, [request.asked_by], case.id)
    notify(uow, asked, Notice("request", text, case.id, clock_id=request.clock_id))
