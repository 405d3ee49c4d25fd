"""The horizon: those who answer for the calendar are told before what is published comes to its end."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, select

from engine.calendar_years.publishing import count_again, revise
from engine.model import AlarmKind, Audit, Clock, ClockState, RevisionAction
from engine.queries.calendars import horizon
from engine.queries.rows import Horizon
from engine.steps.alarm_rows import AlarmRows
from engine.steps.notices import Notice, notify
from engine.steps.persons import holders
from engine.steps.timers import instant_of
from engine.text import Text
from engine.uow import UnitOfWork

AGAIN: Final = timedelta(days=7)
"""So often they are told, unless the number of provisional clocks has doubled."""

_FEW: Final = 10
_TOLD: Final = "calendar-horizon-told"


def look(uow: UnitOfWork) -> None:
    """Take up what no batch has come to, take note of notices that the program has come with, and tell."""
    _take_up(uow)
    found = horizon(uow)
    if found.near and _again(uow, found):
        _tell(uow, found)


def next_look(uow: UnitOfWork) -> datetime:
    """The opening of the next working day."""
    tomorrow = uow.office.today(uow.now) + timedelta(days=1)
    return uow.office.opening(instant_of(tomorrow, uow.office))


def _take_up(uow: UnitOfWork) -> None:
    is_open = Clock.state != ClockState.STOPPED
    until = uow.office.calendar.published_until
    final = is_open, Clock.state == ClockState.RUNNING, Clock.provisional, Clock.last_day <= until
    if uow.session.scalar(select(exists().where(*final, Clock.calendar == uow.office.revision))):
        count_again(uow, revise(uow, None, RevisionAction.LIBRARY, ""))
    elif uow.session.scalar(select(exists().where(is_open, Clock.calendar < uow.office.revision))):
        alarms = AlarmRows(uow)
        alarms.set(AlarmKind.RECOUNT, str(uow.office.revision), uow.now, case_id=None)
        alarms.flush()


def _again(uow: UnitOfWork, found: Horizon) -> bool:
    """Is it time to say it again?"""
    query = select(Audit.at, Audit.facts).where(Audit.kind == _TOLD).order_by(Audit.id.desc()).limit(1)
    last = uow.session.execute(query).one_or_none()
    if last is None or last.facts["until"] != found.published_until.isoformat():
        return True
    before = last.facts["provisional"]
    grown = found.provisional >= max(2 * before, before + _FEW)
    return bool(grown) or uow.now - last.at >= AGAIN


def _tell(uow: UnitOfWork, found: Horizon) -> None:
    people = [one for role in ("administrator", "supervisor") for one in holders(uow.session, role, None)]
    told = notify(uow, people, Notice("horizon", _text(uow, found), priority=1))
    uow.audit(
        _TOLD,
        until=found.published_until.isoformat(),
        provisional=found.provisional,
        open=found.open,
        notified=told,
    )


def _text(uow: UnitOfWork, found: Horizon) -> Text:
    until = found.published_until
    zh = f"工作日历公布至{until.year}年{until.month}月{until.day}日"
    en = f"The published calendar reaches to {until.isoformat()}"
    if found.first_end is None:
        return Text(
            f"{zh}，在办时限即将超出，请导入下一年度的放假安排通知",
            f"{en}, and open clocks will soon run beyond it. The notice for the next year is to be imported",
        )
    first = uow.office.today(found.first_end)
    return Text(
        f"{zh}，{found.provisional}个在办时限的届满时间为暂定（最早{first.year}年{first.month}月{first.day}日），"
        "请导入下一年度的放假安排通知",
        f"{en}; the ends of {found.provisional} open clocks are provisional, the earliest on {first.isoformat()}."
        " The notice for the next year is to be imported",
    )
