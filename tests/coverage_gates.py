"""After the tests: is enough of each layer run by them? Branches count. `make test` runs this last but one."""

import sys
from collections.abc import Iterable
from pathlib import Path

from coverage import Coverage

GATES = {"engine": 95.0, "workflows": 95.0, "web": 85.0}
ROOT = Path(__file__).parents[1]


def share(coverage: Coverage, files: Iterable[str]) -> float:
    """Statements and branches run, of all, in per cent."""
    numbers = [coverage._analyze(file).numbers for file in files]
    run = sum(n.n_executed + n.n_executed_branches for n in numbers)
    return 100 * run / max(1, sum(n.n_statements + n.n_branches for n in numbers))


def main() -> int:
    coverage = Coverage(data_file=str(ROOT / ".coverage"))
    coverage.load()
    measured = [Path(file) for file in coverage.get_data().measured_files()]
    failed = False
    for layer, gate in GATES.items():
        files = [str(file) for file in measured if file.is_relative_to(ROOT / layer)]
        found = share(coverage, files)
        failed |= found < gate
        print(f"coverage of {layer}/: {found:.1f} % (at least {gate} %)")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
