"""The wording of mails: a subject and a plain text in the reader's language, with no more of a case than is allowed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.office import Mailing, Office
from engine.text import Language, Text

PLAIN = frozenset({"rung", "assigned", "digest", "absence", "alarm-failed"})
"""Kinds of notices whose sentences say nothing of a case but its number and the names of its clocks and tasks."""

_ANNOUNCED = {
    "request": Text("有一项时限申请的新消息", "has news of a request about a clock"),
    "suspension": Text("的中止已超过规定时间", "has been suspended for longer than allowed"),
    "instruction": Text("有新的督办意见或答复", "has a new instruction or an answer to one"),
    "incident": Text("出现流程异常", "cannot go on by itself"),
}

_LONGEST_SUBJECT = 300
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the mail."""

    name: str
    language: Language
    address: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notice is about. `ends_at` is in the office's own time."""

    kind: str
    case_id: int | None = None
    number: str = ""
    title: str = ""
    clock: Text | None = None
    ends_at: datetime | None = None
    overdue: bool = False
    provisional: bool = False
    urgent: bool = False
    subject: Text | None = None
    lines: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's subject and text."""

    subject: str
    body: str


def letter(office: Office, mailing: Mailing, matter: Matter, reader: Reader, said: Text) -> Letter:
    """Word a notice as a mail. What may say more than the office lets out is announced, not quoted."""
    sentence = said if mailing.details or matter.kind in PLAIN else _announced(matter)
    parts = (*_opening(reader, sentence), *_facts(mailing, matter), *_link(mailing, matter))
    text = "\n".join(part.to(reader.language) for part in (*parts, *_foot(office)))
    subject = " ".join(_subject(matter).to(reader.language).split())
    body = _BLANKS.sub("\n\n", text)
    return Letter(subject[:_LONGEST_SUBJECT], f"{body}\n")


def moment(at: datetime, language: Language) -> str:
    """An instant of the office's own time: `2026年10月8日 17:00`."""
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}" if language == "zh" else f"{at:%Y-%m-%d %H:%M}"


def _announced(matter: Matter) -> Text:
    if not matter.number:
        return Text(
            "您有一条新的提醒，请登录系统查看", "There is a new notice for you; please sign in to read it"
        )
    what = _ANNOUNCED.get(matter.kind, Text("有一条新的提醒", "has a new notice for you"))
    return Text(
        f"案件 {matter.number} {what.zh}，请登录系统查看",
        f"Case {matter.number} {what.en}; please sign in to read it",
    )


def _subject(matter: Matter) -> Text:
    """`【督办】案号 时限名 10月8日 17:00 届满`."""
    if matter.subject is not None:
        return matter.subject
    head = Text("【督办·特急】", "[Urgent] ") if matter.urgent else Text("【督办】", "[Deadline] ")
    if matter.clock is None or matter.ends_at is None:
        head = head if matter.urgent else Text("【提醒】", "[Notice] ")
        return Text(f"{head.zh}{matter.number or '快保'}", f"{head.en}{matter.number or 'Kuaibao'}")
    at, end = matter.ends_at, "已超期" if matter.overdue else "届满"
    zh = f"{head.zh}{matter.number} {matter.clock.zh} {at.month}月{at.day}日 {at:%H:%M} {end}"
    verb = "ended" if matter.overdue else "ends"
    en = f"{head.en}{matter.number} {matter.clock.to('en')} {verb} {at:%Y-%m-%d %H:%M}"
    return Text(f"{zh}（暂定）", f"{en} (provisional)") if matter.provisional else Text(zh, en)


def _opening(reader: Reader, sentence: Text) -> Iterator[Text]:
    yield Text(f"{reader.name}：\n", f"{reader.name},\n")
    yield Text(f"{sentence.zh.rstrip('。')}。\n", f"{sentence.to('en').rstrip('.')}.\n")


def _facts(mailing: Mailing, matter: Matter) -> Iterator[Text]:
    if matter.number:
        yield Text(f"案号：{matter.number}", f"Case: {matter.number}")
    if mailing.details and matter.title:
        yield Text(f"案件：{matter.title}", f"Title: {matter.title}")
    if matter.clock is not None and matter.ends_at is not None:
        zh, en = moment(matter.ends_at, "zh"), moment(matter.ends_at, "en")
        provisional = Text("（暂定）", " (provisional)") if matter.provisional else Text("", "")
        yield Text(f"时限：{matter.clock.zh}", f"Clock: {matter.clock.to('en')}")
        yield Text(f"届满：{zh}{provisional.zh}", f"Ends: {en}{provisional.en}")
    yield from matter.lines


def _link(mailing: Mailing, matter: Matter) -> Iterator[Text]:
    if matter.kind == "digest":
        link = mailing.digest_link
    else:
        link = mailing.case_link.format(matter.case_id) if matter.case_id else mailing.notices_link
    if link:
        yield Text(f"\n查看：{link}", f"\nRead more: {link}")


def _foot(office: Office) -> Iterator[Text]:
    yield Text("\n-- ", "\n-- ")  # where the signature begins (RFC 3676, 4.3)
    yield Text(
        f"{office.name.zh} 快保系统自动发送，请勿回复。是否接收邮件，可在“督办提醒”页设置。",
        f"Sent by Kuaibao at {office.name.en}; please do not reply. Choose which mails you get on the page “Notices”.",
    )
