"""Incidents: what failed, and what to do about it."""

from datetime import datetime

from engine.errors import AlreadyDone, MoveRefused, NotFound, Recused
from engine.model import CaseState, Incident
from engine.steps.plan import clock_plan
from engine.steps.rights import is_recused, require_role
from engine.steps.spots import Spot
from engine.steps.starting import step_of
from engine.steps.step import Step
from engine.uow import UnitOfWork

MENDERS = ("supervisor", "director", "administrator", "modeler")


def retry(uow: UnitOfWork, incident_id: int) -> bool:
    """Try the failed step again; True when it went on, False when it failed again (a new incident says why).

    NotFound, NotAllowed, Recused, AlreadyDone, MoveRefused (the case stands still).
    """
    step, incident = _open(uow, incident_id, "retry")
    uow.book(step.case).write("incident-retried", node=incident.node_id, incident=incident.id)
    if incident.token is None:
        return _start_clock(step, incident)
    incident.attempts += 1
    step.run.retry(incident.token)
    step.save()
    return not any(wait.kind == "failed" and wait.token == incident.token for wait in step.run.waits())


def move(uow: UnitOfWork, incident_id: int, node_id: str, *, note: str) -> None:
    """Take the failed token off its node and put it on another one of the same process or sub-process."""
    step, incident = _open(uow, incident_id, "move")
    if incident.token is None:
        raise MoveRefused("incident", "clock", "move")
    places = {"from": incident.node_id, "to": node_id}
    uow.book(step.case).write("token-moved", incident=incident.id, note=note, **places)
    step.run.move(incident.token, node_id)
    step.save()


def _open(uow: UnitOfWork, incident_id: int, action: str) -> tuple[Step, Incident]:
    require_role(uow, action, *MENDERS)
    incident = uow.session.get(Incident, incident_id)
    if incident is None:
        raise NotFound("incident", incident_id)
    if is_recused(uow, incident.case_id):
        raise Recused(action, "recused")
    step = step_of(uow, incident.case_id)
    uow.session.refresh(incident)
    if incident.resolved_at is not None:
        raise AlreadyDone("incident", incident_id, "resolved")
    if step.case.state != CaseState.RUNNING:
        raise MoveRefused("case", step.case.state, action)
    return step, incident


def _start_clock(step: Step, incident: Incident) -> bool:
    """Start a clock whose condition could not be evaluated, from the instant at which it should have started."""
    about = incident.about or {}
    plan = clock_plan(step.host.process(about["process"]))
    drawn = plan.drawn[about["element"], about["policy"]]
    spot = Spot(about["process"], about["scope"], about["token"], datetime.fromisoformat(about["at"]))
    step.derived.resolve_incidents(Incident.id == incident.id)
    started = step.start_clock(drawn, spot)
    step.save()
    return started
