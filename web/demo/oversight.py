"""What the demo office's heads do with tasks to watch, and what becomes of their instructions."""

from collections.abc import Callable
from functools import partial
from random import Random

from engine import instructions, people, tasks
from engine.errors import AlreadyDone, Conflict, EngineError, MoveRefused, NotAllowed, NotFound
from engine.queries import instructions as reads
from engine.queries.rows import Blank
from engine.uow import Actor, Engine
from web.demo.deeds import Deeds
from web.demo.staff import Worker

INSTRUCTED = 0.6
"""So many tasks to watch lead to an instruction; the others to a note."""

ANSWERED, SIGNED = 0.85, 0.6
"""So many instructions are answered, and so many signed for before."""

CLOSED, AGAIN = 0.8, 0.12
"""So many answers are enough; so many have to be given again."""

DAYS = (1, 2, 2, 3)
"""Working days in which to answer."""

_ORDERS = (
    "请说明超期原因，列明剩余环节和完成日期。",
    "请于今日联系双方当事人，明确下一步安排并书面答复。",
    "请优先办理本案，报告办理进度。",
    "证据是否齐备？如需延长，请说明理由。",
)
_ANSWERS = (
    "因被请求人两次变更送达地址，送达迟延；剩余环节三日内完成。",
    "已与双方电话沟通，定于本周内完成调查。",
    "已优先办理，文书正在起草，明日报审。",
    "证据已经齐备，不需延长。",
)
_NOTES = ("已与经办人面谈，正在办理。", "原因为等待来文，持续关注。", "已安排专人协助。")
_VAGUE = "请写明具体完成日期。"
_GONE = (AlreadyDone, NotFound)
_LATER = (Conflict, NotAllowed, MoveRefused)

Plan = Callable[[float, Callable[[], object]], None]
"""Lets something happen after so many working days."""


class Oversight:
    """Settles tasks to watch; the person answers some days later, or does not."""

    def __init__(self, engine: Engine, deeds: Deeds, plan: Plan) -> None:
        self._engine, self._deeds, self._plan = engine, deeds, plan

    def settle(self, task_id: int, head: Worker) -> bool:
        """Complete a task to watch; False where that has to wait."""
        rng = self._deeds.rng(task_id, "oversight")
        try:
            case_id = self._deeds.form(task_id, head.actor).case.id
            with self._engine.reading(head.actor) as uow:
                blank = reads.blank(uow, case_id, task_id)
            self._complete(task_id, head, blank, rng)
        except _GONE:
            return True
        except _LATER:
            return False
        if blank.suggested is not None:
            self._follow(task_id, head, blank.suggested, rng)
        return True

    def _complete(self, task_id: int, head: Worker, blank: Blank, rng: Random) -> None:
        instructs = blank.suggested is not None and rng.random() < INSTRUCTED
        with self._engine.unit_of_work(head.actor) as uow:
            if blank.suggested is None or not instructs:
                tasks.complete(uow, task_id, {"note": rng.choice(_NOTES)})
                return
            until = uow.office.calendar.shift(uow.office.today(uow.now), rng.choice(DAYS))
            instructions.settle(uow, task_id, to=blank.suggested, text=rng.choice(_ORDERS), answer_by=until)

    def _follow(self, task_id: int, head: Worker, person: int, rng: Random) -> None:
        """Let the person answer what was issued for a task, if anything was."""
        with self._engine.reading(head.actor) as uow:
            found = next((row for row in reads.issued(uow, limit=500) if row.task_id == task_id), None)
            answerer = people.actor(uow, person)
        if found is None or answerer is None:
            return
        if rng.random() < SIGNED:
            self._plan(
                rng.uniform(0.1, 0.8), partial(self._try, answerer, instructions.acknowledge, found.id)
            )
        if rng.random() < ANSWERED:
            answer = partial(self._try, answerer, instructions.reply, found.id, rng.choice(_ANSWERS))
            self._plan(rng.uniform(0.8, 4.5), partial(self._answer, answer, head, found.id, rng))

    def _answer(self, answer: Callable[[], bool], head: Worker, number: int, rng: Random) -> None:
        if not answer():
            return
        fate = rng.random()
        if fate < CLOSED:
            self._plan(rng.uniform(0.2, 1.5), partial(self._try, head.actor, instructions.close, number))
        elif fate < CLOSED + AGAIN:
            self._plan(rng.uniform(0.2, 1.0), partial(self._reopen, head, number))

    def _reopen(self, head: Worker, number: int) -> None:
        today = self._engine.office.today(self._engine.now())
        until = self._engine.office.calendar.shift(today, 2)
        self._try(head.actor, partial(instructions.reopen, answer_by=until, note=_VAGUE), number)

    def _try(self, actor: Actor, deed: Callable[..., None], *args: object) -> bool:
        try:
            with self._engine.unit_of_work(actor) as uow:
                deed(uow, *args)
        except EngineError:
            return False
        return True
