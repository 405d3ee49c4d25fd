"""Reading a bundle: its diagrams through SpiffWorkflow into graphs, its tables and its forms."""

from dataclasses import dataclass, field

from lxml.etree import _Element

from engine.blueprint import Blueprint, Bundle, Vocabulary
from engine.findings import Finding, Severity
from engine.forms import Form, read_form
from engine.graph import Process
from engine.spiff.names import bpmn
from engine.spiff.normalise import normalise
from engine.spiff.parser import Parser, is_executable
from engine.spiff.schema import against_schema
from engine.spiff.translate import process_of
from engine.spiff.xml import parse_xml


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a bundle: its blueprint where nothing keeps it from running, and all findings."""

    blueprint: Blueprint | None
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep it from being deployed."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


@dataclass(slots=True)
class _Found:
    processes: dict[str, Process] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read(bundle: Bundle, vocabulary: Vocabulary) -> Reading:
    """Read a bundle. Whatever is in it, this gives findings and raises nothing."""
    del vocabulary
    found = _Found()
    for file, content in sorted(bundle.files.items()):
        if file.endswith(".bpmn"):
            _diagram(file, content, found)
        elif file.endswith(".form.json"):
            form, problems = read_form(content, file)
            found.findings.extend(problems)
            if form is not None:
                found.forms[form.key] = form
    findings = tuple(found.findings)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Reading(None, findings)
    return Reading(
        Blueprint(bundle.key, _main(bundle.key, found.processes), found.processes, {}, found.forms), findings
    )


def _main(key: str, processes: dict[str, Process]) -> str:
    wanted = key.replace("-", "_")
    executable = [process.id for process in processes.values() if process.executable]
    return wanted if wanted in executable else executable[0]


def _diagram(file: str, content: bytes, found: _Found) -> None:
    root = parse_xml(content)
    findings = against_schema(file, root)
    found.findings.extend(findings)
    if not findings:
        found.processes.update(_processes(file, root))


def _processes(file: str, root: _Element) -> dict[str, Process]:
    normalise(root)
    parser = Parser()
    parser.add_bpmn_xml(root, file)
    ids = [node.get("id", "") for node in root.iterchildren(bpmn("process")) if is_executable(node)]
    return {process_id: process_of(parser, process_id) for process_id in ids}
