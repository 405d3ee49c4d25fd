"""Alarms that fail: each is put off, and rings again; whoever looks after it hears of one that goes on failing."""

from datetime import timedelta

from engine.errors import Conflict
from engine.model import Alarm, Case
from engine.steps.notices import Notice, notify
from engine.steps.persons import in_charge, recipients
from engine.text import Text
from engine.uow import SCHEDULER, Engine, UnitOfWork

TELL_AFTER = 5
_LONGEST_REST = timedelta(hours=1)


def put_off(engine: Engine, alarm_id: int, error: Exception) -> None:
    """Let an alarm rest for 1, 2, 4 … at most 60 minutes, and keep its problem.

    Somebody else may have rung it meanwhile: what is gone, or was set to another time, is let be.
    """
    with engine.unit_of_work(SCHEDULER) as uow:
        alarm = uow.session.get(Alarm, alarm_id, with_for_update=True)
        failed = alarm if alarm is not None and alarm.wake_at <= uow.now else None
        if failed is not None:
            _rest(uow, failed, error)
    if failed is not None and failed.attempts == TELL_AFTER:
        with engine.unit_of_work(SCHEDULER) as uow:
            _tell(uow, failed)


def _rest(uow: UnitOfWork, alarm: Alarm, error: Exception) -> None:
    alarm.attempts += 1
    alarm.wake_at = uow.now + min(timedelta(minutes=2 ** min(alarm.attempts - 1, 10)), _LONGEST_REST)
    alarm.problem = f"{type(error).__name__}: {error}"[:2000]
    if alarm.attempts == 1 and not isinstance(error, Conflict):
        uow.audit(
            "alarm-failed", alarm=alarm.id, kind_of=alarm.kind, case=alarm.case_id, problem=alarm.problem
        )
    uow.set_alarm(alarm.wake_at)


def _tell(uow: UnitOfWork, alarm: Alarm) -> None:
    """Tell the administrators, and the supervisors of its case; it is tried again all the same."""
    case = uow.session.get(Case, alarm.case_id) if alarm.case_id is not None else None
    people = recipients(uow.session, case, ["supervisor"]) if case is not None else []
    text = _text(case.number if case is not None else None, alarm.attempts)
    notice = Notice("alarm-failed", text, alarm.case_id, priority=1)
    uow.audit("alarm-stuck", alarm=alarm.id, kind_of=alarm.kind, case=alarm.case_id, problem=alarm.problem)
    notify(uow, [*people, *in_charge(uow.session)], notice)


def _text(number: str | None, attempts: int) -> Text:
    zh, en = (f"案件 {number} ", f"Case {number}: ") if number else ("", "")
    return Text(
        f"{zh}有一件到期事项连续 {attempts} 次处理失败，系统将继续重试，请系统管理员检查",
        f"{en}something that is due has failed {attempts} times; it is tried again. An administrator should look",
    )
