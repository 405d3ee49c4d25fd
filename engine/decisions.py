"""Decision tables as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class HitPolicy(StrEnum):
    """Which of the matching rules count."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    ANY = "ANY"
    RULE_ORDER = "RULE ORDER"
    COLLECT = "COLLECT"


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table: conditions in, named outputs out."""

    key: str
    name: str
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    inputs: tuple[Any, ...] = ()
    outputs: tuple[Any, ...] = ()
    rules: tuple[Any, ...] = ()

    def decide(self, variables: Mapping[str, Any], *, now: datetime) -> Mapping[str, Any]:
        """Give the outputs of the rules that match."""
        raise NotImplementedError
