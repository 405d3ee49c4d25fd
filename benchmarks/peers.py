from collections.abc import Iterator
from typing import Any


def viewflow(server: str, rounds: int) -> Iterator[dict[str, Any]]:
    yield from ()


def library(rounds: int) -> Iterator[dict[str, Any]]:
    yield from ()
