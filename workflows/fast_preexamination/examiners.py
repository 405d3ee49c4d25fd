"""Who examines a request: by field, then by load."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import BusinessError
from engine.procedure import Candidate, OperationContext

ROLE = "pre-examiner"
NO_EXAMINER = "no-examiner"


def choose_examiner(context: OperationContext) -> Mapping[str, Any]:
    """Give the request to the least loaded examiner who is there, of the unit that the table of fields names.

    Raises `BusinessError` where there is none: the supervisor names one by hand.
    """
    suitable = in_unit(context.facts.candidates(ROLE), context.variables.get("examining_unit"))
    if not suitable:
        raise BusinessError(NO_EXAMINER, f"{context.variables.get('examining_unit') or ROLE}: 0")
    chosen = min(suitable, key=_load)
    return {"examiner": chosen.id, "examiner_name": chosen.name, "assigned_on": context.today.isoformat()}


def in_unit(candidates: Sequence[Candidate], unit: str | None) -> list[Candidate]:
    """Keep the candidates of a unit; all of them where the table names none."""
    return [one for one in candidates if not unit or one.unit == unit]


def _load(candidate: Candidate) -> tuple[bool, int, int]:
    return candidate.away, candidate.open_tasks, candidate.id
