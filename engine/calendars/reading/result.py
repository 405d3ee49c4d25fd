"""What was made of a pasted notice or an uploaded calendar file."""

from dataclasses import dataclass

from engine.calendars.overlays import Overlay, OverlayDay
from engine.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """The days that were read, and what is wrong with the text; with any error there is no `overlay`.

    A finding's `element` is `line:N`, the line of the text as it was given. `days` are in order, and also given
    where there are errors. `year`, `number` (文号) and `title` are those of a notice; empty where there is none.
    """

    overlay: Overlay | None
    findings: tuple[Finding, ...]
    year: int | None = None
    number: str = ""
    title: str = ""
    days: tuple[OverlayDay, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps it from being used."""
        return tuple(row for row in self.findings if row.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What to look at before it is used."""
        return tuple(row for row in self.findings if row.severity is Severity.WARNING)
