"""The worklist: what is mine and what my groups could take, beside the task that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask import Blueprint, request

from engine.errors import AlreadyDone, EngineError, NotAllowed, NotFound
from engine.queries import casefile
from engine.queries import instructions as instruction_reads
from engine.queries import worklist as reads
from engine.queries.casefile import CaseFile
from engine.queries.rows import Blank, TaskForm, Urgency, Worklist, WorkRow
from engine.text import Text
from engine.uow import UnitOfWork
from web import identity, pages
from web.formview import FormView

worklist = Blueprint("worklist", __name__)
worklist.before_request(identity.require)
GONE = (AlreadyDone, NotAllowed, NotFound)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    urgency: Urgency | None
    procedure: str | None
    task: int | None

    @classmethod
    def of_request(cls) -> Self:
        """Read the address; what makes no sense is not asked for."""
        asked = request.args
        urgency = Urgency(asked["f"]) if asked.get("f") in set(Urgency) else None
        return cls(urgency, asked.get("d") or None, asked.get("task", type=int))


@dataclass(frozen=True, slots=True)
class Desk:
    """The list as it is shown: narrowed to one procedure, and to one urgency."""

    wanted: Wanted
    work: Worklist

    @property
    def groups(self) -> Mapping[Urgency, Sequence[WorkRow]]:
        """The rows by urgency, of the procedure that was asked for."""
        key = self.wanted.procedure
        return {
            urgency: [row for row in rows if key in (None, row.definition_key)]
            for urgency, rows in self.work.groups.items()
        }

    @property
    def shown(self) -> Mapping[Urgency, Sequence[WorkRow]]:
        """The groups that are on the page."""
        only = self.wanted.urgency
        return {urgency: rows for urgency, rows in self.groups.items() if rows and only in (None, urgency)}

    @property
    def rows(self) -> Sequence[WorkRow]:
        """The rows in the order of the page."""
        return [row for rows in self.shown.values() for row in rows]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(len(rows) for rows in self.groups.values())

    @property
    def pressing(self) -> int:
        """How many should be done today."""
        return len(self.groups[Urgency.OVERDUE]) + len(self.groups[Urgency.TODAY])

    @property
    def procedures(self) -> Mapping[str, Text]:
        """The procedures that the list has tasks of."""
        return {row.definition_key: row.definition for row in self.work.rows}

    def current(self) -> int | None:
        """The task to open: the one asked for, else the first."""
        rows = self.rows
        return self.wanted.task or (rows[0].task_id if rows else None)

    def after(self, task_id: int) -> int | None:
        """The task below, for when this one is done."""
        ids = [row.task_id for row in self.rows]
        place = ids.index(task_id) + 1 if task_id in ids else 0
        return ids[place] if place < len(ids) else next((each for each in ids if each != task_id), None)


@dataclass(frozen=True, slots=True)
class Pane:
    """The task that is open, and its case."""

    row: TaskForm
    file: CaseFile
    view: FormView | None
    refusal: EngineError | None = None
    blank: Blank | None = None  # of a task to watch: what an instruction begins with


@worklist.get("/")
def mine() -> str:
    """我的待办."""
    with identity.reading() as uow:
        return show(uow, Desk(Wanted.of_request(), reads.mine(uow)))


@worklist.get("/groups")
def pool() -> str:
    """小组待领."""
    with identity.reading() as uow:
        return show(uow, Desk(Wanted.of_request(), reads.pool(uow)), pool=True)


def show(uow: UnitOfWork, desk: Desk, *, pool: bool = False, error: EngineError | None = None) -> str:
    """The page; an error of the open task's form is shown on it, and raised where it cannot be opened."""
    current = desk.current()
    pane = open_task(uow, current, error=error) if current else None
    if error is not None and pane is None:
        raise error
    place = "worklist.pool" if pool else "worklist.mine"
    shown: dict[str, Any] = {
        "desk": desk,
        "pane": pane,
        "place": place,
        "pool": pool,
        "only_pane": _only_pane(),
    }
    return pages.show_in(uow, "pages/worklist.html", **shown)


def _only_pane() -> bool:
    """The list stays as it is when htmx asks for the pane beside it."""
    return request.headers.get("HX-Target") == "aside#pane" and request.method == "GET"


def open_task(uow: UnitOfWork, task_id: int, *, error: EngineError | None = None) -> Pane | None:
    """The task with its form and its case; None where it is gone, or not the reader's."""
    try:
        row = reads.form(uow, task_id)
        file = casefile.read(uow, row.case.id)
    except GONE:
        return None
    view = FormView.of_task(row, uow.office.local(uow.now), error=error, again=error is not None)
    watch = row.task.kind == "watch"
    blank = instruction_reads.blank(uow, row.case.id, task_id) if watch else None
    return Pane(row, file, view, error, blank)
