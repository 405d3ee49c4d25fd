"""All benchmarks: `python -m benchmarks.run [--quick]` prints one JSON line a row, and a table for people at the end."""

import json
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from benchmarks import completion, core, due_alarms, forecasts, periods, publication

Row = dict[str, Any]


def rows(*, quick: bool) -> Iterator[Row]:
    """Every row, as it is measured."""
    for row in completion.rows(quick=quick):
        yield {"benchmark": "completion", **row}
    yield from core.rows(quick=quick)
    yield from periods.rows(quick=quick)
    yield from forecasts.rows(quick=quick)
    yield from due_alarms.rows(quick=quick)
    yield from publication.rows(quick=quick)


def table(found: list[Row]) -> str:
    """The rows of one benchmark, in columns."""
    names = list(dict.fromkeys(name for row in found for name in row if name != "benchmark"))
    lines = [names, *([_text(row.get(name)) for name in names] for row in found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )


def _text(value: Any) -> str:
    return "-" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)


def ratios(found: list[Row]) -> Iterator[str]:
    """What the peers cost, in completions of ours: CPU and statements, in the same run."""
    ours = {
        row["process"]: row for row in found if row["engine"] == "kuaibao" and row["database"] == "postgresql"
    }
    for row in found:
        if row["engine"] != "kuaibao" and row["process"] in ours:
            own = ours[row["process"]]
            times = row["cpu_ms_per_completion"] / own["cpu_ms_per_completion"]
            sql = row["sql_per_completion"]
            more = f", {sql / own['sql_per_completion']:.1f} times the SQL" if sql else ""
            yield f"{row['engine']} on {row['process']}: {times:.2f} times our CPU time{more}"


def main() -> None:
    """Run them."""
    warnings.simplefilter("ignore")
    found: dict[str, list[Row]] = {}
    for row in rows(quick="--quick" in sys.argv[1:]):
        print(json.dumps(row), flush=True)
        found.setdefault(row["benchmark"], []).append(row)
    for name, lines in found.items():
        print(f"\n{name}\n{table(lines)}")
    print()
    for line in ratios(found["completion"]):
        print(line)


if __name__ == "__main__":
    main()
