"""A definition as it was read: its processes, decision tables and forms, ready to run and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.decisions import DecisionTable
from engine.forms import Form
from engine.graph import Process


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of one procedure: POSIX path below its folder → content."""

    key: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the office knows and a diagram may name; None in a set's place means: do not check."""

    roles: frozenset[str] | None = None
    operations: frozenset[str] | None = None
    reasons: frozenset[str] | None = None
    processes: frozenset[str] | None = None  # deployed elsewhere, for call activities


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A read bundle. `main` is the id of the process that a case of this definition runs."""

    key: str
    main: str
    processes: Mapping[str, Process] = field(default_factory=dict)
    decisions: Mapping[str, DecisionTable] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
