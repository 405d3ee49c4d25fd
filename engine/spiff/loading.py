"""Reading what was deployed: nothing is held against the rules any more."""

from engine.blueprint import Blueprint, Bundle
from engine.errors import BundleRefused
from engine.findings import Finding, Severity
from engine.spiff.diagram import Diagram
from engine.spiff.reading import processes_of, read_main
from engine.spiff.resources import DIAGRAM, Resources
from engine.spiff.sheet import open_sheet


def load(bundle: Bundle) -> Blueprint:
    """Read a bundle that was deployed. The linter is not asked: its rules may have become stricter since.

    Raises `BundleRefused` where there is nothing to run.
    """
    resources, diagrams, findings = Resources(), list[Diagram](), list[Finding]()
    for file, content in sorted(bundle.files.items()):
        if file.lower().endswith(DIAGRAM):
            sheet = open_sheet(file, content)
            findings.extend(sheet.findings)
            diagrams.extend([sheet.diagram] if sheet.diagram is not None else [])
        else:
            resources.add(file, file.lower(), content)
    processes = {process.id: process for diagram in diagrams for process in processes_of(diagram)}
    main = read_main(bundle.key, processes)
    if main is None:
        raise BundleRefused([finding for finding in findings if finding.severity is Severity.ERROR])
    return Blueprint(bundle.key, main, processes, resources.decisions, resources.forms)
