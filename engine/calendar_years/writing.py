"""Writing many cases and clocks: a statement each for all of them, where the session would need one for every row."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, insert, update

from engine.model import Case, Clock, PastLedger
from engine.orm import Base, table_of
from engine.uow import UnitOfWork

_CASE: Final = ("ends_at", "warns_at", "journal_length", "journal_head")
_CLOCK: Final = (
    "state",
    "suspended_at",
    "ends_at",
    "last_day",
    "provisional",
    "target_at",
    "warns_at",
    "breached_at",
    "fired",
    "ledger",
    "calendar",
)
_LEDGER: Final = tuple(column.name for column in table_of(PastLedger).columns if column.name != "id")


def _statement(model: type[Base], names: Sequence[str], **more: Any) -> Any:
    table = table_of(model)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return update(table).where(table.c.id == bindparam("row_id")).values(**values, **more)


_CASES: Final = _statement(Case, _CASE, version=table_of(Case).c.version + 1)
_CLOCKS: Final = _statement(Clock, _CLOCK)


def write(uow: UnitOfWork, cases: Iterable[Case], clocks: Iterable[Clock]) -> None:
    """Write those that changed, with the journal, and let the session forget them; their cases are locked."""
    uow.write_journal()
    _write(uow, _CLOCKS, _CLOCK, list(clocks))
    _write(uow, _CASES, _CASE, list(cases))
    _keep(uow, [one for one in uow.session.new if isinstance(one, PastLedger)])


def _keep(uow: UnitOfWork, ledgers: Sequence[PastLedger]) -> None:
    if ledgers:
        rows = [{name: getattr(one, name) for name in _LEDGER} for one in ledgers]
        uow.session.execute(insert(table_of(PastLedger)), rows)
    for one in ledgers:
        uow.session.expunge(one)


def _write(uow: UnitOfWork, statement: Any, names: Sequence[str], rows: Sequence[Base]) -> None:
    dirty = set(uow.session.dirty)
    changed = [row for row in rows if row in dirty]
    if changed:
        uow.session.execute(statement, [_values(row, names) for row in changed])
    for row in rows:
        uow.session.expunge(row)


def _values(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {"row_id": row.id, **{f"new_{name}": getattr(row, name) for name in names}}
