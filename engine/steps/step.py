"""One step of a case: its tokens are loaded, moved by whoever asked, and everything that follows is written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import select

from engine.errors import ExpressionRefused
from engine.graph import Kind, TriggerKind
from engine.model import AlarmKind, Case, CaseLink, CaseState, Message, MessageState
from engine.orm import dump, pack, unpack
from engine.procedure import Effect
from engine.steps import posting
from engine.steps.alarm_rows import AlarmRows
from engine.steps.clockwork import Clockwork
from engine.steps.derived import Derived, OpenedTask, Waits, keyed
from engine.steps.following import Follower
from engine.steps.host import CaseHost
from engine.steps.lapsing import lapse, lapse_all
from engine.steps.message_keys import satisfies
from engine.steps.notices import Notice, notify
from engine.steps.persons import recipients
from engine.steps.plan import ClockPlan, Drawn, clock_plan
from engine.steps.spots import Spot
from engine.text import Text
from engine.tokens import Ended, Entered, Run, State, Status, Threw, Wait
from engine.uow import UnitOfWork

INHERITED = ("case_number", "opened_on", "title", "initiator")
"""Variables of the engine's own, which called processes have too."""

_TRIGGERS = {TriggerKind.MESSAGE: "message", TriggerKind.SIGNAL: "signal"}


