"""Instants as they are typed: 2026-10-09T09:00, a day, or so much from now."""

import re
from datetime import date, datetime, time, timedelta

from engine.text import Text
from web.cli.console import Refusal

OPENING = time(8, 30)
"""The time of a day that was given without one."""

_LATER = re.compile(r"\+(\d{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def parse_instant(written: str, now: datetime) -> datetime:
    """Read an instant; `now`, and what has no zone, are on the office's own clock. Refusal where it is none."""
    if found := _LATER.fullmatch(written.strip()):
        return now + timedelta(**{_UNITS[found[2]]: int(found[1])})
    try:
        if len(written.strip()) == len("2026-10-09"):
            return datetime.combine(date.fromisoformat(written.strip()), OPENING, now.tzinfo)
        at = datetime.fromisoformat(written.strip())
    except ValueError as error:
        raise Refusal(
            Text(
                f"“{written}”不是时间；请写作 2026-10-09T09:00、2026-10-09 或 +3d",
                f"“{written}” is no time; write 2026-10-09T09:00, 2026-10-09 or +3d",
            ),
            code=2,
        ) from error
    return at if at.tzinfo is not None else at.replace(tzinfo=now.tzinfo)
