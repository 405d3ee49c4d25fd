"""Links the rows of a state with each other and with the graph: what a load leaves out."""

from collections.abc import Callable

from engine.errors import NotFound
from engine.graph import Kind, Process
from engine.tokens.plan import plan_of
from engine.tokens.state import Scope, State, Token

Lookup = Callable[[str], Process]


def link(state: State, process: Process, lookup: Lookup) -> None:
    """Link a loaded state. In the order in which they came to be, owners and parents come first.

    Raises `NotFound` for a node that the process does not have.
    """
    rows: list[Scope | Token] = [*state.scopes.values(), *state.tokens.values()]
    for row in sorted(rows, key=_birth):
        if isinstance(row, Token):
            link_token(state, row)
        else:
            link_scope(row, None if row.owner_id is None else state.tokens[row.owner_id], process, lookup)


def _birth(row: Scope | Token) -> int:
    return row.id


def link_scope(scope: Scope, owner: Token | None, process: Process, lookup: Lookup) -> None:
    """Link a scope with its owner and what it runs; `process` is that of the whole instance."""
    scope.owner = owner
    scope.process = process if owner is None else process_inside(owner, lookup)
    scope.plan = plan_of(scope.process)
    scope.instance = scope if owner is None or scope.variables is not None else owner.scope.instance
    scope.depth = 0 if owner is None else owner.scope.depth + 1
    if owner is not None:
        owner.inner = scope


def process_inside(owner: Token, lookup: Lookup) -> Process:
    """What runs inside a sub-process or call activity."""
    if owner.node.kind is Kind.CALL:
        return lookup(owner.node.called or "")
    if owner.node.body is None:
        raise NotFound("body", owner.node_id)
    return owner.node.body


def link_token(state: State, token: Token) -> None:
    """Link a token with its scope, node and parent."""
    token.scope = state.scopes[token.scope_id]
    if token.node_id not in token.scope.process.nodes:
        raise NotFound("node", token.node_id)
    token.node = token.scope.process.nodes[token.node_id]
    token.scope.tokens[token.id] = token
    if token.parent_id is not None:
        token.parent = state.tokens[token.parent_id]
        token.parent.kids[token.id] = token
