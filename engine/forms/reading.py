"""A form file to a form, and findings. Whatever is in the file, reading it raises nothing, fetches nothing, and ends."""

import re
from typing import Any

from engine.findings import Finding
from engine.forms import keywords
from engine.forms.document import FORM, Report, load, without_references
from engine.forms.form import Form
from engine.forms.reader import FieldReader, root_spot
from engine.forms.spots import Spot
from engine.forms.wellformed import check_kinds
from engine.text import Text

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ENDING = ".form.json"


def read_form(content: bytes, file: str) -> tuple[Form | None, list[Finding]]:
    """Read a form file: the form, unless something is wrong with it, and all findings."""
    report = Report(file)
    document = load(content, report)
    form = None if document is None else _form(document, report)
    return (None if report.failed() else form), report.findings


def _form(document: dict[str, Any], report: Report) -> Form | None:
    schema = without_references(document, report)
    if report.failed() or not _is_object(schema, report) or not check_kinds(report, schema):
        return None
    spot = root_spot(report, schema)
    keywords.check(report, schema, keywords.ROOT, "", FORM, "object")
    key, title = _key(spot), _title(spot)
    fields = FieldReader(report).fields(spot)
    if report.failed():
        return None
    form = Form(key, title, schema, fields, Text(spot.string("description"), spot.string("x-description-en")))
    _check_defaults(form, report)
    return form


def _is_object(schema: dict[str, Any], report: Report) -> bool:
    if schema.get("$schema", keywords.DIALECT) not in (keywords.DIALECT, f"{keywords.DIALECT}#"):
        report.add("form-dialect", "/$schema", found=str(schema["$schema"])[:100])
        return False
    if schema.get("type") != "object" or not isinstance(schema.get("properties"), dict):
        report.add("form-root", "")
        return False
    return True


def _key(spot: Spot) -> str:
    name = spot.report.file.rpartition("/")[2]
    stem = name.removesuffix(_ENDING).removesuffix(".json")
    key = spot.schema.get("x-key", stem)
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        spot.report.add("form-key", "/x-key", found=str(key)[:60])
        return stem
    if name.endswith(_ENDING) and key != stem:
        spot.report.add("form-key-file", "/x-key", found=key)
    return key


def _title(spot: Spot) -> Text:
    title, english = spot.string("title"), spot.string("x-title-en")
    if not title:
        spot.add("form-title")
    if not english:
        spot.add("form-title-en")
    return Text(title or _key(spot), english)


def _check_defaults(form: Form, report: Report) -> None:
    """Report a default that the field itself would refuse."""
    given = {
        field.name: field.default for field in form.fields if field.default is not None and not field.readonly
    }
    shown = {f"/{name}" for name in given}
    for problem in form.checker.problems(given, shown, {}, None):
        if problem.element.split("/")[1] in given:
            wanted = Text(problem.message.zh, problem.message.en)
            report.add(
                "form-value",
                f"/properties{problem.element}/default",
                where=FORM,
                found="default",
                wanted=wanted,
            )
