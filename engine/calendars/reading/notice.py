"""The State Council's yearly notice on rest days, as it is pasted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.calendars import notices
from engine.calendars.overlays import Overlay, OverlayDay, Scope
from engine.calendars.reading.checks import Checks
from engine.calendars.reading.clauses import Clauses, Said
from engine.calendars.reading.heading import Heading, heading_of
from engine.calendars.reading.result import NoticeRead
from engine.calendars.reading.sentences import items_of, sentences_of
from engine.calendars.reading.source import LONGEST, Source, source_of
from engine.calendars.reading.spans import Reader
from engine.findings import Finding, Severity
from engine.text import Text

MOST_FINDINGS: Final = 100


def read_notice(text: str, *, file: str = "") -> NoticeRead:
    """Read a year's notice in its own wording, or a notice that changes one, and check it against itself.

    The whole notice of a year publishes it (`overlay.publishes`); one that lacks a statutory festival does not, nor
    does one that changes another. Source: 国务院办公厅关于…年部分节假日安排的通知.
    """
    if len(text) > LONGEST:
        return _read([Source(file, (), "", ()).at_all("too-long", limit=LONGEST)])
    source = source_of(text, file)
    if not source.text:
        return _read([source.at_all("empty")])
    heading = heading_of(source)
    if heading.year is None:
        return _read(heading.findings, heading)
    body = _body(source, heading.year)
    checks = Checks(source, heading.year, body.said, items_of(source), frozenset(body.wrong))
    findings = [*heading.findings, *body.findings, *checks.against_itself()]
    if not body.said and not _errors(findings):
        findings.append(source.at_all("empty"))
    if heading.yearly and not _errors(findings):
        findings += checks.against_the_law()
    return _read(findings, heading, body.said)


@dataclass(slots=True)
class _Body:
    """What was read of the sentences; `wrong` are the items of which something could not be."""

    said: list[Said] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)


def _body(source: Source, year: int) -> _Body:
    body = _Body()
    for sentence in sentences_of(source):
        reader = Reader(source, year, sentence.festivals)
        clauses = Clauses(source, sentence, reader, strict=bool(sentence.item or body.said))
        clauses.read()
        body.said += clauses.said
        body.findings += clauses.findings
        if clauses.findings:
            body.wrong.add(sentence.item)
    return body


def _read(
    findings: Sequence[Finding], heading: Heading | None = None, said: Sequence[Said] = ()
) -> NoticeRead:
    found = tuple(sorted(dict.fromkeys(findings), key=_line))[:MOST_FINDINGS]
    days = _days(said)
    if heading is None:
        return NoticeRead(None, found)
    overlay = None if _errors(found) else _overlay(heading, days, found)
    return NoticeRead(overlay, found, heading.year, heading.number, heading.title, days)


def _days(said: Sequence[Said]) -> tuple[OverlayDay, ...]:
    """Each day once, as it was said first."""
    rows = {row.day: OverlayDay(row.day, row.working, row.name) for row in reversed(said)}
    return tuple(row for _, row in sorted(rows.items()))


def _overlay(heading: Heading, days: tuple[OverlayDay, ...], findings: Sequence[Finding]) -> Overlay:
    whole = heading.yearly and not any(row.rule == "festival-missing" for row in findings)
    publishes = frozenset({heading.year}) if whole and heading.year else frozenset[int]()
    return Overlay(Scope.NATION, _source(heading), days, publishes=publishes)


def _source(heading: Heading) -> Text:
    if heading.yearly and heading.year:
        return notices.cited(heading.year, heading.number)
    number = f"，{heading.number}" if heading.number else ""
    english = f", {heading.number}" if heading.number else ""
    return Text(
        f"《{heading.title}》{number}",
        f"State Council, notice changing the holidays of {heading.year}{english}",
    )


def _errors(findings: Sequence[Finding]) -> bool:
    return any(row.severity is Severity.ERROR for row in findings)


def _line(found: Finding) -> int:
    return int(found.element.removeprefix("line:") or 0)
