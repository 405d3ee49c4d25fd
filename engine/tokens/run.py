"""A process instance at work: every call takes it from one wait to the next."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import MoveRefused, NotFound, NotWaiting
from engine.graph import Kind, Node, Process
from engine.tokens.drive import drive
from engine.tokens.events import find_listeners, find_taker, give_signal, payload_for
from engine.tokens.happenings import Happening
from engine.tokens.host import Host
from engine.tokens.machine import Machine, family, is_armed
from engine.tokens.plan import plan_of
from engine.tokens.state import Phase, State, Status, Token
from engine.tokens.triggering import trigger
from engine.tokens.values import record
from engine.tokens.variables import layers_in, view
from engine.tokens.waiting import catching_message, due_timer, read_payload
from engine.tokens.waits import Standing, Wait, standing_of, waits_of


class Run:
    """One process instance. Pure: the state is a value, the world is the host, and nothing is kept elsewhere.

    `inherited` names variables that every called instance gets from its caller. Whatever fails parks its token and
    is reported in `happened`; a call that is not possible raises and changes nothing.
    """

    def __init__(
        self, process: Process, host: Host, state: State | None = None, *, inherited: Sequence[str] = ()
    ) -> None:
        self.state = state or State()
        self._machine = Machine(process, host, self.state, inherited)
        self._process = process

    # --- to read -----------------------------------------------------------------------------------------------

    @property
    def happened(self) -> list[Happening]:
        """What happened since this object was made, in order."""
        return self._machine.happened

    @property
    def data(self) -> Mapping[str, Any]:
        """The variables of the process instance; they stay after its end."""
        return self._machine.root.variables or {}

    def variables(self, token_id: int) -> Mapping[str, Any]:
        """The variables as a token sees them. For reading."""
        return view(self._token(token_id))

    def waits(self) -> list[Wait]:
        """Everything that waits for the outside, oldest first; an event gateway once for each of its branches."""
        return [wait for token in self.state.tokens.values() for wait in waits_of(token)]

    def standing(self) -> list[Standing]:
        """Where the tokens stand, inside of sub-processes too; what is merely armed is left out."""
        return [standing_of(token) for token in self.state.tokens.values() if not is_armed(token)]

    def inside(self, token_id: int) -> frozenset[int]:
        """The ids of a token and of everything inside it; empty where it is gone."""
        token = self.state.tokens.get(token_id)
        return frozenset(one.id for one in family(token)) if token is not None else frozenset()

    # --- to do -------------------------------------------------------------------------------------------------

    def start(
        self,
        variables: Mapping[str, Any],
        *,
        trigger: str | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> None:
        """Start the instance; `trigger` names the message or signal of a start event, or its id; else the plain one is used."""
        if self.state.scopes:
            raise NotWaiting(None, "start")
        values = record(variables)
        starts = self._starts(trigger)
        for start in starts:
            if start.trigger is not None:
                values |= read_payload(self._machine, [values], start.trigger, payload or {})
        scope = self._machine.open(None, values)
        for start in starts:
            self._machine.put(scope, start)
        drive(self._machine)

    def complete(self, token_id: int, values: Mapping[str, Any]) -> None:
        """Complete a user or manual task; raises `NotWaiting` if it was completed or cancelled already."""
        token = self._waiting(token_id, "complete")
        if token.node.kind not in (Kind.USER, Kind.MANUAL):
            raise NotWaiting(token_id, "complete")
        self._machine.write(token, values)
        self._machine.enqueue(token, Phase.LEAVE)
        drive(self._machine)

    def fire(self, token_id: int, branch: str | None = None) -> None:
        """Fire a timer that is due; `branch` is the catching node behind an event gateway."""
        token = self._waiting(token_id, "fire")
        node = due_timer(token, branch, self._machine.host.now)
        if node is None:
            raise NotWaiting(token_id, "fire")
        trigger(self._machine, token, node, {})
        drive(self._machine)

    def deliver(
        self, name: str, keys: Mapping[str, Any], payload: Mapping[str, Any], token_id: int | None = None
    ) -> bool:
        """Deliver a message to the one token that waits for it (the given one, else the oldest); False if none does."""
        self._require_running("deliver")
        asked = record(keys)
        taker = (
            find_taker(self._machine, name, asked) if token_id is None else self._taker(token_id, name, asked)
        )
        if taker is not None:
            trigger(self._machine, *taker, payload_for(self._machine, *taker, payload))
            drive(self._machine)
        return taker is not None

    def signal(self, name: str, payload: Mapping[str, Any]) -> int:
        """Give a signal to every token that waits for it; how many took it."""
        self._require_running("signal")
        taken = give_signal(self._machine, find_listeners(self._machine, name), record(payload))
        drive(self._machine)
        return taken

    def update(self, values: Mapping[str, Any], token_id: int | None = None) -> None:
        """Write variables from outside, as a token or in the process instance, and look at conditions again."""
        self._require_running("update")
        if token_id is None:
            self._machine.write_into(layers_in(self._machine.root), record(values))
        else:
            self._machine.write(self._token(token_id), values)
        drive(self._machine)

    def retry(self, token_id: int) -> None:
        """Take the failed step again."""
        token = self._token(token_id)
        if token.problem is None:
            raise NotWaiting(token_id, "retry")
        token.problem = None
        if token.phase in (Phase.JOIN, Phase.WAIT):
            self._machine.changed = True
        else:
            self._machine.enqueue(token, token.phase)
        drive(self._machine)

    def move(self, token_id: int, node_id: str) -> None:
        """Take a token off its node, cancelling what is inside, and put it on another node of the same scope."""
        token = self._token(token_id)
        whole = token.parent if token.loop is not None and token.parent is not None else token
        node = whole.scope.process.nodes.get(node_id)
        if node is None:
            raise NotFound("node", node_id)
        if is_armed(whole) or node.kind in (Kind.BOUNDARY, Kind.EVENT_SUBPROCESS):
            raise MoveRefused("token", whole.phase.value, f"{whole.node_id} → {node_id}")
        scope = whole.scope
        self._machine.drop(whole)
        self._machine.put(scope, node)
        drive(self._machine)

    def cancel(self) -> None:
        """End the instance from outside."""
        self._require_running("cancel")
        self._machine.end(Status.CANCELLED)

    # --- inside ------------------------------------------------------------------------------------------------

    def _taker(self, token_id: int, name: str, keys: Mapping[str, Any]) -> tuple[Token, Node] | None:
        token = self.state.tokens.get(token_id)
        node = None if token is None else catching_message(token, name, keys)
        return None if token is None or node is None else (token, node)

    def _starts(self, name: str | None) -> tuple[Node, ...]:
        plan = plan_of(self._process)
        if name is None:
            found = plan.entries
        else:
            found = tuple(
                start for start in plan.starts if name in (start.id, start.trigger and start.trigger.name)
            )[:1]
        if not found:
            raise NotFound("start", name or plan.process.id)
        return found

    def _token(self, token_id: int) -> Token:
        self._require_running("token")
        token = self.state.tokens.get(token_id)
        if token is None:
            raise NotWaiting(token_id, "token")
        return token

    def _waiting(self, token_id: int, wanted: str) -> Token:
        token = self.state.tokens.get(token_id)
        if (
            self.state.status is not Status.RUNNING
            or token is None
            or token.phase is not Phase.WAIT
            or token.problem
        ):
            raise NotWaiting(token_id, wanted)
        return token

    def _require_running(self, wanted: str) -> None:
        if self.state.status is not Status.RUNNING or not self.state.scopes:
            raise NotWaiting(None, wanted)
