"""Instructions that nobody has answered in time are told to those above, again and again until somebody has."""

from engine import instructions
from engine.alarms.rungs import LATE_AFTER
from engine.model import Alarm, AlarmKind, Case, Instruction
from engine.steps.alarm_rows import AlarmRows
from engine.uow import UnitOfWork


def ring(uow: UnitOfWork, case: Case, alarm: Alarm) -> None:
    """Escalate an instruction, once however many times were missed, and set the alarm anew; one with an answer is forgotten."""
    alarms, subject = AlarmRows(uow), alarm.subject
    one = uow.session.get(Instruction, int(subject), populate_existing=True)
    if one is None or not one.unanswered:
        alarms.clear(AlarmKind.INSTRUCTION, subject)
    else:
        again = instructions.escalate(uow, case, one, late=uow.now - alarm.wake_at > LATE_AFTER)
        alarms.set(AlarmKind.INSTRUCTION, subject, again, case_id=case.id)
    alarms.flush()
