"""A case in a list."""

from typing import Any

from engine.queries.chips import pressing
from engine.queries.rows import CaseRow, ClockChip
from engine.text import Language


def case_row(found: Any, clock: ClockChip | None, language: Language = "zh") -> CaseRow:
    """A row with the columns `Case`, `key`, `definition` and `unit`, and its first clock."""
    case = found.Case
    return CaseRow(
        id=case.id,
        number=case.number,
        title=case.title,
        definition_key=found.key,
        definition=found.definition,
        state=case.state,
        priority=case.priority,
        unit=found.unit.to(language) if found.unit else None,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        urgency=pressing(clock, case.state),
        clock=clock,
    )
