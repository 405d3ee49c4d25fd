"""The other files of a bundle: decision tables and forms, each once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.decisions import DecisionTable
from engine.findings import Finding, Severity
from engine.forms import Form, read_form
from engine.spiff.rules import Place, error, warning
from engine.spiff.tables import read_tables

TWICE = error(
    "key-twice",
    ("“{key}”在“{first}”中已经有了", "“{key}” is already in “{first}”"),
    (
        "给每个表单、每个决策表和每个流程不同的名称。",
        "Give each form, each table and each process a key of its own.",
    ),
)
STRANGE = warning(
    "file-not-read",
    ("不认识这个文件，没有读取", "This file is of no known kind and was not read"),
    (
        "流程图用 .bpmn，决策表用 .dmn，表单用 .form.json；说明文件放在流程包之外。",
        "Diagrams are .bpmn, tables .dmn, forms .form.json; keep other files elsewhere.",
    ),
)
UNUSED = warning(
    "form-not-used",
    ("表单“{key}”没有被任何任务使用", "No task uses the form “{key}”"),
    ("在用户任务上写 kb:form，或删除该文件。", "Name it on a user task with kb:form, or remove the file."),
)

DIAGRAM, TABLE, FORM = ".bpmn", ".dmn", ".form.json"
_ELSE = (".md", ".txt", ".png", ".jpg", ".svg", ".pdf", ".docx", ".typ")


@dataclass(slots=True)
class Resources:
    """What the tables and forms of a bundle gave."""

    decisions: dict[str, DecisionTable] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(
        default_factory=set
    )  # kinds of which a file could not be read: its keys are not known
    _files: dict[str, str] = field(default_factory=dict)

    def add(self, file: str, name: str, content: bytes) -> None:
        """Read one file, if it is a table or a form; `name` is its name in lower case, or its suffix."""
        if name.endswith(FORM):
            self._form(file, content)
        elif name.endswith(TABLE):
            self._tables(file, content)
        elif not name.endswith((DIAGRAM, *_ELSE)):
            self.findings.append(STRANGE.at(Place(file, "")))

    def unused(self, used: Iterable[str]) -> list[Finding]:
        """Find forms that nothing names."""
        left = sorted(self.forms.keys() - set(used))
        return [UNUSED.at(Place(self._files[f"form {key}"], ""), key=key) for key in left]

    def _form(self, file: str, content: bytes) -> None:
        form, findings = read_form(content, file)
        self._found(FORM, findings)
        if form is not None and self._first("form", form.key, file):
            self.forms[form.key] = form

    def _found(self, kind: str, findings: list[Finding]) -> None:
        self.findings.extend(findings)
        if any(finding.severity is Severity.ERROR for finding in findings):
            self.broken.add(kind)

    def _tables(self, file: str, content: bytes) -> None:
        tables, findings = read_tables(content, file)
        self._found(TABLE, findings)
        for key, table in tables.items():
            if self._first("table", key, file):
                self.decisions[key] = table

    def _first(self, kind: str, key: str, file: str) -> bool:
        first = self._files.setdefault(f"{kind} {key}", file)
        if first != file:
            self.findings.append(TWICE.at(Place(file, ""), key=key, first=first))
        return first == file
