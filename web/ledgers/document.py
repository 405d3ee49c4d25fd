"""A ledger as the data of a printed document: every word of it, in one language; the template only lays it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.periods import Ledger, Rule, strip
from engine.queries.ledgers import LedgerFile, PastRow
from engine.text import Language, Text
from engine.uow import UnitOfWork
from web import words as general
from web.chips import PROVISIONAL
from web.ledgers import words
from web.ledgers.calendar import drawn
from web.ledgers.days import around
from web.ledgers.reader import NONE, Reader
from web.ledgers.tables import tables

Fact = dict[str, Any]
_DRAWN: Final = 1200
"""Days that are drawn one by one; a longer period is told by the month."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ledger written down: its data, when, and the name of its file."""

    data: dict[str, Any]
    at: datetime
    name: str


def of(uow: UnitOfWork, found: LedgerFile, language: Language) -> Sheet:
    """Write a ledger down in one language, as of now."""
    reader = Reader(uow.office, language)
    today = uow.office.today(uow.now)
    told = strip(found.clock.ledger, uow.office.calendar, today, longest=_DRAWN)
    written = _data(found, reader)
    written["strip"] = drawn(told, around(found, reader), reader)
    written["foot"] = _foot(found, reader, uow)
    title = reader.word("时限台账", "deadline-ledger")
    name = f"{title}-{found.file.facts.number}-{found.clock.policy_id}.pdf"
    return Sheet(written, uow.now, name.replace("/", "-"))


def _data(found: LedgerFile, reader: Reader) -> dict[str, Any]:
    facts, say, word = found.file.facts, reader.say, reader.word
    name, title = say(found.clock.chip.name), say(words.TITLE)
    return {
        "language": reader.language,
        "document": f"{title} · {facts.number} · {name}",
        "office": say(reader.office.name),
        "title": title,
        "subtitle": f"{facts.number} · {name}",
        "head": {"left": f"{title} · {facts.number} · {name}", "right": say(reader.office.name)},
        "band": _band(found, reader),
        "case": list(_case(found, reader)),
        "facts": list(_facts(found, reader)),
        "steps": {"title": word("计算过程", "How it was counted"), **_steps_of(found.clock.ledger, reader)},
        "tables": tables(found, reader),
        "past": _past(found, reader),
        "proof": list(_proof(found, reader)),
        "words": {"past": word("历次台账", "Earlier ledgers"), "proof": word("核验", "Verification")},
        "sign": [
            word("经办人：", "Handler: "),
            word("科室负责人：", "Supervisor: "),
            word("日期：", "Date: "),
        ],
    }


def _fact(name: str, text: str, *, wide: bool = False, strong: bool = False, tag: str = "") -> Fact:
    return {"name": name, "text": text, "wide": wide, "strong": strong, "tag": tag}


def _band(found: LedgerFile, reader: Reader) -> dict[str, str] | None:
    reason = words.open_reason(found)
    return {"tag": reader.say(PROVISIONAL), "reason": reader.say(reason)} if reason else None


def _case(found: LedgerFile, reader: Reader) -> Iterator[Fact]:
    facts, word = found.file.facts, reader.word
    yield _fact(word("案件", "Case"), facts.title, wide=True)
    yield _fact(word("案号", "Case number"), facts.number)
    yield _fact(word("业务", "Procedure"), reader.say(facts.definition))
    yield _fact(word("承办科室", "Unit"), facts.unit or NONE)
    yield _fact(word("收件", "Received"), reader.day(facts.opened_on))


def _facts(found: LedgerFile, reader: Reader) -> Iterator[Fact]:
    clock, word = found.clock, reader.word
    yield _fact(word("时限", "Clock"), reader.say(clock.chip.name))
    yield _fact(word("类别", "Kind"), reader.say(general.clock_kind(clock.chip.kind)))
    yield _fact(word("期限", "Period"), reader.amount(clock.amount, clock.unit))
    yield _fact(word("状态", "State"), reader.say(words.STATES.get(clock.chip.state, Text("", ""))))
    yield _fact(word("依据", "Basis"), clock.basis or NONE, wide=True)
    yield from _ends(found, reader)


