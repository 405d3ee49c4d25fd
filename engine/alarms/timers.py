"""Timers of the diagram that are due, and signals for one case."""

from engine import messages
from engine.errors import NotWaiting
from engine.model import Alarm, AlarmKind, Case, CaseState
from engine.steps.starting import step_on
from engine.steps.step import Step
from engine.steps.timer_names import timer_name
from engine.steps.timer_periods import renew_timer
from engine.uow import UnitOfWork


def ring(uow: UnitOfWork, case: Case, alarm: Alarm) -> None:
    """Fire a timer; one for which nobody waits any more is forgotten."""
    if case.state == CaseState.SUSPENDED:
        alarm.held = True
        return
    step = step_on(uow, case)
    if _not_yet(step, alarm):
        return
    _, token, branch = alarm.subject.split(":", 2)
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


def _not_yet(step: Step, alarm: Alarm) -> bool:
    """Has the calendar changed since the timer was set, so that its period is not over after all?"""
    uow = step.uow
    if alarm.calendar is None or alarm.calendar >= uow.office.revision:
        return False
    renew_timer(alarm, step.clockwork.suspensions, uow.office)
    if alarm.wake_at > uow.now:
        uow.set_alarm(alarm.wake_at)
    return alarm.wake_at > uow.now


def ring_signal(uow: UnitOfWork, case: Case, alarm: Alarm) -> None:
    """Give a signal to a case that waits for it; one that stands still takes it when it goes on."""
    if case.state == CaseState.SUSPENDED:
        alarm.held = True
        return
    uow.session.delete(alarm)
    uow.session.flush()
    if case.state == CaseState.RUNNING:
        messages.give_signal(uow, int(alarm.subject.split(":")[0]), case)
