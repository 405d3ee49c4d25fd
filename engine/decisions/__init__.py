"""Decision tables as values. Their XML is read by `engine.spiff.tables`."""

from engine.decisions.cells import Cell, compile_cell
from engine.decisions.parts import Aggregation, HitPolicy, Input, Output, Rule
from engine.decisions.table import DecisionTable, Requirement
from engine.errors import DecisionRefused

__all__ = [
    "Aggregation",
    "Cell",
    "DecisionRefused",
    "DecisionTable",
    "HitPolicy",
    "Input",
    "Output",
    "Requirement",
    "Rule",
    "compile_cell",
]
