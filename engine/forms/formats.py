"""The formats that a text may be held to. Stricter than Python's own readers, so that 20260131 is no date."""

import re
from collections.abc import Callable
from datetime import date, datetime

from jsonschema import FormatChecker

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
_MAIL = re.compile(r"[^@\s<>,;:]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_ADDRESS = re.compile(r"https?://[^\s/]{1,253}(?:/[^\s]{0,2000})?")


def _is_date(text: str) -> bool:
    return bool(_DATE.fullmatch(text)) and _reads(date.fromisoformat, text)


def _is_moment(text: str) -> bool:
    """A date and a time; without a zone it is the office's."""
    return bool(_MOMENT.fullmatch(text)) and _reads(datetime.fromisoformat, text)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_moment,
    "time": lambda text: bool(_TIME.fullmatch(text)),
    "email": lambda text: bool(_MAIL.fullmatch(text)),
    "uri": lambda text: bool(_ADDRESS.fullmatch(text)),
}


def _checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, check in FORMATS.items():
        checker.checks(name)(lambda value, check=check: not isinstance(value, str) or check(value))
    return checker


CHECKER = _checker()
