"""A notice: what people are told, before it is known who they are today."""

from dataclasses import dataclass

from engine.text import Text

URGENT = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said, and about what.

    `own`: it is for the persons themselves and never told to a deputy. `mailed` False: it stays in the house. `title`
    and `lines` are what a mail has as its subject, and below its sentence.
    """

    kind: str
    text: Text
    case_id: int | None = None
    task_id: int | None = None
    clock_id: int | None = None
    priority: int = 0
    late: bool = False
    at_once: bool = False
    own: bool = False
    mailed: bool = True
    title: Text | None = None
    lines: tuple[Text, ...] = ()

    @property
    def urgent(self) -> bool:
        """Is it told through the quiet hours, and to those who want urgent mails alone?"""
        return self.priority >= URGENT
