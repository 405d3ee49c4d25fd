"""To be filled in."""

from engine.calendars.reading.result import NoticeRead


def read_ics(content: bytes, *, file: str = "") -> NoticeRead:
    """Read it; whatever is wrong with it is a finding."""
    raise NotImplementedError(content, file)
