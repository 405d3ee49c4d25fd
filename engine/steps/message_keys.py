"""Correlation keys as digests, so that an index finds who waits: a wait's keys must all be among the message's."""

import hashlib
from collections.abc import Mapping
from itertools import combinations
from typing import Any

from engine.orm import dump

MAX_KEYS = 6
"""More keys than anybody needs; every subset of a message's keys is looked up."""


def digest(keys: Mapping[str, Any]) -> str:
    """The name of a set of keys with their values."""
    return hashlib.sha256(dump(dict(keys))).hexdigest()[:32]


def digests(keys: Mapping[str, Any]) -> list[str]:
    """The names of all key sets that a message with these keys satisfies, the fullest first."""
    names = sorted(keys)[:MAX_KEYS]
    return [
        digest({name: keys[name] for name in chosen})
        for size in range(len(names), -1, -1)
        for chosen in combinations(names, size)
    ]


def satisfies(asked: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Does a message with the keys `given` reach who asks for `asked`?"""
    return all(name in given and given[name] == value for name, value in asked.items())
