"""Reading a bundle: its diagrams through SpiffWorkflow into graphs, its tables and its forms; and all that is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.blueprint import Blueprint, Bundle, Vocabulary
from engine.findings import Finding, Severity
from engine.graph import Process
from engine.spiff.diagram import Diagram, Known
from engine.spiff.graphs import Graphs
from engine.spiff.lint import feasibility, lint, lint_graphs
from engine.spiff.parser import Parser, is_executable
from engine.spiff.resources import DIAGRAM, FORM, TABLE, TWICE, Resources
from engine.spiff.rules import Place, error, warning
from engine.spiff.sheet import open_sheet
from engine.spiff.translate import process_of

NO_DIAGRAM = error(
    "no-diagram",
    ("流程包中没有流程图（.bpmn）", "The bundle has no diagram (.bpmn)"),
    ("把流程图放进流程包。", "Add the diagram to the bundle."),
)
UNCLEAR = warning(
    "main-process-unclear",
    (
        "有 {count} 个可执行的流程，其中没有 id 为“{wanted}”的，办案时将运行“{main}”",
        "There are {count} executable processes and none has the id “{wanted}”; a case will run “{main}”",
    ),
    (
        "把办案的流程的 id 改为“{wanted}”，或只保留一个可执行的流程。",
        "Give the main one the id “{wanted}”, or keep one executable process.",
    ),
)
UNREADABLE = error(
    "unreadable",
    ("无法读取：{problem}", "It cannot be read: {problem}"),
    (
        "用流程设计器打开并重新保存；仍有问题时请联系管理员。",
        "Open and save it again in the modeler; if that does not help, ask the administrator.",
    ),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a bundle: its blueprint where nothing keeps it from running, and all findings."""

    blueprint: Blueprint | None
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep it from being deployed."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)


def read(bundle: Bundle, vocabulary: Vocabulary) -> Reading:
    """Read a bundle. Whatever is in it, this gives findings and raises nothing."""
    desk = Desk(bundle.key, vocabulary)
    for file, content in sorted(bundle.files.items()):
        desk.take(file, content)
    return desk.reading()


