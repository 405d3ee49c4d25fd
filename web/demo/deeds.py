"""What people of the office and those outside do, each in a unit of work of their own."""

from collections.abc import Mapping
from random import Random
from typing import Any

from engine import cases, definitions, messages, people, tasks
from engine.errors import AlreadyDone, Conflict, EngineError, MoveRefused, NotAllowed, NotFound
from engine.queries import worklist
from engine.queries.rows import TaskForm
from engine.uow import SYSTEM, Actor, Engine
from web.demo.answers import answer
from web.demo.arrivals import Arrival
from web.demo.habits import habits
from web.demo.staff import Worker
from web.demo.waits import Awaited

OUTSIDER = Actor(None, "当事人（网上提交）", frozenset({"party"}))
_GONE = (AlreadyDone, NotFound)
_LATER = (Conflict, NotAllowed, MoveRefused)
_SETTLED = "双方已协商解决，申请撤回。"
_GIVEN, _RELATED = "请抓紧办理。", "与一方当事人的代理人有亲属关系，申请回避。"


class Deeds:
    """Everything that can be done. What has been overtaken by events is not done, and nobody minds.

    `stuck`: what could not be done although it should have been.
    """

    def __init__(self, engine: Engine, seed: int) -> None:
        self._engine, self._seed = engine, seed
        self.stuck: list[str] = []

    def rng(self, *about: object) -> Random:
        """Chance for one matter: the same for the same seed, whatever else happens."""
        return Random(":".join(str(one) for one in (self._seed, *about)))  # noqa: S311 - no secret

    # --- cases come in ------------------------------------------------------------------------------------

    def register(self, arrival: Arrival, clerk: Worker) -> None:
        """Open a case for what comes in."""
        with self._engine.unit_of_work(clerk.actor) as uow:
            form = definitions.start_form(uow, arrival.key)
            local = uow.office.local(uow.now)
            rng, facts = self.rng(arrival.at.isoformat()), arrival.facts
            if form is not None:
                facts = answer(form, facts, habits(arrival.key, form.key), rng=rng, now=local)
            cases.start(uow, arrival.key, facts=facts, unit_id=self._unit(arrival))

    def _unit(self, arrival: Arrival) -> int | None:
        """The unit that answers for the case, where it is not that of whoever registers it."""
        if arrival.unit is None:
            return None
        with self._engine.reading(SYSTEM) as uow:
            return next((unit.id for unit in people.all_units(uow) if unit.key == arrival.unit), None)

    # --- tasks --------------------------------------------------------------------------------------------

    def claim(self, task_id: int, worker: Worker) -> None:
        """Take a task from the pool."""
        self._try(worker.actor, lambda uow: tasks.claim(uow, task_id))

    def assign(self, task_id: int, worker: Worker, chief: Worker) -> None:
        """Give a task to somebody."""
        if worker is not chief:
            self._try(chief.actor, lambda uow: tasks.assign(uow, task_id, worker.id, note=_GIVEN))

    def complete(self, task_id: int, worker: Worker) -> bool:
        """Fill in a task's form and complete it; False where that has to wait."""
        try:
            form = self.form(task_id, worker.actor)
            with self._engine.unit_of_work(worker.actor) as uow:
                tasks.complete(uow, task_id, self.values(form), seen=form.seen)
        except _GONE:
            return True
        except _LATER:
            return False
        except EngineError as error:
            self.stuck.append(f"{form.case.number} {form.task.node_id}: {error}")
        return True

    def draft(self, task_id: int, worker: Worker) -> None:
        """Begin to fill in a task's form, and leave it."""
        form = self.form(task_id, worker.actor)
        values = self.values(form)
        some = dict(list(values.items())[: max(1, len(values) // 2)])
        self._try(worker.actor, lambda uow: tasks.save_draft(uow, task_id, some, seen=form.seen))

    def form(self, task_id: int, actor: Actor) -> TaskForm:
        """A task's form."""
        with self._engine.reading(actor) as uow:
            return worklist.form(uow, task_id)

    def values(self, form: TaskForm) -> dict[str, Any]:
        """What is filled in."""
        if form.form is None:
            return {}
        return answer(
            form.form,
            form.values,
            habits(form.case.definition_key, form.form.key),
            rng=self.rng(form.case.number, form.task.id, "form"),
            now=self._engine.office.local(self._engine.now()),
            who={name: [one.id for one in persons] for name, persons in form.people.items()},
        )

    # --- from outside ---------------------------------------------------------------------------------------

    def write(self, task_id: int, awaited: Awaited, worker: Worker) -> bool:
        """A party writes what a task waits for; what is not complete is taken down by the office."""
        try:
            form = self.form(task_id, SYSTEM)
        except _GONE:
            return True
        letter = awaited.letter(self.values(form))
        if letter is None:
            return self.complete(task_id, worker)
        keys = awaited.keys_of(form.values, self._engine.office.local(self._engine.now()))
        self._send(awaited.message, keys, letter, f"demo:{task_id}")
        return True

    def withdraw(self, number: str) -> None:
        """A party withdraws."""
        letter = {"withdrawal_reason": _SETTLED}
        self._send("withdrawn", {"case_number": number}, letter, f"demo:{number}:withdrawn")

    def _send(self, name: str, keys: Mapping[str, Any], letter: Mapping[str, Any], key: str) -> None:
        self._try(OUTSIDER, lambda uow: messages.deliver(uow, name, keys=keys, payload=letter, key=key))

    # --- by those with the right ------------------------------------------------------------------------------

    def recuse(self, case_id: int, handler: Worker) -> None:
        """Step back from a case."""
        self._try(handler.actor, lambda uow: cases.recuse(uow, case_id, handler.id, note=_RELATED))

    def read_notices(self, worker: Worker) -> None:
        """Read what one has been told."""
        self._try(worker.actor, people.mark_read)

    def _try(self, actor: Actor, deed: Any) -> bool:
        try:
            with self._engine.unit_of_work(actor) as uow:
                deed(uow)
        except EngineError:
            return False
        return True
