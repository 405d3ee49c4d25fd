"""What lies on the desks at the demo's present: requests that wait for a decision, and who is about to be away."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from engine import requests
from engine.errors import EngineError
from engine.people import absences
from engine.queries import casefile
from engine.queries.rows import ClockRow
from engine.uow import Engine, UnitOfWork
from web.demo.staff import Seen, Worker, look

Ask = Callable[[UnitOfWork, int], bool]
"""Asks about a case, where that is possible."""

_EACH = 2
"""Requests of each kind that are left open."""

_APPRAISAL = "拟委托鉴定机构比对被控侵权产品，鉴定期间请予中止。"
_CORRECTION = "立案登记日误记，应为前一日，申请更正起算日。"
_COMPLEX = "案情复杂，需补充调查取证，请予延长。"


def leave(engine: Engine, everybody: Sequence[Worker]) -> None:
    """Ask for a few things that nobody has decided yet, and record an absence."""
    for ask in (_suspend, _extend, _correct):
        left = _EACH
        for seen in look(engine, everybody):
            if left and _asked(engine, seen, ask):
                left -= 1
    _go_away(engine, everybody)


def _asked(engine: Engine, seen: Seen, ask: Ask) -> bool:
    """Let the first one who could do the task ask; False where that is not possible."""
    try:
        with engine.unit_of_work(seen.workers[0].actor) as uow:
            return ask(uow, seen.row.case_id)
    except EngineError:
        return False


def _clocks(uow: UnitOfWork, case_id: int, move: str) -> Iterator[ClockRow]:
    file = casefile.read(uow, case_id)
    return (clock for clock in file.clocks if move in clock.may and not file.requests)


def _suspend(uow: UnitOfWork, case_id: int) -> bool:
    found = next((one for one in _clocks(uow, case_id, "suspend") if "appraisal" in one.suspend_for), None)
    if found is None:
        return False
    today = uow.office.today(uow.now)
    requests.ask_suspension(uow, case_id, None, reason="appraisal", effective=today, note=_APPRAISAL)
    return True


def _extend(uow: UnitOfWork, case_id: int) -> bool:
    found = next(_clocks(uow, case_id, "extend"), None)
    if found is None:
        return False
    requests.ask_extension(uow, case_id, found.chip.id, amount=1, note=_COMPLEX)
    return True


def _correct(uow: UnitOfWork, case_id: int) -> bool:
    found = next((one for one in _clocks(uow, case_id, "correct") if one.chip.kind == "ordinary"), None)
    if found is None:
        return False
    starts = uow.office.today(found.started_at) - timedelta(days=1)
    requests.ask_correction(uow, case_id, found.chip.id, starts=starts, note=_CORRECTION)
    return True


def _go_away(engine: Engine, everybody: Sequence[Worker]) -> None:
    """A case handler is on leave from tomorrow, and another one stands in."""
    away, deputy = [one for one in everybody if "case-handler" in one.actor.roles][:2]
    with engine.unit_of_work(away.actor) as uow:
        tomorrow = uow.office.today(uow.now) + timedelta(days=1)
        absences.record(
            uow,
            away.actor.person_id or 0,
            first=tomorrow,
            last=tomorrow + timedelta(days=4),
            deputy_id=deputy.actor.person_id,
            note="年休假",
        )
