"""Fields that name persons: whoever is named must be there, active, have the role, and not be recused."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine.findings import Finding, Severity
from engine.forms import Field, Form
from engine.steps.persons import Known, known
from engine.steps.rules import persons_in
from engine.text import Text

WIDGETS = frozenset({"person", "people"})

_WHY = {
    "unknown": Text("没有这个人员", "There is no such person"),
    "inactive": Text("该人员已停用", "The person is no longer active"),
    "role": Text("该人员没有所需的角色", "The person does not have the role"),
    "recused": Text("该人员须回避本案", "The person is recused from this case"),
    "twice": Text("同一人员重复", "The same person is named twice"),
}
_REMEDY = Text("请另选人员", "Choose another person")


def check_people(session: Session, form: Form, values: Mapping[str, Any], case_id: int) -> list[Finding]:
    """What is wrong with the persons named in a form; no statement where it names nobody."""
    named = {
        field: persons_in(values[field.name])
        for field in form.fields
        if field.widget in WIDGETS and values.get(field.name) is not None
    }
    if not any(named.values()):
        return []
    people = known(session, {one for ids in named.values() for one in ids}, case_id)
    found = (_problem(field, ids, people) for field, ids in named.items())
    return [finding for finding in found if finding is not None]


def _problem(field: Field, ids: list[int], people: Mapping[int, Known]) -> Finding | None:
    if len(set(ids)) < len(ids):
        return _finding(field, "twice")
    for one in ids:
        rule = _rule(field, people.get(one))
        if rule is not None:
            return _finding(field, rule)
    return None


def _rule(field: Field, person: Known | None) -> str | None:
    if person is None:
        return "unknown"
    if not person.active:
        return "inactive"
    if person.recused:
        return "recused"
    return "role" if field.role and field.role not in person.roles else None


def _finding(field: Field, rule: str) -> Finding:
    return Finding("", f"/{field.name}", Severity.ERROR, f"person-{rule}", _WHY[rule], _REMEDY)