class Step:
    """A locked case with its tokens at hand. Move `run`, then `save`. Without `records` its clocks are only looked at."""

    def __init__(
        self,
        uow: UnitOfWork,
        case: Case,
        perform: Callable[["Step", Sequence[Effect]], Mapping[str, Any]],
        *,
        records: bool = True,
    ) -> None:
        self.uow = uow
        self.case = case
        self.host = CaseHost(uow, case, lambda effects: perform(self, effects))
        self.alarms = AlarmRows(uow)
        self._records = records
        state = State.load(orjson.loads(unpack(case.tokens))) if case.tokens else None
        self.run = Run(self.host.main, self.host, state, inherited=INHERITED)
        self._running = self.run.state.status is Status.RUNNING
        self._before: Waits = keyed(self.run.waits())
        self._read = 0
        self._followed = Follower(uow, case.id, self.run, self.host, self.clockwork)

    @cached_property
    def clockwork(self) -> Clockwork:
        """The case's clocks."""
        return Clockwork(self.uow, self.case, self.alarms, self._plan_of, records=self._records)

    def _plan_of(self, process_id: str) -> ClockPlan:
        return clock_plan(self.host.process(process_id))

    @cached_property
    def derived(self) -> Derived:
        """The case's derived rows."""
        return Derived(self.uow, self.case, self.host, self.run, self.alarms)

    def save(self, *, all_waits: bool = False) -> list[OpenedTask]:
        """Write everything that followed; gives the tasks that were opened.

        Messages that are kept are given to the waits that are new, or, after a suspension, to `all_waits`.
        """
        self._follow()
        while self._take_kept(all_waits=all_waits):
            self._follow()
        after = keyed(self.run.waits())
        opened = self.derived.write(self._before, after)
        self._before = after
        self._report_unstarted()
        if self._running and self.run.state.status is not Status.RUNNING:
            self._close()
        self.finish()
        return opened

    def finish(self) -> None:
        """Write the tokens, the clocks' earliest ends and the alarms; what was asked about stopped clocks lapses."""
        if self.clockwork.stopped:
            lapse(self.uow, self.case, self.alarms, self.clockwork.stopped)
        self.clockwork.summarise()
        self.alarms.flush()
        self.case.tokens = pack(dump(self.run.state.dump()))

    # --- what happened -------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        happened = self.run.happened[self._read :]
        self._read += len(happened)
        path = [one.place.node.id for one in happened if isinstance(one, Entered)]
        if path:
            self.uow.book(self.case).write("moved", path=path)
        self._followed.follow(happened)
        for one in happened:
            if isinstance(one, Threw):
                self._threw(one)

    def _threw(self, one: Threw) -> None:
        kind = _TRIGGERS.get(one.kind)
        if kind is None or one.name is None:
            return
        self.uow.book(self.case).write("message-sent", name=one.name, keys=one.keys, taken=one.taken)
        if kind == "signal" or not one.taken:
            posting.post(
                self.uow, self.case, self.alarms, posting.Post(kind, one.name, one.keys, one.payload)
            )

    def begin(self, at: datetime) -> None:
        """Let the clocks that start with the case start at an earlier instant: when it was received."""
        self._followed.begins = at

    def start_clock(self, drawn: Drawn, spot: Spot) -> bool:
        """Start a clock that could not be started before; False where its condition does not hold or fails again."""
        return self._followed.start(drawn, spot, spot.scope)

    def _report_unstarted(self) -> None:
        for drawn, spot, problem in self._followed.unstarted:
            about = {
                "element": drawn.element,
                "policy": drawn.policy.id,
                "process": spot.process_id,
                "scope": spot.scope,
                "token": spot.token,
                "at": spot.at.isoformat(),
            }
            row = {"node_id": drawn.element, "process_id": spot.process_id, "about": about}
            name = drawn.policy.name or drawn.policy.id
            sentence = Text(
                f"时限“{name}”的条件无法计算：{problem}", f"The condition of clock “{name}” failed: {problem}"
            )
            self.derived.raise_incident(row, sentence)
        self._followed.unstarted.clear()

    # --- early messages --------------------------------------------------------------------------------------------

    def _take_kept(self, *, all_waits: bool) -> bool:
        """Deliver a message that came before its wait; True when one was taken."""
        known: Waits = {} if all_waits else self._before
        after = keyed(self.run.waits()).items()
        waits = [wait for key, wait in after if wait.kind == "message" and key not in known]
        if not waits or self.case.state != CaseState.RUNNING:
            return False
        return any(self._take(message) for message in self._kept(waits))

    def _kept(self, waits: Sequence[Wait]) -> Sequence[Message]:
        """The messages that came early for one of the waits, locked; those for others are left alone."""
        names = {wait.name for wait in waits}
        early = Message.state == MessageState.KEPT, Message.keep_until > self.uow.now
        rows = self.uow.session.execute(
            select(Message.id, Message.name, Message.keys).where(*early, Message.name.in_(names))
        )
        mine = [
            row.id
            for row in rows
            if any(wait.name == row.name and satisfies(wait.keys, row.keys) for wait in waits)
        ]
        if not mine:
            return []
        query = select(Message).where(*early, Message.id.in_(mine))
        return self.uow.session.scalars(query.order_by(Message.id).with_for_update()).all()

    def _take(self, message: Message) -> bool:
        if message.state != MessageState.KEPT:
            return False
        for wait in self.run.waits():
            if wait.kind == "message" and wait.name == message.name and satisfies(wait.keys, message.keys):
                return self._receive_kept(message, wait.token)
        return False

    def _receive_kept(self, message: Message, token: int) -> bool:
        """Take a message that came early; one that cannot be read must not hold up who is at work here."""
        book = self.uow.book(self.case)
        mark = book.mark()
        try:
            return self.receive(message, token)
        except ExpressionRefused as refused:
            book.tear(mark)
            book.write("message-refused", name=message.name, keys=message.keys, why=refused.problem)
            message.lose()
            return False

    def receive(self, message: Message, token: int) -> bool:
        """Give a message to a token; False where it does not wait for it any more."""
        book = self.uow.book(self.case)
        mark = book.mark()
        book.write("message-received", name=message.name, keys=message.keys, payload=message.payload)
        if not self.run.deliver(message.name, message.keys, message.payload, token):
            book.tear(mark)
            return False
        message.deliver(self.case.id, at=self.uow.now)
        self.alarms.clear(AlarmKind.MESSAGE, str(message.id))
        return True

    # --- the end -----------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        book, status = self.uow.book(self.case), self.run.state.status
        for clock in list(self.clockwork.clocks):
            self.clockwork.stop(clock)
        self.derived.cancel_tasks()
        self.derived.resolve_incidents()
        if status is Status.FAILED:
            problem = self.run.state.problem
            self.case.fail(book, problem=problem.text.zh if problem else status.value)
            self._tell_of_failure()
        elif status is not Status.CANCELLED:
            self.case.complete(book, end=self._end())
        self._tell_parents()
        lapse_all(self.uow, self.case, self.alarms)
        self.clockwork.stopped.clear()
        self.derived.forget_alarms()

    def _tell_of_failure(self) -> None:
        """Nothing of the case is open any more: unless they are told, nobody would look."""
        text = Text(f"案件 {self.case.number} 因错误终止", f"Case {self.case.number} was ended by an error")
        told = recipients(self.uow.session, self.case, ["supervisor"])
        notify(self.uow, told, Notice("incident", text, self.case.id, priority=1))

    def _end(self) -> str | None:
        """The end event that the case came to: the process's, or that of the event sub-process which took its place."""
        ends = [one.node for one in self.run.happened if isinstance(one, Ended) and one.node is not None]
        entered = (one.place.node for one in self.run.happened if isinstance(one, Entered))
        ends = ends or [node.id for node in entered if node.kind is Kind.END]
        return ends[-1] if ends else None

    def _tell_parents(self) -> None:
        query = select(CaseLink.returns, Case.number).join(Case, Case.id == CaseLink.from_id)
        query = query.where(CaseLink.to_id == self.case.id, CaseLink.returns.is_not(None))
        for name, number in self.uow.session.execute(query):
            payload = {
                "linked_number": self.case.number,
                "linked_state": self.case.state,
                "linked_outcome": self.run.data.get("outcome"),
            }
            post = posting.Post("message", str(name), {"case_number": number}, payload)
            posting.post(self.uow, self.case, self.alarms, post)
