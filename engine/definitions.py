"""Definitions: versioned and immutable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from engine.blueprint import Blueprint, Bundle, Vocabulary
from engine.bundles import diagram_of, digest, packed, unpacked
from engine.errors import BundleRefused, InfeasibleClock, NotAllowed, NotFound
from engine.findings import Finding, Severity
from engine.forms import Form
from engine.graph import Process, Trigger, TriggerKind
from engine.model import Definition, KnownMessage
from engine.procedure import check_number_pattern
from engine.spiff import read
from engine.spiff.lint.feasibility import INFEASIBLE
from engine.steps.starting import may_start, number_pattern, plain_start
from engine.text import Text
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A deployed version. `created` is False where the same content was already the latest version.

    `reason`: why it was deployed although a clock of it cannot be kept.
    """

    id: int
    key: str
    version: int
    name: Text
    hash: str
    deployed_at: datetime
    deployed_by: str
    note: str
    created: bool = True
    reason: str = ""


def deploy(
    uow: UnitOfWork, bundle: Bundle, *, note: str = "", accept_warnings: bool = True, reason: str = ""
) -> DefinitionRow:
    """Publish a bundle as the next version; BundleRefused with every finding, and nothing is deployed.

    Where a clock is shorter than the waits on its paths it takes a `reason`, which is kept; InfeasibleClock without.
    NumberPatternInvalid where its cases could not be numbered.
    """
    if not uow.actor.has("modeler"):
        raise NotAllowed("deploy", "role")
    check_number_pattern(number_pattern(uow, bundle.key), bundle.key)
    blueprint, findings = _checked(uow, bundle, accept_warnings=accept_warnings)
    name, known = digest(bundle), _newest(uow, bundle.key)
    if known is not None and known.hash == name:
        return _row(known, created=False)
    process = blueprint.processes[blueprint.main]
    definition = Definition(
        key=bundle.key,
        version=(known.version if known else 0) + 1,
        name=Text(process.name or bundle.key, process.name_en),
        hash=name,
        main=blueprint.main,
        files=packed(bundle),
        deployed_at=uow.now,
        deployed_by=uow.actor.name,
        note=note,
        reason=_reason(findings, reason.strip()),
    )
    uow.session.add(definition)
    uow.session.flush()
    _note_messages(uow, definition, blueprint)
    _record(uow, definition)
    return _row(definition)


def _checked(
    uow: UnitOfWork, bundle: Bundle, *, accept_warnings: bool
) -> tuple[Blueprint, tuple[Finding, ...]]:
    reading = read(bundle, vocabulary(uow, bundle.key))
    stopping = (Severity.ERROR,) if accept_warnings else (Severity.ERROR, Severity.WARNING)
    if reading.blueprint is None or any(finding.severity in stopping for finding in reading.findings):
        raise BundleRefused(reading.findings)
    return reading.blueprint, reading.findings


def _reason(findings: Sequence[Finding], reason: str) -> str:
    """The reason that clocks need which cannot be kept; empty where there are none."""
    infeasible = tuple(finding for finding in findings if finding.rule == INFEASIBLE.code)
    if infeasible and not reason:
        raise InfeasibleClock(infeasible)
    return reason if infeasible else ""


def _record(uow: UnitOfWork, definition: Definition) -> None:
    uow.audit(
        "definition-deployed",
        key=definition.key,
        version=definition.version,
        hash=definition.hash,
        note=definition.note,
        **({"reason": definition.reason} if definition.reason else {}),
    )


def vocabulary(uow: UnitOfWork, key: str) -> Vocabulary:
    """What a diagram of this office may name."""
    office = uow.office
    mains = uow.session.scalars(select(Definition.main).where(Definition.key != key).distinct())
    return Vocabulary(
        roles=frozenset(office.roles) or None,
        operations=frozenset(uow.procedure(key).operations),
        reasons=frozenset(office.reasons) or None,
        processes=frozenset(mains),
    )


def _newest(uow: UnitOfWork, key: str) -> Definition | None:
    query = select(Definition).where(Definition.key == key).order_by(Definition.version.desc()).limit(1)
    return uow.session.scalar(query)


def _note_messages(uow: UnitOfWork, definition: Definition, blueprint: Blueprint) -> None:
    rows = [
        {
            "definition_id": definition.id,
            "process_id": process.id,
            "name": trigger.name,
            "starts": starts and process.id == blueprint.main,
            "keep_for": trigger.keep_for,
        }
        for process in blueprint.processes.values()
        for trigger, starts in _messages(process, top=True)
    ]
    if rows:
        uow.session.execute(insert(KnownMessage), rows)


def _messages(process: Process, *, top: bool) -> Iterator[tuple[Trigger, bool]]:
    """The messages that a process catches; True for those that start it."""
    starts = {node.id for node in process.starts()} if top else set()
    for node in process.nodes.values():
        trigger = node.trigger
        if trigger is not None and trigger.kind is TriggerKind.MESSAGE and trigger.name:
            yield trigger, node.id in starts
        if node.body is not None:
            yield from _messages(node.body, top=False)


def _row(definition: Definition, *, created: bool = True) -> DefinitionRow:
    return DefinitionRow(
        definition.id,
        definition.key,
        definition.version,
        definition.name,
        definition.hash,
        definition.deployed_at,
        definition.deployed_by,
        definition.note,
        created,
        definition.reason,
    )


def latest(uow: UnitOfWork, key: str) -> DefinitionRow:
    """The latest version of one definition; NotFound."""
    found = _newest(uow, key)
    if found is None:
        raise NotFound("definition", key)
    return _row(found)


def all_latest(uow: UnitOfWork) -> tuple[DefinitionRow, ...]:
    """The latest version of every definition, by key."""
    newest = select(func.max(Definition.id)).group_by(Definition.key)
    query = select(Definition).where(Definition.id.in_(newest)).order_by(Definition.key)
    return tuple(_row(definition) for definition in uow.session.scalars(query))


def versions(uow: UnitOfWork, key: str) -> tuple[DefinitionRow, ...]:
    """Every version of a definition, newest first."""
    query = select(Definition).where(Definition.key == key).order_by(Definition.version.desc())
    return tuple(_row(definition) for definition in uow.session.scalars(query))


def diagram(uow: UnitOfWork, key: str, version: int, process_id: str) -> bytes:
    """The BPMN file of a version in which a process is drawn; NotFound."""
    query = select(Definition.files).where(Definition.key == key, Definition.version == version)
    files = uow.session.scalar(query)
    found = diagram_of(unpacked(files), process_id) if files is not None else None
    if found is None:
        raise NotFound("process", process_id)
    return found


def start_form(uow: UnitOfWork, key: str) -> Form | None:
    """The form on the plain start event of the latest version: what a person fills in to open a case."""
    blueprint = uow.deployed(latest(uow, key).id).blueprint
    start = plain_start(blueprint)
    return blueprint.forms.get(start.form) if start is not None and start.form else None


def startable(uow: UnitOfWork) -> tuple[DefinitionRow, ...]:
    """The definitions of which the actor may open a case."""
    return tuple(row for row in all_latest(uow) if _may_start(uow, row))


def _may_start(uow: UnitOfWork, row: DefinitionRow) -> bool:
    start = plain_start(uow.deployed(row.id).blueprint)
    return start is not None and may_start(uow.actor, start)
