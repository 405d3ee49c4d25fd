"""The execution core: tokens and scopes over the process graph. Pure: a value in, a value out.

A *token* stands on one node and has an identifier that is never used again. A *scope* is what tokens move in: the
process instance, a called one, or the body of a sub-process. Variables belong to the instance; each instance of a
multi-instance activity has its item in front of them. An event that waits beside others (a boundary event, an event
sub-process) is an *armed* token: it keeps nothing open. A step that fails parks its token as an *incident* and
leaves the others alone. The state says where the tokens are and nothing of how they came there.

`run` is the door. Inside, from the values to the steps: state, plan (what is worked out once a diagram), machine (what may
be done to a token), then a module for each thing that BPMN knows, steps (by phase and kind), drive (until all wait).
"""

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