@dataclass(slots=True)
class Desk:
    """A bundle on its way: what was read of it so far, and what was found."""

    key: str
    vocabulary: Vocabulary
    alone: bool = False  # one file, perhaps without those that belong to it
    resources: Resources = field(default_factory=Resources)
    diagrams: list[Diagram] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def take(self, file: str, content: bytes, kind: str = "") -> None:
        """Open one file; `kind` is its suffix, where its name does not say it."""
        name = kind or file.lower()
        with self.safely(file):
            if name.endswith(DIAGRAM):
                sheet = open_sheet(file, content)
                self.findings.extend(sheet.findings)
                self.diagrams.extend([sheet.diagram] if sheet.diagram is not None else [])
            else:
                self.resources.add(file, name, content)

    def reading(self) -> Reading:
        """Hold everything against the rules, and make a blueprint of it where nothing is wrong."""
        self.findings.extend(self.resources.findings)
        known = self.known()
        for diagram in self.diagrams:
            with self.safely(diagram.file):
                self.findings.extend(lint(diagram, known))
        graphs = self.graphs()
        for each in graphs:
            with self.safely(each.diagram.file):
                self.findings.extend(lint_graphs(each))
        if not any(finding.severity is Severity.ERROR for finding in self.findings):
            self.weigh(graphs)
        main = self.main(graphs[0].all if graphs else {})
        if not self.alone:
            self.findings.extend(self.resources.unused(_forms_named(graphs)))
        findings = tuple(dict.fromkeys(self.findings))
        if main is None or any(finding.severity is Severity.ERROR for finding in findings):
            return Reading(None, findings)
        resources = self.resources
        return Reading(
            Blueprint(self.key, main, graphs[0].all, resources.decisions, resources.forms), findings
        )

    def weigh(self, graphs: Sequence[Graphs]) -> None:
        """Hold the waits on the paths against the clocks; only of diagrams that could run."""
        for each in graphs:
            with self.safely(each.diagram.file):
                found = feasibility.check(each, self.resources.forms, self.resources.decisions)
                self.findings.extend(found)

    def known(self) -> Known:
        """Give what the diagrams may name."""
        return Known(
            key=self.key,
            vocabulary=self.vocabulary,
            forms=self._names(FORM, self.resources.forms),
            decisions=self._names(TABLE, self.resources.decisions),
            processes={
                process.get("id", ""): process in diagram.executable
                for diagram in self.diagrams
                for process in diagram.processes
            },
        )

    def _names(self, kind: str, found: Mapping[str, object]) -> frozenset[str] | None:
        unknown = kind in self.resources.broken or (self.alone and not found)
        return None if unknown else frozenset(found)

    def graphs(self) -> list[Graphs]:
        """Translate every diagram; ids of processes are unique over the bundle."""
        every: dict[str, Process] = {}
        found = []
        for diagram in self.diagrams:
            with self.safely(diagram.file):
                own = tuple(self._new(processes_of(diagram), every, diagram))
                every.update((process.id, process) for process in own)
                found.append(Graphs(diagram, own, every))
        return found

    def _new(
        self, own: Sequence[Process], every: Mapping[str, Process], diagram: Diagram
    ) -> Iterator[Process]:
        for process in own:
            if process.id in every:
                self.findings.append(
                    TWICE.at(diagram.place_of_id(process.id), key=process.id, first=self.key)
                )
            else:
                yield process

    def main(self, processes: Mapping[str, Process]) -> str | None:
        """Choose the process that a case runs."""
        if not self.alone and not self.diagrams and not self._diagram_refused():
            self.findings.append(NO_DIAGRAM.at(Place("", "")))
        main, wanted = read_main(self.key, processes), main_id(self.key)
        if main is not None and main != wanted and len(processes) > 1:
            place = Place(self.diagrams[0].file, main)
            self.findings.append(UNCLEAR.at(place, count=len(processes), wanted=wanted, main=main))
        return main

    def _diagram_refused(self) -> bool:
        return any(finding.file.lower().endswith(DIAGRAM) for finding in self.findings)

    @contextmanager
    def safely(self, file: str) -> Iterator[None]:
        """Make a finding of whatever goes wrong with a file; nothing to add where errors explain it already."""
        try:
            yield
        except Exception as problem:  # noqa: BLE001 - what strangers write may break any library; it is never raised
            if not any(_is_error(finding, file) for finding in self.findings):
                self.findings.append(
                    UNREADABLE.at(Place(file, _element(problem)), problem=_sentence(problem))
                )


def _is_error(finding: Finding, file: str) -> bool:
    return finding.file == file and finding.severity is Severity.ERROR


def main_id(key: str) -> str:
    """Give the id that the main process of a bundle has."""
    return key.replace("-", "_")


def read_main(key: str, processes: Mapping[str, Process]) -> str | None:
    """Give the process that a case runs: the one named like the bundle, else the first."""
    return main_id(key) if main_id(key) in processes else next(iter(processes), None)


def _element(problem: Exception) -> str:
    return str(getattr(problem, "id", "") or "") if isinstance(problem, ValidationException) else ""


def _sentence(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:300]


def processes_of(diagram: Diagram) -> tuple[Process, ...]:
    """Parse the executable processes of a file with SpiffWorkflow, and translate them."""
    parser = Parser()
    parser.add_bpmn_xml(diagram.root, diagram.file)
    ids = [node.get("id", "") for node in diagram.processes if is_executable(node)]
    return tuple(process_of(parser, process_id) for process_id in ids)


def _forms_named(graphs: Sequence[Graphs]) -> set[str]:
    return {
        node.form
        for each in graphs
        for scope in each.scopes()
        for node in scope.nodes.values()
        if node.form is not None
    }
