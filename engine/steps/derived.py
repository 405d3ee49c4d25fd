"""Rows that are derived from where a case's tokens stand: tasks, timers, message waits, incidents."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select, tuple_, update

from engine.errors import ExpressionRefused
from engine.model import Alarm, AlarmKind, Case, Incident, MessageWait, Task, TaskState
from engine.orm import table_of
from engine.steps.alarm_rows import AlarmRows
from engine.steps.assigning import new_task
from engine.steps.host import CaseHost
from engine.steps.message_keys import digest
from engine.steps.notices import Notice, notify
from engine.steps.persons import recipients
from engine.text import Text
from engine.tokens import Run, Wait
from engine.uow import UnitOfWork

_PEOPLE = frozenset({"user", "manual"})
_MESSAGES = frozenset({"message", "signal"})
_OF_OPEN_CASES = (AlarmKind.TIMER, AlarmKind.CLOCK, AlarmKind.SIGNAL, AlarmKind.SUSPENSION)


class Key(NamedTuple):
    """What makes a wait the same one before and after a step."""

    kind: str
    token: int
    branch: str
    due: Any
    problem: Any


Waits = Mapping[Key, Wait]
_NEW_TASKS = insert(table_of(Task)).returning(table_of(Task).c.id, sort_by_parameter_order=True)


class OpenedTask(NamedTuple):
    """A task that a step opened."""

    id: int
    assignee_id: int | None


def keyed(waits: Iterable[Wait]) -> dict[Key, Wait]:
    """Waits by what makes them the same."""
    return {Key(wait.kind, wait.token, wait.branch or "", wait.due, wait.problem): wait for wait in waits}


def timer_subject(case_id: int, token: int, branch: str) -> str:
    """The subject of a timer's alarm."""
    return f"{case_id}:{token}:{branch}"


