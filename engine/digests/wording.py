"""The digest in words: one sentence for the notice, a list for the mail."""

from collections.abc import Iterator, Mapping

from engine.office import Office
from engine.queries.digests import SOON, Digest, DigestPart
from engine.queries.rows import CaseRow
from engine.steps.letters import moment
from engine.text import Text

NAMES: Mapping[str, Text] = {
    "overdue": Text("逾期", "overdue"),
    "today": Text("今日到期", "ending today"),
    "soon": Text(f"{SOON} 个工作日内到期", f"ending within {SOON} working days"),
    "suspended": Text("中止超过规定时间", "suspended for longer than allowed"),
    "provisional": Text("暂定日期临近", "with a provisional end that is near"),
}
_LISTED = 20


def summary(digest: Digest) -> Text:
    """`今日督办：逾期 3 件，今日到期 2 件，待您审批 1 项`."""
    said = list(_numbers(digest))
    return Text(
        f"今日督办：{'，'.join(one.zh for one in said)}", f"This morning: {', '.join(one.en for one in said)}"
    )


def title(digest: Digest) -> Text:
    """A mail's subject."""
    said, day = next(_numbers(digest)), digest.day
    return Text(
        f"【督办摘要】{day.month}月{day.day}日：{said.zh}等", f"[Deadlines] {day.isoformat()}: {said.en}, …"
    )


def lines(digest: Digest, office: Office) -> tuple[Text, ...]:
    """The cases of each part, by number and clock; a long part is cut, and says so."""
    return tuple(line for part in digest.parts if part.number for line in _listed(part, office))


def _numbers(digest: Digest) -> Iterator[Text]:
    for part in digest.parts:
        if part.number:
            yield Text(f"{NAMES[part.key].zh} {part.number} 件", f"{part.number} {NAMES[part.key].en}")
    if digest.requests:
        yield Text(f"待您审批 {digest.requests} 项", f"{digest.requests} requests for you to decide")
    if digest.instructions:
        yield Text(f"待答复的督办 {digest.instructions} 项", f"{digest.instructions} instructions unanswered")


def _listed(part: DigestPart, office: Office) -> Iterator[Text]:
    yield Text(f"\n{NAMES[part.key].zh}（{part.number} 件）", f"\n{part.number} {NAMES[part.key].to('en')}:")
    for row in part.rows[:_LISTED]:
        yield _line(row, office)
    if part.number > _LISTED:
        more = part.number - _LISTED
        yield Text(f"  另有 {more} 件，请登录查看", f"  and {more} more; please sign in to see them")


def _line(row: CaseRow, office: Office) -> Text:
    if row.clock is None:
        return Text(f"  {row.number}", f"  {row.number}")
    end, name = office.local(row.clock.ends_at), row.clock.name
    unsure = Text("（暂定）", " (provisional)") if row.clock.provisional else Text("", "")
    return Text(
        f"  {row.number}  {name.zh}  {moment(end, 'zh')}{unsure.zh}",
        f"  {row.number}  {name.to('en')}  {moment(end, 'en')}{unsure.en}",
    )
