"""Reading where a case stands, without locking or moving it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from engine.model import Case
from engine.orm import unpack
from engine.procedure import Effect
from engine.steps.host import CaseHost
from engine.tokens import Run, State
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Glance:
    """A case's tokens and the host that they are read through."""

    run: Run
    host: CaseHost


def glance(uow: UnitOfWork, case: Case) -> Glance:
    """Take up a case's tokens for reading."""
    host = CaseHost(uow, case, _nothing)
    state = State.load(orjson.loads(unpack(case.tokens)))
    return Glance(Run(host.main, host, state), host)


def _nothing(_effects: Sequence[Effect]) -> Mapping[str, Any]:
    raise AssertionError  # reading runs no operation
