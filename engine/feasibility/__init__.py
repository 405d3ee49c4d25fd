"""Whether clocks can be kept: the waits on a process's paths, held against the periods that run over them. Pure."""

from engine.feasibility.course import Path
from engine.feasibility.lengths import Days, Length
from engine.feasibility.verdicts import Severity, Verdict, verdicts
from engine.feasibility.waits import Cause, Step, Unknown

__all__ = [
    "Cause",
    "Days",
    "Length",
    "Path",
    "Severity",
    "Step",
    "Unknown",
    "Verdict",
    "verdicts",
]
