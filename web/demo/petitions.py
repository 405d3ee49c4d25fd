"""What the demo office's people ask about clocks, and what their heads decide."""

from collections.abc import Sequence
from datetime import timedelta

from engine import requests
from engine.errors import EngineError
from engine.queries import casefile
from engine.queries.rows import ClockRow
from engine.uow import Engine
from web.demo.fates import Pause
from web.demo.staff import Worker

SHORT = timedelta(days=22)
"""More time is asked for when so little of the ordinary period is left."""

_COMPLEX = "案情复杂，证据尚待核实，请予延长。"
_OVER = "中止事由已经消除，申请恢复办理。"


class Petitions:
    """Asked by whoever works on the case, and decided by another; what is not possible is not asked."""

    def __init__(self, engine: Engine, everybody: Sequence[Worker]) -> None:
        self._engine, self._everybody = engine, everybody

    def suspend(self, case_id: int, pause: Pause, chief: Worker) -> int | None:
        """Ask to stand a case still; the request's number."""
        asker = self._asker(case_id, chief)
        if asker is None:
            return None
        try:
            with self._engine.unit_of_work(asker.actor) as uow:
                today = uow.office.today(uow.now)
                return requests.ask_suspension(
                    uow, case_id, None, reason=pause.reason, effective=today, note=pause.note
                )
        except EngineError:
            return None

    def resume(self, case_id: int, pause: Pause, chief: Worker) -> int | None:
        """Ask to let a case go on; the request's number."""
        asker = self._asker(case_id, chief)
        if asker is None:
            return None
        try:
            with self._engine.unit_of_work(asker.actor) as uow:
                today = uow.office.today(uow.now)
                return requests.ask_resumption(
                    uow, case_id, None, reason=pause.reason, effective=today, note=_OVER
                )
        except EngineError:
            return None

    def extend(self, case_id: int, director: Worker) -> int | None:
        """Ask for more of the ordinary period that is running short; the request's number."""
        asker = self._asker(case_id, director)
        if asker is None:
            return None
        with self._engine.reading(asker.actor) as uow:
            file, soon = casefile.read(uow, case_id), uow.now + SHORT
        clock = next((one for one in file.clocks if _extensible(one) and one.chip.ends_at < soon), None)
        if clock is None:
            return None
        with self._engine.unit_of_work(asker.actor) as uow:
            return requests.ask_extension(uow, case_id, clock.chip.id, amount=_amount(clock), note=_COMPLEX)

    def grant(self, request_id: int, head: Worker) -> bool:
        """Grant what was asked; False where that is not possible any more."""
        try:
            with self._engine.unit_of_work(head.actor) as uow:
                requests.grant(uow, request_id)
        except EngineError:
            return False
        return True

    def _asker(self, case_id: int, decider: Worker) -> Worker | None:
        """Somebody else who works on the case: those who do before those who supervise."""
        others = [one for one in self._everybody if one is not decider]
        for one in sorted(others, key=lambda one: one.actor.has("supervisor", "director")):
            if self._may(one, case_id):
                return one
        return None

    def _may(self, worker: Worker, case_id: int) -> bool:
        try:
            with self._engine.reading(worker.actor) as uow:
                return "suspend" in casefile.read(uow, case_id).may
        except EngineError:
            return False


def _extensible(clock: ClockRow) -> bool:
    return "extend" in clock.may and not clock.extensions and clock.chip.kind == "ordinary"


def _amount(clock: ClockRow) -> int:
    """A month on months, fifteen days on less."""
    return 1 if clock.unit == "months" and clock.amount > 1 else 15
