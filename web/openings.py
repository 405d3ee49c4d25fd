"""Which procedures a person or a table may open, and the form that each begins with."""

from collections.abc import Mapping

from engine import definitions
from engine.uow import UnitOfWork
from web.table_columns import Opening


def openings(uow: UnitOfWork) -> Mapping[str, Opening]:
    """Every deployed procedure's latest version, by key."""
    return {
        row.key: Opening(row.key, row.name, definitions.start_form(uow, row.key))
        for row in definitions.all_latest(uow)
    }
