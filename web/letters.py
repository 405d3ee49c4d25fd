"""来文: what came in on paper or by telephone, registered for the message that the case waits for."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import messages
from engine.blueprint import Blueprint as Definition
from engine.errors import EngineError, FormInvalid, NotWaiting
from engine.forms import Form, read_form
from engine.queries import casefile
from engine.queries.awaits import AwaitedRow, awaited
from engine.text import Text
from engine.uow import UnitOfWork
from web import errors, facts, identity, pages
from web.formview import FormView, pointers, typed
from web.phrases import gettext

letters = Blueprint("letters", __name__, url_prefix="/cases/<int:case_id>/letters/<int:token>/<name>")
letters.before_request(identity.require)


@letters.get("")
def blank(case_id: int, token: int, name: str) -> str:
    """登记来文."""
    with identity.reading() as uow:
        return _show(uow, case_id, token, name)


@letters.post("")
def register(case_id: int, token: int, name: str) -> Response:
    """Hand what came in over to the case."""
    with identity.unit_of_work() as uow:
        row = _awaited(uow, case_id, token, name)
        form = letter_form(_definition(uow, case_id), row)
        payload = form.clean(form.parse(typed()), {}, now=uow.office.local(uow.now))
        key = request.form.get("_key", "")[:100] or secrets.token_urlsafe(12)
        messages.register(uow, case_id, token, name, payload=payload, key=f"letter:{case_id}:{key}")
    flash(gettext("来文已登记"))
    return redirect(url_for("cases.file", case_id=case_id), 303)


@letters.errorhandler(FormInvalid)
def again(error: FormInvalid) -> tuple[str, int]:
    """The form once more, with what is wrong and what was typed."""
    with identity.reading() as uow:
        return _show(uow, **(request.view_args or {}), error=error), errors.answer(error)[0]


def letter_form(definition: Definition, row: AwaitedRow) -> Form:
    """A form of the fields that the diagram reads, as the definition's other forms know them."""
    known = dict(_properties(definition))
    properties = {name: known.get(name, {"type": "string", "title": name}) for name in row.fields}
    schema = {
        "x-key": "letter",
        "title": row.name,
        "type": "object",
        "properties": {
            name: {word: said for word, said in each.items() if word not in ("x-show-if", "readOnly")}
            for name, each in properties.items()
        },
        "required": [name for name, needed in row.fields.items() if needed],
    }
    form, _ = read_form(orjson.dumps(schema), "letter.form.json")
    return form or Form("letter", Text(row.name, row.name), {"type": "object"})


def _properties(definition: Definition) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for form in definition.forms.values():
        yield from form.schema.get("properties", {}).items()


def _show(uow: UnitOfWork, case_id: int, token: int, name: str, *, error: EngineError | None = None) -> str:
    file = casefile.read(uow, case_id)
    row = _awaited(uow, case_id, token, name)
    definition = uow.deployed(file.facts.definition_id).blueprint
    form = letter_form(definition, row)
    view = FormView.of(
        form,
        form.parse(typed()) if error else {},
        {},
        uow.office.local(uow.now),
        problems=pointers(error) if isinstance(error, FormInvalid) else {},
    )
    title = facts.names(definition)[row.node_id]
    key = request.form.get("_key") or secrets.token_urlsafe(12)
    return pages.show_in(
        uow, "pages/letter.html", file=file, row=row, view=view, title=title, key=key, error=error
    )


def _awaited(uow: UnitOfWork, case_id: int, token: int, name: str) -> AwaitedRow:
    for row in awaited(uow, case_id):
        if (row.token, row.name) == (token, name):
            return row
    raise NotWaiting(token, "message")


def _definition(uow: UnitOfWork, case_id: int) -> Definition:
    return uow.deployed(casefile.read(uow, case_id).facts.definition_id).blueprint
