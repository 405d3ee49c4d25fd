"""Counting again to the end, at once: for the command line and for tests; in the office the scheduler does it."""

from engine.calendar_years.batches import CASES, Batch, batch, note_progress
from engine.calendar_years.moves import Progress
from engine.queries import calendars
from engine.queries.rows import CalendarRevisionRow
from engine.uow import SCHEDULER, Engine, UnitOfWork


def progress(uow: UnitOfWork, revision: int) -> CalendarRevisionRow:
    """How far a revision is: `done` of `total` clocks, `moved` of them, `finished_at`. NotFound."""
    return calendars.revision(uow, revision)


def do_batch(uow: UnitOfWork, *, cases: int = CASES) -> Batch:
    """One batch of so many cases, with its progress."""
    found = batch(uow, cases=cases)
    note_progress(uow, found)
    return found


def finish(engine: Engine, revision: int, tell: Progress | None = None) -> CalendarRevisionRow:
    """Count batches until nothing is left, or what is left is being worked on by somebody; then the scheduler goes on.

    `tell` hears of the clocks done, and of how many there are, after each batch.
    """
    while True:
        with engine.unit_of_work(SCHEDULER) as uow:
            found = do_batch(uow)
        with engine.reading(SCHEDULER) as uow:
            row = progress(uow, revision)
        if tell is not None:
            tell(row.done, row.total)
        if not found.left or not (found.done or found.timers):
            return row
