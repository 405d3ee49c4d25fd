"""Timers of the diagram that are due, and signals for one case."""

from engine import messages
from engine.errors import NotWaiting
from engine.model import Alarm, AlarmKind, Case, CaseState
from engine.steps.starting import step_on
from engine.steps.timer_names import timer_name
from engine.uow import UnitOfWork


def ring(uow: UnitOfWork, case: Case, alarm: Alarm) -> None:
    """Fire a timer; one for which nobody waits any more is forgotten."""
    if case.state == CaseState.SUSPENDED:
        alarm.held = True
        return
    _, token, branch = alarm.subject.split(":", 2)
    step = step_on(uow, case)
    book = uow.book(case)
    mark = book.mark()
    facts = {"token": int(token), "due_at": alarm.wake_at, "branch": branch or None}
    book.write("timer-fired", **facts, name=timer_name(step.run, step.host, alarm.subject))
    step.alarms.clear(AlarmKind.TIMER, alarm.subject)
    try:
        step.run.fire(int(token), branch or None)
    except NotWaiting:
        book.tear(mark)
        step.alarms.flush()
        return
    step.save()


def ring_signal(uow: UnitOfWork, case: Case, alarm: Alarm) -> None:
    """Give a signal to a case that waits for it; one that stands still takes it when it goes on."""
    if case.state == CaseState.SUSPENDED:
        alarm.held = True
        return
    uow.session.delete(alarm)
    uow.session.flush()
    if case.state == CaseState.RUNNING:
        messages.give_signal(uow, int(alarm.subject.split(":")[0]), case)
