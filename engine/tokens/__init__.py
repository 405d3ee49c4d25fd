"""The execution core: tokens and scopes over the process graph. Pure: a value in, a value out."""

from engine.errors import BusinessError, NotWaiting
from engine.tokens.happenings import Closed, Ended, Entered, Failed, Happening, Left, Opened, Place, Threw
from engine.tokens.host import Cycle, Host
from engine.tokens.problems import Problem, StepFailed
from engine.tokens.run import Run
from engine.tokens.state import State, Status
from engine.tokens.waits import Standing, Wait

__all__ = [
    "BusinessError",
    "Closed",
    "Cycle",
    "Ended",
    "Entered",
    "Failed",
    "Happening",
    "Host",
    "Left",
    "NotWaiting",
    "Opened",
    "Place",
    "Problem",
    "Run",
    "Standing",
    "State",
    "Status",
    "StepFailed",
    "Threw",
    "Wait",
]