def _ends(found: LedgerFile, reader: Reader) -> Iterator[Fact]:
    clock, word = found.clock, reader.word
    tag = reader.say(PROVISIONAL) if found.clock.chip.provisional or words.open_reason(found) else ""
    yield _fact(word("起算", "Started"), reader.full(clock.started_at))
    yield _fact(word("目标", "Target"), reader.dated(clock.chip.target_at))
    yield _fact(word("届满", "Ends"), reader.full(clock.chip.ends_at), wide=True, strong=True, tag=tag)
    if clock.stopped_at:
        kept = word("按时", "in time") if clock.breached_at is None else word("逾期", "late")
        at = reader.full(clock.stopped_at)
        yield _fact(word("停止", "Stopped"), word(f"{at}（{kept}）", f"{at} ({kept})"), wide=True)
    for row in found.breaches:
        yield _fact(word("超期", "Overdue"), reader.say(words.breach(row, reader.office)), wide=True)


def _steps_of(ledger: Ledger, reader: Reader) -> dict[str, Any]:
    heads = ["", reader.word("步骤", "Step"), reader.word("依据", "Rests on")]
    return {"heads": heads, "rows": _steps(ledger, reader)}


def _steps(ledger: Ledger, reader: Reader) -> list[dict[str, Any]]:
    return [
        {
            "text": reader.say(step.text),
            "article": reader.say(step.article),
            "strong": step.rule in (Rule.END, Rule.PROVISIONAL),
        }
        for step in ledger.steps
    ]


def _past(found: LedgerFile, reader: Reader) -> list[dict[str, Any]]:
    """Earlier ledgers, oldest first: what each became was provisional if the next one was."""
    rows = list(reversed(found.past))
    following = [*(row.provisional for row in rows[1:]), found.clock.ledger.provisional]
    return [_past_one(row, reader, provisional=then) for row, then in zip(rows, following, strict=False)]


def _past_one(row: PastRow, reader: Reader, *, provisional: bool) -> dict[str, Any]:
    word = reader.word
    reason = reader.say(words.why(row.why))
    facts = [
        _fact(word("原届满", "Old end"), reader.end(row.ends_at, provisional=row.provisional)),
        _fact(word("改为", "Became"), reader.end(row.new_end, provisional=provisional)),
        _fact(word("时间", "When"), reader.full(row.replaced_at)),
        _fact(word("经手", "By"), reader.person(row.replaced_by or "system")),
        _fact(word("说明", "Note"), row.note or NONE, wide=True),
    ]
    title = f"{reader.full(row.replaced_at)} · {reason} · {facts[0]['text']} → {facts[1]['text']}"
    return {"title": title, "facts": facts, "steps": _steps(row.ledger, reader)}


def _proof(found: LedgerFile, reader: Reader) -> Iterator[Fact]:
    word = reader.word
    yield _fact(word("日历版本", "Calendar"), found.clock.ledger.calendar, wide=True)
    yield _fact(word("日历修订", "Revision"), reader.say(words.revision(found, reader.office)), wide=True)
    yield _fact(word("复核", "Check"), reader.say(words.HOLDS if found.agrees else words.BROKEN), wide=True)
    yield _fact(word("校验值", "SHA-256"), found.check, wide=True)
    yield _fact(word("说明", "Note"), reader.say(words.CHECKED), wide=True)


def _foot(found: LedgerFile, reader: Reader, uow: UnitOfWork) -> dict[str, Any]:
    at, by = reader.full(uow.now), reader.person(uow.actor.name)
    return {
        "printed": reader.word(f"{by} 于 {at} 打印", f"Printed by {by} on {at}"),
        "page": ["第 ", " 页 共 ", " 页"] if reader.language == "zh" else ["Page ", " of ", ""],
        "check": reader.word("校验值 ", "SHA-256 ") + found.check,
    }
