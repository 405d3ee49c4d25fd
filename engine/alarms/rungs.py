"""Escalation rungs: each fires once a clock, in order; those that were missed are late, and the most severe one tells."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from engine.errors import NotFound
from engine.model import AlarmKind, Case, Clock, ClockState, FiredRung, Task, TaskKind
from engine.office import Office
from engine.periods import Ledger
from engine.policies import PARTY, ClockPolicy, Rung, RungBase
from engine.steps.counting import counted_again
from engine.steps.notices import Notice, notify
from engine.steps.persons import recipients
from engine.steps.starting import step_on
from engine.steps.step import Step
from engine.text import Text
from engine.uow import UnitOfWork

LATE_AFTER = timedelta(minutes=10)
"""A rung that fires so long after its time says that it is late."""

_PRIORITIES = {"high": 1, "urgent": 2}
_URGENT = 2

Due = Sequence[tuple[datetime, Rung]]


def ring(uow: UnitOfWork, case: Case, clock_id: int) -> None:
    """Fire the rungs of a clock that are due, record its breach, and set its alarm to the next."""
    step = step_on(uow, case)
    try:
        clock = step.clockwork.clock(clock_id)
    except NotFound:  # stopped meanwhile
        step.alarms.clear(AlarmKind.CLOCK, str(clock_id))
        step.alarms.flush()
        return
    policy = step.clockwork.policy(clock)
    found = counted_again(policy, Ledger.from_json(clock.ledger), uow.office)
    if clock.state == ClockState.RUNNING:
        due = [row for row in found.rungs if row[0] <= uow.now and row[1].level not in clock.fired]
        fire(step, clock, policy, due)
    step.clockwork.set_alarm(clock, found)
    step.finish()


def fire(step: Step, clock: Clock, policy: ClockPolicy, due: Due) -> None:
    """Fire rungs in order: every one is recorded and has its effects, the last one notifies."""
    if not due:
        return
    told = _tell(step, clock, due[-1])
    rows = [_record(step, clock, row, told if row is due[-1] else 0) for row in due]
    step.uow.session.execute(insert(FiredRung), rows)
    clock.fired = [*clock.fired, *(rung.level for _, rung in due)]
    for _, rung in due:
        if rung.priority:
            priority = max(step.case.priority, _PRIORITIES.get(rung.priority, _URGENT))
            step.case.prioritise(step.uow.book(step.case), priority, why=f"{policy.id} {rung.at}")
    _watch(step, clock, due)


def _record(step: Step, clock: Clock, row: tuple[datetime, Rung], notified: int) -> dict[str, Any]:
    """The row of a rung that fires; its entry is written into the journal."""
    at, rung = row
    facts = {"level": rung.level, "due_at": at, "late": step.uow.now - at > LATE_AFTER, "notified": notified}
    about = {"clock": clock.id, "policy": clock.policy_id, "name": clock.name, "rung": rung.at}
    step.uow.book(step.case).write("rung-fired", **about, **facts)
    return {"clock_id": clock.id, "fired_at": step.uow.now, **facts}


def _tell(step: Step, clock: Clock, row: tuple[datetime, Rung]) -> int:
    """Tell whom the rung names; the supervisors where it reaches nobody, so that somebody knows."""
    at, rung = row
    uow, case = step.uow, step.case
    tokens = None if clock.token is None else step.run.inside(clock.token)
    people = recipients(uow.session, case, rung.notify, tokens) or recipients(
        uow.session, case, ["supervisor"]
    )
    late = uow.now - at > LATE_AFTER
    notice = Notice(
        "rung",
        _text(case, clock, row, uow.office, late=late),
        case.id,
        clock_id=clock.id,
        priority=_PRIORITIES.get(rung.priority or "", case.priority),
        late=late,
        at_once=rung.at_once,
    )
    return notify(uow, people, notice)


def _text(case: Case, clock: Clock, row: tuple[datetime, Rung], office: Office, *, late: bool) -> Text:
    at, rung = row
    end = _moment(office, clock.ends_at)
    early = rung.base in (RungBase.SHARE, RungBase.BEFORE_END)
    late_zh, late_en = ("", "") if clock.kind == PARTY else ("，已超期", " and is overdue")
    zh = f"案件 {case.number}“{clock.name.zh}”" + (
        f"将于 {end.zh} 届满" if early else f"已于 {end.zh} 届满{late_zh}"
    )
    en = f"Case {case.number}: “{clock.name.to('en')}” " + (
        f"ends at {end.en}" if early else f"ended at {end.en}{late_en}"
    )
    if clock.provisional:
        zh, en = f"{zh}（暂定）", f"{en} (provisional)"
    if late:
        due = _moment(office, at)
        zh, en = f"{zh}（补发，原应于 {due.zh} 提醒）", f"{en} (late, due at {due.en})"
    return Text(zh, en)


def _moment(office: Office, at: datetime) -> Text:
    local = office.local(at)
    return Text(f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}", f"{local:%Y-%m-%d %H:%M}")


def _watch(step: Step, clock: Clock, due: Due) -> None:
    """Open a task for whom the rungs say: one a role, however many were missed."""
    roles = dict.fromkeys(rung.task for _, rung in due if rung.task)
    rows = [
        {
            "case_id": step.case.id,
            "process_id": clock.process_id,
            "node_id": clock.element,
            "name": Text(f"督办：{clock.name.zh}", f"Attend to: {clock.name.to('en')}"),
            "kind": TaskKind.WATCH.value,
            "role": role,
            "created_at": step.uow.now,
        }
        for role in roles
    ]
    if rows:
        ids = step.uow.session.scalars(insert(Task).returning(Task.id, sort_by_parameter_order=True), rows)
        for number, row in zip(ids, rows, strict=True):
            facts = {"node": row["node_id"], "name": row["name"], "role": row["role"]}
            step.uow.book(step.case).write("task-opened", task=number, **facts)
