"""Use cases of a task: claim, unclaim, assign, return, draft, complete."""

from engine.tasks.completing import Completed, complete
from engine.tasks.drafting import discard_draft, save_draft
from engine.tasks.holding import assign, claim, return_to_pool, unclaim

__all__ = [
    "Completed",
    "assign",
    "claim",
    "complete",
    "discard_draft",
    "return_to_pool",
    "save_draft",
    "unclaim",
]
