"""Counting again to the end, at once: for the command line and for tests; in the office the scheduler does it."""

from time import sleep
from typing import Final

from engine.calendar_years.batches import CLOCKS, Batch, batch, note_progress
from engine.calendar_years.moves import Progress
from engine.queries import calendars
from engine.queries.rows import CalendarRevisionRow
from engine.uow import SCHEDULER, Engine, UnitOfWork

FEW_CLOCKS: Final = 40
"""As CLOCKS, where everybody waits and not only who works on one of their cases."""

_REST: Final = 0.02  # seconds


def progress(uow: UnitOfWork, revision: int) -> CalendarRevisionRow:
    """How far a revision is: `done` of `total` clocks, `moved` of them, `finished_at`. NotFound."""
    return calendars.revision(uow, revision)


def do_batch(uow: UnitOfWork, *, clocks: int | None = None) -> Batch:
    """One batch of so many clocks, with its progress."""
    usual = FEW_CLOCKS if uow.engine.database.sqlite else CLOCKS
    found = batch(uow, clocks=clocks or usual)
    note_progress(uow, found)
    return found


def let_others(engine: Engine) -> None:
    """Rest after a batch where there is one writer at a time: who waits for it asks only now and then."""
    if engine.database.sqlite:
        sleep(_REST)


def finish(engine: Engine, revision: int, tell: Progress | None = None) -> CalendarRevisionRow:
    """Count batches until nothing is left, or what is left is being worked on by somebody; then the scheduler goes on.

    `tell` hears of the clocks done, and of how many there are, after each batch.
    """
    while True:
        with engine.unit_of_work(SCHEDULER) as uow:
            found = do_batch(uow)
        let_others(engine)
        with engine.reading(SCHEDULER) as uow:
            row = progress(uow, revision)
        if tell is not None:
            tell(row.done, row.total)
        if not found.left or not (found.done or found.timers):
            return row
