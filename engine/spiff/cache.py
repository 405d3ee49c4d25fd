"""What was deployed, read once: blueprints by the hash of their files. Shared by all threads, for they are values."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from engine.blueprint import Blueprint, Bundle
from engine.errors import BundleRefused
from engine.findings import Finding, Severity
from engine.spiff.diagram import Diagram
from engine.spiff.reading import processes_of, read_main
from engine.spiff.resources import DIAGRAM, Resources
from engine.spiff.sheet import open_sheet

MOST = 256
_LOCK = Lock()
_blueprints: OrderedDict[str, Blueprint] = OrderedDict()


def blueprint_of(digest: str, loader: Callable[[], Bundle]) -> Blueprint:
    """Give the blueprint of a definition by its hash; `loader` fetches its files where it is not known yet.

    The same hash gives the same object, until `MOST` others were used since. Raises what `load` raises.
    """
    with _LOCK:
        found = _blueprints.get(digest)
        if found is not None:
            _blueprints.move_to_end(digest)
            return found
    blueprint = load(loader())
    with _LOCK:
        kept = _blueprints.setdefault(digest, blueprint)
        _blueprints.move_to_end(digest)
        while len(_blueprints) > MOST:
            _blueprints.popitem(last=False)
        return kept


def forget() -> None:
    """Empty the cache."""
    with _LOCK:
        _blueprints.clear()


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
