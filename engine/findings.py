"""What a check found: the place, the reason and the remedy, in both languages."""

from dataclasses import dataclass
from enum import StrEnum

from engine.text import Text


class Severity(StrEnum):
    """An error keeps a definition from being deployed; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where (`file`, and the `element`'s id or a JSON pointer), which `rule`, and what helps."""

    file: str
    element: str
    severity: Severity
    rule: str
    message: Text
    remedy: Text
