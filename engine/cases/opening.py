"""Opening a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.errors import FormInvalid, NotAllowed, NotFound, PeriodInvalid, Recused
from engine.forms import Form
from engine.steps.people_fields import check_people
from engine.steps.rights import is_recused
from engine.steps.starting import Opening, latest_id, may_start, open_case, plain_start
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class StartedCase:
    """A case that was just opened."""

    id: int
    number: str


def start(
    uow: UnitOfWork,
    key: str,
    *,
    facts: Mapping[str, Any],
    title: str = "",
    unit_id: int | None = None,
    linked_to: int | None = None,
    link: str = "started-from",
    received_on: date | None = None,
) -> StartedCase:
    """Open a case of the latest version of definition `key` and run it to its first waits.

    The facts are held against the form on the start event, where there is one. The clocks that start with the case
    count from `received_on`, the day on which it came in, where that was before today. NotFound, NotAllowed,
    FormInvalid, PeriodInvalid (`received_on` lies in the future).
    """
    if received_on is not None and received_on > uow.office.today(uow.now):
        raise PeriodInvalid("future", received_on)
    blueprint = uow.deployed(latest_id(uow, key)).blueprint
    begin = plain_start(blueprint)
    if begin is None:
        raise NotFound("start", key)
    if not may_start(uow.actor, begin):
        raise NotAllowed("start", "role")
    if linked_to is not None and is_recused(uow, linked_to):
        raise Recused("start", "recused")
    form = blueprint.forms.get(begin.form) if begin.form else None
    given = _clean(uow, form, facts) if form else facts
    opening = Opening(
        key,
        given,
        title=title,
        unit_id=unit_id,
        linked_to=linked_to,
        link=link,
        received_on=received_on,
    )
    opened = open_case(uow, opening)
    return StartedCase(opened.case.id, opened.case.number)


def _clean(uow: UnitOfWork, form: Form, facts: Mapping[str, Any]) -> dict[str, Any]:
    clean = form.clean(facts, {}, now=uow.office.local(uow.now))
    problems = check_people(uow.session, form, clean, case_id=0)
    if problems:
        raise FormInvalid(problems)
    return clean
