"""Suspensions that have lasted longer than their reason allows: those who supervise are told, again every working week."""

from sqlalchemy import String, cast, exists, or_, select

from engine.model import OPEN, Alarm, AlarmKind, Case, Clock, ClockState, Suspension
from engine.steps.alarm_rows import AlarmRows
from engine.steps.lasting import AGAIN, later, watch
from engine.steps.notices import Notice, notify
from engine.steps.persons import recipients
from engine.text import Text
from engine.uow import UnitOfWork


def ring(uow: UnitOfWork, case: Case, alarm: Alarm) -> None:
    """Tell the case's supervisors, and set the alarm anew; one that has ended meanwhile is forgotten."""
    alarms, subject = AlarmRows(uow), alarm.subject
    suspension = uow.session.get(Suspension, int(subject))
    if suspension is None or not _lasts(uow, case, suspension):
        alarms.clear(AlarmKind.SUSPENSION, subject)
    else:
        _tell(uow, case, suspension)
        again = later(uow.office.today(uow.now), AGAIN, uow.office)
        alarms.set(AlarmKind.SUSPENSION, subject, again, case_id=case.id)
    alarms.flush()


def take_up(uow: UnitOfWork) -> None:
    """Set the alarms that are missing: of suspensions from before there was a rule for their reason, or an alarm."""
    limited = [key for key, rule in uow.office.suspension_rules.items() if rule.longest is not None]
    set_ = exists().where(Alarm.kind == AlarmKind.SUSPENSION, Alarm.subject == cast(Suspension.id, String))
    query = (
        select(Suspension)
        .join(Case, Case.id == Suspension.case_id)
        .outerjoin(Clock, Clock.id == Suspension.clock_id)
        .where(Case.state.in_(OPEN), Suspension.resumed.is_(None), Suspension.reason.in_(limited), ~set_)
        .where(or_(Clock.id.is_(None), Clock.state != ClockState.STOPPED))
    )
    alarms = AlarmRows(uow)
    for suspension in uow.session.scalars(query) if limited else ():
        watch(uow, alarms, suspension)
    alarms.flush()


def _lasts(uow: UnitOfWork, case: Case, suspension: Suspension) -> bool:
    if suspension.resumed is not None or not case.open:
        return False
    clock = uow.session.get(Clock, suspension.clock_id) if suspension.clock_id is not None else None
    return clock is None or clock.state != ClockState.STOPPED


def _tell(uow: UnitOfWork, case: Case, suspension: Suspension) -> None:
    days = (uow.office.today(uow.now) - suspension.effective).days
    people = recipients(uow.session, case, ["supervisor"])
    notice = Notice("suspension", _text(uow, case, suspension, days), case.id, clock_id=suspension.clock_id)
    facts = {"reason": suspension.reason, "effective": suspension.effective, "days": days}
    told = notify(uow, people, notice)
    uow.book(case).write(
        "suspension-too-long", suspension=suspension.id, clock=suspension.clock_id, **facts, notified=told
    )


def _text(uow: UnitOfWork, case: Case, suspension: Suspension, days: int) -> Text:
    rule = uow.office.suspension_rules.get(suspension.reason)
    resumes = rule.resumes if rule is not None else Text("—", "—")
    reason = uow.office.reasons.get(suspension.reason, Text(suspension.reason, suspension.reason))
    return Text(
        f"案件 {case.number} 因“{reason.zh}”中止已 {days} 日，超过规定时间；恢复条件：{resumes.zh}",
        f"Case {case.number} has been suspended ({reason.en}) for {days} days, longer than allowed;"
        f" it goes on when {resumes.en}",
    )
