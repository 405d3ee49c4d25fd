"""A pytest plugin for `make test`: after the tests, is enough of each layer run by them? Branches count.

It prints before pytest's own summary, which stays the last line, and fails the run where a gate is missed.
"""

from collections.abc import Iterable
from pathlib import Path

import pytest
from coverage import Coverage

GATES = {"engine": 95.0, "workflows": 95.0, "web": 92.0}
ROOT = Path(__file__).parents[1]
SHARES = pytest.StashKey[dict[str, float]]()


def share(coverage: Coverage, files: Iterable[str]) -> float:
    """Statements and branches run, of all, in per cent."""
    numbers = [coverage._analyze(file).numbers for file in files]
    run = sum(n.n_executed + n.n_executed_branches for n in numbers)
    return 100 * run / max(1, sum(n.n_statements + n.n_branches for n in numbers))


def shares() -> dict[str, float]:
    """The share of each layer, of every file in it, imported or not."""
    coverage = Coverage(data_file=str(ROOT / ".coverage"), config_file=str(ROOT / "pyproject.toml"))
    coverage.load()
    measured = [Path(file) for file in coverage.get_data().measured_files() if file.endswith(".py")]
    return {
        layer: share(coverage, (str(file) for file in measured if file.is_relative_to(ROOT / layer)))
        for layer in GATES
    }


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[SHARES] = found = shares()
    if exitstatus == pytest.ExitCode.OK and any(found[layer] < gate for layer, gate in GATES.items()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for layer, found in config.stash[SHARES].items():
        missed = "" if found >= GATES[layer] else "  TOO LITTLE"
        terminalreporter.write_line(
            f"coverage of {layer}/: {found:.1f} % (at least {GATES[layer]} %){missed}"
        )
