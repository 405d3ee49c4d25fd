"""Forecasts: how likely a clock's end comes before it stops, learnt from the clocks that were there before. Pure."""

from engine.forecast.courses import WHOLE, Course, Spell, Stage, Standing, spells, stages_from, standing
from engine.forecast.outlooks import LEAST, Basis, History, Outlook, Sample, Thin, after
from engine.forecast.stands import Stand, merged, running, still
from engine.forecast.survival import Chance, Observed, Survival
from engine.forecast.worked import WorkedTime

__all__ = [
    "LEAST",
    "WHOLE",
    "Basis",
    "Chance",
    "Course",
    "History",
    "Observed",
    "Outlook",
    "Sample",
    "Spell",
    "Stage",
    "Stand",
    "Standing",
    "Survival",
    "Thin",
    "WorkedTime",
    "after",
    "merged",
    "running",
    "spells",
    "stages_from",
    "standing",
    "still",
]
