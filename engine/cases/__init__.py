"""Use cases of a case: start, cancel, suspend, resume, recuse, prioritise."""

from engine.cases.closing import cancel
from engine.cases.opening import StartedCase, start
from engine.cases.parting import recuse
from engine.cases.pausing import resume, suspend
from engine.cases.pressing import prioritise

__all__ = ["StartedCase", "cancel", "prioritise", "recuse", "resume", "start", "suspend"]
