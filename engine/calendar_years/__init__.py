"""The office's calendar: drafts of its days, what publishing them would move, publishing and withdrawing them."""

from engine.calendar_years.checks import check
from engine.calendar_years.drafting import change_draft, draft, drop
from engine.calendar_years.finishing import do_batch, finish, let_others, progress
from engine.calendar_years.moves import MovedClock, Preview
from engine.calendar_years.previewing import preview
from engine.calendar_years.publishing import publish, withdraw

__all__ = [
    "MovedClock",
    "Preview",
    "change_draft",
    "check",
    "do_batch",
    "draft",
    "drop",
    "finish",
    "let_others",
    "preview",
    "progress",
    "publish",
    "withdraw",
]