class Derived:
    """Writes what changed between the waits before a step and those after it."""

    def __init__(self, uow: UnitOfWork, case: Case, host: CaseHost, run: Run, alarms: AlarmRows) -> None:
        self._uow = uow
        self._case = case
        self._host = host
        self._run = run
        self._alarms = alarms

    def write(self, before: Waits, after: Waits) -> list[OpenedTask]:
        """Write the differences; gives the tasks that were opened."""
        gone = [key for key in before if key not in after]
        come = [wait for key, wait in after.items() if key not in before]
        self._cancel_tasks({key.token for key in gone if key.kind in _PEOPLE})
        opened = self._open_tasks([wait for wait in come if wait.kind in _PEOPLE])
        self._timers(
            [key for key in gone if key.kind == "timer"], [wait for wait in come if wait.kind == "timer"]
        )
        self._forget([key for key in gone if key.kind in _MESSAGES])
        self._await([wait for wait in come if wait.kind in _MESSAGES])
        self._resolve({key.token for key in gone if key.kind == "failed"})
        self._raise([wait for wait in come if wait.kind == "failed"])
        return opened

    # --- tasks -------------------------------------------------------------------------------------------------

    def _cancel_tasks(self, tokens: Collection[int]) -> None:
        done = [task.token for task in self._uow.closed_tasks if task.case_id == self._case.id]
        withdrawn = [token for token in tokens if token not in done]
        if withdrawn:
            self.cancel_tasks(Task.token.in_(withdrawn))

    def cancel_tasks(self, *where: Any) -> None:
        """Withdraw open tasks of the case."""
        query = select(Task).where(Task.case_id == self._case.id, Task.state == TaskState.OPEN, *where)
        for task in self._uow.session.scalars(query.order_by(Task.id)):
            if task.state == TaskState.OPEN:  # not closed in this unit of work
                task.cancel(self._uow.book(self._case))

    def _open_tasks(self, waits: Collection[Wait]) -> list[OpenedTask]:
        if not waits:
            return []
        rows = [
            new_task(self._uow, self._case, self._host, wait, self._run.variables(wait.token))
            for wait in waits
        ]
        ids = list(self._uow.session.scalars(_NEW_TASKS, rows))
        for number, row in zip(ids, rows, strict=True):
            self._opened(number, row)
        return [OpenedTask(number, row["assignee_id"]) for number, row in zip(ids, rows, strict=True)]

    def _opened(self, number: int, row: Mapping[str, Any]) -> None:
        book, assignee = self._uow.book(self._case), row["assignee_id"]
        book.write(
            "task-opened",
            task=number,
            node=row["node_id"],
            name=row["name"],
            role=row["role"],
            assignee=assignee,
        )
        if assignee is not None and assignee != self._uow.actor.person_id:
            text = _assigned_text(self._case, row["name"])
            notify(self._uow, [assignee], Notice("assigned", text, self._case.id, task_id=number))

    # --- timers and messages -------------------------------------------------------------------------------------

    def _timers(self, gone: Collection[Key], come: Collection[Wait]) -> None:
        for key in gone:
            self._alarms.clear(AlarmKind.TIMER, timer_subject(self._case.id, key.token, key.branch))
        for wait in come:
            if wait.due is not None:
                subject = timer_subject(self._case.id, wait.token, wait.branch or "")
                period = self._period(wait)
                self._alarms.set(AlarmKind.TIMER, subject, wait.due, case_id=self._case.id, period=period)

    def _period(self, wait: Wait) -> str | None:
        """The timer's text, to go on by after a suspension; None where it is none, or is not to be had any more."""
        if wait.trigger is None:
            return None
        try:
            text = self._host.timer_text(wait.trigger, self._run.variables(wait.token))
        except ExpressionRefused:
            return None
        return text if isinstance(text, str) else None

    def forget_alarms(self) -> None:
        """Nothing of a case that has closed rings any more."""
        mine = Alarm.case_id == self._case.id, Alarm.kind.in_(_OF_OPEN_CASES)
        self._uow.session.execute(delete(table_of(Alarm)).where(*mine))

    def _forget(self, gone: Collection[Key]) -> None:
        if gone:
            which = tuple_(MessageWait.token, MessageWait.branch).in_(
                [(key.token, key.branch) for key in gone]
            )
            self._uow.session.execute(
                delete(table_of(MessageWait)).where(MessageWait.case_id == self._case.id, which)
            )

    def _await(self, come: Collection[Wait]) -> None:
        rows = [
            {
                "case_id": self._case.id,
                "token": wait.token,
                "branch": wait.branch or "",
                "kind": wait.kind,
                "name": wait.name or "",
                "keys": digest(wait.keys),
            }
            for wait in come
        ]
        if rows:
            self._uow.session.execute(insert(table_of(MessageWait)), rows)

    # --- incidents -----------------------------------------------------------------------------------------------

    def _resolve(self, tokens: Collection[int]) -> None:
        if tokens:
            self.resolve_incidents(Incident.token.in_(tokens))

    def resolve_incidents(self, *where: Any) -> None:
        """Close incidents of the case."""
        closed = {"resolved_at": self._uow.now, "resolved_by": self._uow.actor.person_id}
        mine = update(table_of(Incident)).where(
            Incident.case_id == self._case.id, Incident.resolved_at.is_(None), *where
        )
        self._uow.session.execute(mine.values(**closed))

    def _raise(self, waits: Collection[Wait]) -> None:
        for wait in waits:
            if wait.problem is not None:
                row = {"token": wait.token, "node_id": wait.node_id, "process_id": wait.place.process}
                self.raise_incident(row, wait.problem.text)

    def raise_incident(self, row: Mapping[str, Any], problem: Text) -> None:
        """Record what failed, and tell the supervisors."""
        facts = {"case_id": self._case.id, "at": self._uow.now, "problem": problem}
        self._uow.session.execute(insert(table_of(Incident)), [{**facts, **row}])
        self._uow.book(self._case).write("incident-raised", node=row["node_id"], problem=problem)
        told = recipients(self._uow.session, self._case, ["supervisor"])
        text = Text(
            f"案件 {self._case.number} 在“{row['node_id']}”出现异常：{problem.zh}",
            f"Case {self._case.number} failed at “{row['node_id']}”: {problem.en}",
        )
        notify(self._uow, told, Notice("incident", text, self._case.id, priority=1))


def _assigned_text(case: Case, name: Text) -> Text:
    return Text(
        f"案件 {case.number} 的任务“{name.zh}”已分派给您",
        f"Task “{name.to('en')}” of case {case.number} is yours",
    )
