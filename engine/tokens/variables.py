"""Which variables a token sees, and where what it writes goes.

One set of variables a process instance; each instance of a loop or multi-instance activity has its own names in
front of it. A name is written where it lives already, else in the process instance.
"""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from engine.tokens.state import Scope, Token

Layers = Sequence[dict[str, Any]]


def layers_of(token: Token) -> Layers:
    """The token's variables, innermost first; the last layer is the process instance."""
    return [token.own, *layers_in(token.scope)] if token.own is not None else layers_in(token.scope)


def layers_in(scope: Scope) -> Layers:
    """The variables of whatever runs in a scope."""
    found: list[dict[str, Any]] = []
    at = scope
    while at.variables is None and at.owner is not None:
        if at.owner.own is not None:
            found.append(at.owner.own)
        at = at.owner.scope
    return found if at.variables is None else [*found, at.variables]


def seen_through(layers: Layers) -> Mapping[str, Any]:
    """One mapping over the layers. It is for reading."""
    return layers[0] if len(layers) == 1 else ChainMap[str, Any](*_mutable(layers))


def _mutable(layers: Layers) -> Sequence[MutableMapping[str, Any]]:
    return layers


def view(token: Token) -> Mapping[str, Any]:
    """What the token sees. It is for reading."""
    return seen_through(layers_of(token))


def write_into(layers: Layers, values: Mapping[str, Any]) -> None:
    """Write values that are already `storable`."""
    for name, value in values.items():
        home = next((layer for layer in layers if name in layer), layers[-1])
        home[name] = value
