"""The language and the theme that a person chose, and values said in that language."""

from datetime import date, datetime, time, timedelta

from flask import request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.office import SuspensionRule
from engine.queries.rows import ClockChip, Entry
from engine.text import Language, Text
from web import chips, identity, moments, timeline, words
from web.site import site
from web.timeline import Line

LANGUAGE, THEME = "kuaibao-language", "kuaibao-theme"
LOCALES: dict[Language, str] = {"zh": "zh_CN", "en": "en"}
THEMES = ("light", "dark")
LANGUAGES: dict[str, Language] = {"zh": "zh", "en": "en"}
_ITSELF = Text("系统", "System")
_SYSTEM = ("system", "scheduler")


def language() -> Language:
    """The language of this page: what was chosen here, else the person's, else the office's."""
    if chosen := LANGUAGES.get(request.cookies.get(LANGUAGE, "")):
        return chosen
    person = identity.current()
    return person.language if person else site().engine.office.language


def locale() -> str:
    """The same for Babel."""
    return LOCALES[language()]


def theme() -> str | None:
    """`light` or `dark`; None follows the system."""
    chosen = request.cookies.get(THEME)
    return chosen if chosen in THEMES else None


def say(text: Text) -> str:
    """A text in the page's language."""
    return text.to(language())


def when(at: datetime, now: datetime) -> str:
    """A moment on the office's own clock, near days by name."""
    office = site().engine.office
    return say(moments.moment(office.local(at), office.local(now)))


def end(clock: ClockChip, now: datetime) -> str:
    """When a clock ends, for the middle of a sentence; it says so where that is provisional."""
    office = site().engine.office
    return say(chips.marked(moments.moment(office.local(clock.ends_at), office.local(now)), clock))


def full_end(clock: ClockChip) -> str:
    """When a clock ends, for the record."""
    return say(chips.marked(moments.full(site().engine.office.local(clock.ends_at)), clock))


def full(at: datetime) -> str:
    """A moment for the record."""
    return say(moments.full(site().engine.office.local(at)))


def clock_time(at: datetime) -> str:
    """The time of day alone, where the day stands above it."""
    return f"{site().engine.office.local(at):%H:%M}"


def a_day_later(at: datetime) -> str:
    """The same time tomorrow, as a form sends it."""
    return (at + timedelta(days=1)).isoformat()


def whole_day(which: date) -> str:
    """A day for the record."""
    return say(moments.whole_day(which))


def kept_day(value: object) -> str:
    """A day or an hour that somebody filled in, as the case keeps it: text."""
    text = str(value)
    try:
        return say(
            moments.full(datetime.fromisoformat(text))
            if "T" in text
            else moments.whole_day(date.fromisoformat(text))
        )
    except ValueError:
        return text


def today(now: datetime) -> str:
    """The office's calendar day, for the head of a page."""
    return whole_day(site().engine.office.today(now))


def actor_name(name: str) -> str:
    """Who did it; the engine itself is the system."""
    return say(_ITSELF) if name in _SYSTEM else name


def role_name(key: str) -> str:
    """A role's name."""
    return say(site().engine.office.roles.get(key, Text(key, key)))


def reason_name(key: str) -> str:
    """A suspension reason's name."""
    return say(site().engine.office.reasons.get(key, Text(key, key)))


def suspension_rule(key: str) -> SuspensionRule | None:
    """What ends a suspension for a reason, and how long it may last; None where no rule says."""
    return site().engine.office.suspension_rules.get(key)


def pair(names: tuple[str, str]) -> str:
    """A Chinese and an English name, as the diagram has them."""
    return say(Text(*names))


def lines(entries: tuple[Entry, ...]) -> list[Line]:
    """The journal as lines."""
    return timeline.lines(entries, site().engine.office)


def money(value: object) -> str:
    """An amount of yuan."""
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return str(value) if number is None else say(Text(f"{number:,.2f} 元", f"CNY {number:,.2f}"))


def safe_json(text: str) -> Markup:
    """JSON inside a script element: nothing in it can end the element."""
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped here


def office_day(at: datetime) -> date:
    """The office's calendar day at a moment."""
    return site().engine.office.today(at)


def full_start(at: datetime) -> str:
    """When a period begins: the day, and the time where it is not 00:00."""
    local = site().engine.office.local(at)
    return whole_day(local.date()) if local.time() == time() else full(at)


FILTERS = {
    "say": say,
    "when": when,
    "full": full,
    "end": end,
    "full_end": full_end,
    "clock_time": clock_time,
    "a_day_later": a_day_later,
    "whole_day": whole_day,
    "office_day": office_day,
    "full_start": full_start,
    "kept_day": kept_day,
    "today": today,
    "actor_name": actor_name,
    "role_name": role_name,
    "reason_name": reason_name,
    "rung_name": lambda at: say(words.rung(at)),
    "pair": pair,
    "timeline": lines,
    "safe_json": safe_json,
}
GLOBALS = {
    "chip": chips.chip,
    "countdown": moments.countdown,
    "is_provisional": chips.is_provisional,
    "state_of": chips.state_of,
    "groups": chips.GROUPS,
    "words": words,
    "language": language,
    "theme": theme,
    "money": money,
    "office_today": office_day,
    "suspension_rule": suspension_rule,
    "empty_form": MultiDict,
}
