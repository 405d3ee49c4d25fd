"""The state at work: a queue of tokens, and the few things that may be done to a token. It knows no kind of node."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from engine.graph import Kind, Node, Process, TriggerKind
from engine.tokens.happenings import Closed, Ended, Entered, Failed, Happening, Left, Opened, Place, Threw
from engine.tokens.host import Host
from engine.tokens.linking import link, link_scope, link_token
from engine.tokens.plan import WAITS_FOR
from engine.tokens.problems import Problem, StepFailed
from engine.tokens.state import Phase, Scope, State, Status, Token
from engine.tokens.values import record
from engine.tokens.variables import Layers, layers_of, view, write_into

MAX_BRANCHES = 1_000  # tokens in one scope, instances of multi-instance activities not counted
MAX_TOKENS = 30_000
MAX_DEPTH = 100  # scopes in one another

_ARMED_KINDS = (Kind.BOUNDARY, Kind.EVENT_SUBPROCESS)
_INSIDE = (Phase.WORK, Phase.WAIT, Phase.BODY, Phase.LEAVE)


def is_armed(token: Token) -> bool:
    """Whether it is a boundary event or event sub-process that was not triggered: nothing runs there."""
    return token.node.kind in _ARMED_KINDS and token.phase in (Phase.ARM, Phase.WAIT)


def place_of(token: Token) -> Place:
    """Say where a token is."""
    instance = token.scope.instance
    return Place(token.id, token.node, token.scope_id, instance.id, instance.process.id, token.loop)


class Machine:
    """Tokens, the queue of those that can move, and what happened."""

    def __init__(self, process: Process, host: Host, state: State, inherited: Sequence[str]) -> None:
        self.process = process
        self.host = host
        self.state = state
        self.inherited = inherited
        self.queue: deque[Token] = deque()
        self.happened: list[Happening] = []
        self.verdict = Status.COMPLETED
        self.depth = 0  # automatic steps in a row that led here
        self.changed = False  # variables were written since conditions were last looked at
        link(state, process, host.process)

    # --- tokens ------------------------------------------------------------------------------------------------

    def put(
        self,
        scope: Scope,
        node: Node,
        phase: Phase = Phase.ENTER,
        *,
        via: str | None = None,
        parent: Token | None = None,
    ) -> Token:
        """Put a new token on a node and queue it."""
        token = Token(
            self.state.next_id(), node.id, scope.id, phase, via, parent.id if parent is not None else None
        )
        self.state.tokens[token.id] = token
        link_token(self.state, token)
        self.enqueue(token, phase)
        return token

    def enqueue(self, token: Token, phase: Phase) -> None:
        """Let a token move in the given phase."""
        token.phase = phase
        token.hops = self.depth + 1
        self.queue.append(token)

    def require_room(self, scope: Scope, more: int) -> None:
        """Refuse a step that would put too many tokens."""
        if len(self.state.tokens) + more > MAX_TOKENS:
            raise StepFailed("tokens", str(MAX_TOKENS))
        if more > 1 and len(scope.tokens) >= MAX_BRANCHES and _branches(scope) + more > MAX_BRANCHES:
            raise StepFailed("tokens", str(MAX_BRANCHES))

    def enter(self, token: Token) -> None:
        """Report that the token entered its node."""
        self.happened.append(Entered(place_of(token)))

    def leave(self, token: Token) -> None:
        """Take the token away after it did what its node does."""
        self._take(token)
        self.happened.append(Left(place_of(token)))
        for kid in tuple(token.kids.values()):
            self.drop(kid)

    def drop(self, token: Token) -> None:
        """Cancel a token and everything inside and attached, innermost first."""
        for one in reversed(family(token)):
            if one.phase is Phase.GONE:
                continue
            if one.inner is not None:
                self.close(one.inner, cancelled=True)
            if one.phase in _INSIDE and not is_armed(one):
                self.happened.append(Left(place_of(one), cancelled=True))
            self._take(one)

    def _take(self, token: Token) -> None:
        token.phase = Phase.GONE
        del token.scope.tokens[token.id]
        del self.state.tokens[token.id]
        if token.parent is not None:
            token.parent.kids.pop(token.id, None)

    def fail(self, token: Token, problem: Problem) -> None:
        """Park a token as an incident."""
        token.problem = problem
        self.happened.append(Failed(place_of(token), problem))

    # --- scopes ------------------------------------------------------------------------------------------------

    def open(self, owner: Token | None, variables: dict[str, Any] | None) -> Scope:
        """Open a scope for the whole instance, or for what runs inside the owner."""
        if owner is not None and owner.scope.depth >= MAX_DEPTH:
            raise StepFailed("depth", str(MAX_DEPTH))
        scope = Scope(self.state.next_id(), None if owner is None else owner.id, variables)
        link_scope(scope, owner, self.process, self.host.process)
        self.state.scopes[scope.id] = scope
        self.happened.append(Opened(scope.id, scope.instance.id, scope.process, scope.owner_id))
        for node, _, trigger in scope.plan.event_subprocesses:
            if trigger.kind in WAITS_FOR:
                self.put(scope, node, Phase.ARM)
        return scope

    def close(self, scope: Scope, *, cancelled: bool = False) -> None:
        """Report that a scope closed and forget it, unless it is the instance itself."""
        self.happened.append(Closed(scope.id, scope.instance.id, scope.process, cancelled))
        if scope.owner is not None:
            scope.owner.inner = None
            del self.state.scopes[scope.id]

    def settle(self, scope: Scope, node: Node | None = None) -> None:
        """End a scope in which nothing runs any more."""
        if any(not is_armed(token) for token in scope.tokens.values()):
            return
        for token in tuple(scope.tokens.values()):
            self.drop(token)
        if scope.owner is not None:
            self.enqueue(scope.owner, Phase.LEAVE)
        else:
            self.end(self.verdict, node)

    def end(self, status: Status, node: Node | None = None, problem: Problem | None = None) -> None:
        """End the instance and cancel whatever is left of it."""
        root = self.root
        for token in tuple(root.tokens.values()):
            self.drop(token)
        self.queue.clear()
        self.state.status, self.state.problem = status, problem
        self.close(root, cancelled=status in (Status.FAILED, Status.CANCELLED))
        self.happened.append(
            Ended(status.value, node.id if node is not None and node.kind is Kind.END else None)
        )

    @property
    def root(self) -> Scope:
        """The scope of the instance itself."""
        return next(iter(self.state.scopes.values()))

    # --- variables ---------------------------------------------------------------------------------------------

    def evaluate(self, token: Token, expression: str, more: Mapping[str, Any] | None = None) -> Any:
        """Evaluate an expression as the token sees the variables; `more` lies in front of them."""
        seen = view(token)
        return self.host.evaluate(expression, seen if more is None else {**seen, **more})

    def evaluate_all(self, token: Token, expressions: Mapping[str, str]) -> dict[str, Any]:
        """Evaluate named expressions into values that can be kept."""
        seen = view(token)
        return record({name: self.host.evaluate(source, seen) for name, source in expressions.items()})

    def write(self, token: Token, values: Mapping[str, Any]) -> None:
        """Write variables as the token: each where its name lives, else in the process instance."""
        self.write_into(layers_of(token), record(values))

    def write_into(self, layers: Layers, values: Mapping[str, Any]) -> None:
        """Write values that are already storable."""
        if values:
            write_into(layers, values)
            self.changed = True

    def threw(
        self,
        token: Token,
        kind: TriggerKind,
        name: str | None,
        keys: Mapping[str, Any],
        payload: Mapping[str, Any],
        *,
        taken: bool,
    ) -> None:
        """Report a thrown event."""
        self.happened.append(Threw(place_of(token), kind, name, keys, payload, taken))


def _branches(scope: Scope) -> int:
    return sum(token.loop is None for token in scope.tokens.values())


def family(token: Token) -> list[Token]:
    """The token and everything inside and attached, outermost first."""
    found, todo = [], [token]
    while todo:
        one = todo.pop()
        found.append(one)
        todo.extend(one.kids.values())
        if one.inner is not None:
            todo.extend(one.inner.tokens.values())
    return found
