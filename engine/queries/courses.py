"""The courses of clocks, read from cases, tasks and clocks: what forecasts learn from, and where open cases are."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, exists, select

from engine.forecast import Course, Stage, Stand, merged, stages_from
from engine.journal import JournalEntry
from engine.model import Case, Clock, Definition, Suspension, Task, TaskKind
from engine.periods import Span, Terms
from engine.queries.timeline import Timeline
from engine.uow import UnitOfWork

CASE = ""
"""The policy of a case as a whole."""

Chosen = Select[int]
"""The ids of cases."""

Courses = Mapping[tuple[int, int | None], Course]
"""By case and clock; None is the case as a whole."""


def read(uow: UnitOfWork, chosen: Chosen, line: Timeline) -> Courses:
    """The course of every clock of the cases, and of each case as a whole; four statements."""
    stages = _stages(uow, chosen, line)
    stands = _stands(uow, chosen, line)
    cases = {row.id: row for row in uow.session.execute(_cases(chosen))}
    found: dict[tuple[int, int | None], Course] = {}
    still: dict[int, list[Stand]] = {}
    for row in uow.session.execute(_clocks(chosen)):
        own = stands.get(row.id, ())
        found[row.case_id, row.id] = _course(
            row, cases[row.case_id], own, stages.get(row.case_id, ()), uow, line
        )
        if row.token is None:
            still.setdefault(row.case_id, []).extend(own)
    for case in cases.values():
        whole = merged(still.get(case.id, ()))
        found[case.id, None] = _whole(case, whole, stages.get(case.id, ()), uow, line)
    return found


def _cases(chosen: Chosen) -> Select[*tuple[Any, ...]]:
    """The cases, with the entry that their journal begins with: it holds what was known of them."""
    first = and_(JournalEntry.case_id == Case.id, JournalEntry.sequence == 1)
    columns = (Case.id, Definition.key, Case.opened_at, Case.closed_at, JournalEntry.facts)
    query = select(*columns).join(Definition, Definition.id == Case.definition_id)
    return query.outerjoin(JournalEntry, first).where(Case.id.in_(chosen))


def _clocks(chosen: Chosen) -> Select[*tuple[Any, ...]]:
    columns = (Clock.id, Clock.case_id, Clock.policy_id, Clock.token, Clock.started_at, Clock.stopped_at)
    query: Select[*tuple[Any, ...]] = select(*columns, Clock.ends_at)
    return query.where(Clock.case_id.in_(chosen)).order_by(Clock.id)


def _stages(uow: UnitOfWork, chosen: Chosen, line: Timeline) -> dict[int, tuple[Stage, ...]]:
    """The stages of each case: what was opened at the same instant is one."""
    columns = (Task.case_id, Task.created_at, Task.node_id)
    query = select(*columns).where(Task.case_id.in_(chosen), Task.kind == TaskKind.TASK)
    rows = uow.session.execute(query.order_by(Task.case_id, Task.created_at, Task.id))
    found: dict[int, list[Stage]] = {}
    for (case_id, at), opened in groupby(rows, key=lambda row: (row[0], row[1])):
        found.setdefault(case_id, []).append((line.at(at), named(row[2] for row in opened)))
    return {case_id: tuple(stages) for case_id, stages in found.items()}


def named(nodes: Iterable[str]) -> str:
    """The name of the stage in which these activities were opened together."""
    return "+".join(sorted(set(nodes)))


def _stands(uow: UnitOfWork, chosen: Chosen, line: Timeline) -> dict[int, tuple[Stand, ...]]:
    """Where clocks stood still, as they were counted: only cases with a suspension are read."""
    suspended = exists().where(Suspension.case_id == Clock.case_id)
    rows = uow.session.execute(select(Clock.id, Clock.ledger).where(Clock.case_id.in_(chosen), suspended))
    found = ((row.id, Terms.from_json(row.ledger["terms"]).spans) for row in rows)
    return {clock: merged(_placed(spans, line)) for clock, spans in found if spans}


def _placed(spans: Iterable[Span], line: Timeline) -> Iterator[Stand]:
    for span in spans:
        yield line.day(span.effective), None if span.resumed is None else line.day(span.resumed)


def _kind(case: Any, uow: UnitOfWork) -> str | None:
    facts = case.facts or {}
    kind = facts.get("variables", {}).get(uow.office.forecasting.kind)
    return kind if isinstance(kind, str) else None


def _course(
    row: Any, case: Any, stands: tuple[Stand, ...], stages: tuple[Stage, ...], uow: UnitOfWork, line: Timeline
) -> Course:
    begins = line.at(row.started_at)
    return Course(
        case=row.case_id,
        procedure=case.key,
        policy=row.policy_id,
        kind=_kind(case, uow),
        own=row.token is not None,
        begins=begins,
        ends=line.at(row.ends_at),
        stopped=None if row.stopped_at is None else line.at(row.stopped_at),
        stands=stands,
        stages=stages_from(begins, stages),
    )


def _whole(
    case: Any, stands: tuple[Stand, ...], stages: tuple[Stage, ...], uow: UnitOfWork, line: Timeline
) -> Course:
    begins = line.at(case.opened_at)
    return Course(
        case=case.id,
        procedure=case.key,
        policy=CASE,
        kind=_kind(case, uow),
        own=False,
        begins=begins,
        ends=None,
        stopped=None if case.closed_at is None else line.at(case.closed_at),
        stands=stands,
        stages=stages_from(begins, stages),
    )
