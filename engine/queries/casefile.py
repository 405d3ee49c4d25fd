"""The case file: everything about one case on one page, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from engine.bundles import diagram_of, unpacked
from engine.errors import NotAllowed, NotFound, Recused
from engine.model import (
    Case,
    Definition,
    Person,
    Suspension,
    Unit,
)
from engine.queries import caserecords, instructions, requests
from engine.queries.caseclocks import clock_rows, suspension_row
from engine.queries.casetasks import task_rows
from engine.queries.names import names_of
from engine.queries.permits import case_moves
from engine.queries.rows import (
    CaseFacts,
    ClockRow,
    Entry,
    IncidentRow,
    InstructionRow,
    LinkRow,
    NotificationRow,
    PartyRow,
    PersonRef,
    RequestRow,
    SuspensionRow,
    TaskRow,
    TokenRow,
)
from engine.steps.glancing import Glance, glance
from engine.steps.involved import may_ask
from engine.uow import Deployed, UnitOfWork


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with all that belongs to it. `may`: cancel, recuse, prioritise; and ask for: suspend, resume."""

    facts: CaseFacts
    parties: tuple[PartyRow, ...]
    tasks: tuple[TaskRow, ...]  # open ones first
    clocks: tuple[ClockRow, ...]
    tokens: tuple[TokenRow, ...]
    timeline: tuple[Entry, ...]  # newest first
    suspensions: tuple[SuspensionRow, ...]  # of the case as a whole
    links: tuple[LinkRow, ...]
    notifications: tuple[NotificationRow, ...]
    incidents: tuple[IncidentRow, ...]  # open ones first
    recused: tuple[PersonRef, ...]
    may: frozenset[str]
    requests: tuple[RequestRow, ...] = ()  # about its clocks, newest first
    instructions: tuple[InstructionRow, ...] = ()  # newest first


def read(uow: UnitOfWork, case_id: int) -> CaseFile:
    """Read one case; NotFound, or NotAllowed for a person who may not see it (recused, or no work on cases)."""
    found = _head(uow, case_id)
    recused = caserecords.recused(uow, case_id)
    if uow.actor.person_id in [person.id for person in recused]:
        raise Recused("read", "recused")
    case, seen = found.Case, glance(uow, found.Case)
    suspensions = uow.session.scalars(
        select(Suspension).where(Suspension.case_id == case_id).order_by(Suspension.id)
    ).all()
    names = names_of(uow, (one for row in suspensions for one in (row.requested_by, row.approved_by)))
    asks = may_ask(uow.session, case, uow.actor)
    clocks = clock_rows(uow, seen.host, case, suspensions, asks=asks)
    deployed = uow.deployed(case.definition_id)
    return CaseFile(
        facts=_facts(found, seen, deployed, suspensions),
        parties=_parties(uow, deployed, seen),
        tasks=task_rows(uow, case, [row.chip for row in clocks]),
        clocks=clocks,
        tokens=_tokens(seen),
        timeline=caserecords.timeline(uow, case_id),
        suspensions=tuple(suspension_row(uow, one, names) for one in suspensions if one.clock_id is None),
        links=caserecords.links(uow, case_id),
        notifications=caserecords.notifications(uow, case),
        incidents=caserecords.incidents(uow, case_id),
        recused=recused,
        may=case_moves(uow.actor, case, asks=asks),
        requests=requests.of_case(uow, case_id),
        instructions=instructions.of_case(uow, case_id),
    )


def diagram(uow: UnitOfWork, case_id: int, process_id: str | None = None) -> bytes:
    """The BPMN file in which the case's (or the named) process is drawn; NotFound."""
    case = _head(uow, case_id).Case
    wanted = process_id or uow.deployed(case.definition_id).blueprint.main
    definitions = [case.calls[wanted]] if wanted in case.calls else [case.definition_id]
    files = uow.session.scalar(select(Definition.files).where(Definition.id.in_(definitions)))
    found = diagram_of(unpacked(files), wanted) if files else None
    if found is None:
        raise NotFound("process", wanted)
    return found


def _head(uow: UnitOfWork, case_id: int) -> Row[*tuple[Any, ...]]:
    query = (
        select(
            Case,
            Definition.key,
            Definition.name.label("definition"),
            Unit.name.label("unit"),
            Person.name.label("initiator"),
        )
        .join(Definition, Definition.id == Case.definition_id)
        .outerjoin(Unit, Unit.id == Case.unit_id)
        .outerjoin(Person, Person.id == Case.initiator_id)
        .where(Case.id == case_id)
    )
    found = uow.session.execute(query).one_or_none()
    if found is None:
        raise NotFound("case", case_id)
    if not uow.actor.staff:
        raise NotAllowed("read", "role")
    return found


def _facts(
    found: Row[*tuple[Any, ...]], seen: Glance, deployed: Deployed, suspensions: Sequence[Suspension]
) -> CaseFacts:
    case = found.Case
    standing = [one.reason for one in suspensions if one.clock_id is None and one.resumed is None]
    return CaseFacts(
        id=case.id,
        number=case.number,
        title=case.title,
        definition_id=case.definition_id,
        definition_key=found.key,
        definition_version=deployed.version,
        definition=found.definition,
        main=deployed.blueprint.main,
        state=case.state,
        priority=case.priority,
        unit=found.unit.zh if found.unit else None,
        initiator=found.initiator,
        opened_at=case.opened_at,
        opened_on=case.opened_on,
        closed_at=case.closed_at,
        closed_reason=case.closed_reason,
        suspended_for=tuple(dict.fromkeys(standing)),
        variables=dict(seen.run.data),
    )


def _parties(uow: UnitOfWork, deployed: Deployed, seen: Glance) -> tuple[PartyRow, ...]:
    hook = uow.procedure(deployed.key).parties
    found = hook(seen.run.data) if hook else ()
    return tuple(PartyRow(party.role, party.name, party.contact) for party in found)


def _tokens(seen: Glance) -> tuple[TokenRow, ...]:
    """Where the tokens stand; what they wait for, where they wait."""
    waits = {wait.token: wait for wait in seen.run.waits()}
    rows = []
    for standing in seen.run.standing():
        wait = waits.get(standing.token)
        kind = wait.kind if wait else standing.phase
        due = wait.due if wait else None
        rows.append(TokenRow(standing.token, standing.place.process, standing.node_id, kind, due=due))
    return tuple(rows)
