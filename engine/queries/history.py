"""What the office's own cases teach: read once a day by each process, from a bounded sample of them."""

from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from weakref import WeakKeyDictionary

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, and_, func, or_, select

from engine.forecast import History
from engine.model import Case, Definition
from engine.queries import courses
from engine.queries.timeline import Timeline, timeline
from engine.uow import Engine, UnitOfWork

MOST_CASES = 2_000
"""Of a procedure with more cases every kth is read: a share among a thousand is known to 3 points anyway."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known by an instant. `cases` were opened `since` that day; of them, `read` were learnt from."""

    history: History
    line: Timeline
    since: date
    at: datetime
    cases: int
    read: int


_Kept = tuple[tuple[date, str], Past]
_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()
_building = Lock()


def past(uow: UnitOfWork) -> Past:
    """The office's history, as of some instant of today; five statements for the first who asks."""
    today = uow.office.today(uow.now)
    key = (today, uow.office.calendar.version)
    with _building:
        kept = _kept.get(uow.engine)
        if kept is None or kept[0] != key:
            kept = _kept[uow.engine] = (key, learn(uow))
        return kept[1]


def learn(uow: UnitOfWork, *, most: int = MOST_CASES) -> Past:
    """Read it anew, from about `most` cases of each procedure."""
    terms = uow.office.forecasting
    since = uow.office.today(uow.now) - relativedelta(months=terms.months)
    line = timeline(uow.office, uow.now)
    counts = _counts(uow, since)
    chosen = select(Case.id).join(Definition, Definition.id == Case.definition_id)
    found = courses.read(uow, chosen.where(Case.opened_on >= since, _sample(counts, most)), line)
    history = History.of(found.values(), line.at(uow.now), least=terms.least)
    return Past(history, line, since, uow.now, sum(counts.values()), len({case for case, _ in found}))


def _counts(uow: UnitOfWork, since: date) -> dict[str, int]:
    query = select(Definition.key, func.count()).join(Case, Case.definition_id == Definition.id)
    rows = uow.session.execute(query.where(Case.opened_on >= since).group_by(Definition.key))
    return {row[0]: row[1] for row in rows}


def _sample(counts: dict[str, int], most: int) -> ColumnElement[bool]:
    """Every case of a procedure that has few; of the others every kth, by its number."""
    every = {key: -(-number // most) for key, number in counts.items()}
    kept = [
        and_(Definition.key == key, Case.id % step == 0) if step > 1 else Definition.key == key
        for key, step in every.items()
    ]
    return or_(Definition.key == "", *kept)
