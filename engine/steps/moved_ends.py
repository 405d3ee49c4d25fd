"""Telling whoever works on a case that the calendar has moved an end nearer, or behind them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from engine.model import Case
from engine.office import Office
from engine.steps.notices import Notice, notify_all
from engine.steps.owners import owners
from engine.steps.renewing import Renewed
from engine.text import Text
from engine.uow import UnitOfWork


def tell(uow: UnitOfWork, case: Case, renewed: Sequence[Renewed]) -> int:
    """Tell the assignees and the supervisors of what ends nearer or is overdue now, all of it in one notice; to how many."""
    return tell_all(uow, [(case, renewed)])


def tell_all(uow: UnitOfWork, found: Sequence[tuple[Case, Sequence[Renewed]]]) -> int:
    """The same of many cases. In the house alone: a year's notice is no reason for a mail for each of a thousand cases,
    and what is overdue by it is told by its own rung.
    """
    mattering = [(case, [one for one in renewed if one.matters]) for case, renewed in found]
    wanted = [(case, renewed) for case, renewed in mattering if renewed]
    if not wanted:
        return 0
    people = owners(uow.session, [case for case, _ in wanted])
    return notify_all(uow, [(people[case.id], _notice(uow, case, renewed)) for case, renewed in wanted])


def _notice(uow: UnitOfWork, case: Case, renewed: Sequence[Renewed]) -> Notice:
    first = min(renewed, key=lambda one: one.clock.ends_at)
    overdue = any(one.overdue and not one.was_overdue for one in renewed)
    return Notice(
        "calendar",
        words_of(case, renewed, uow.office),
        case.id,
        clock_id=first.clock.id,
        priority=max(case.priority, int(overdue)),
        mailed=False,
    )


def words_of(case: Case, renewed: Sequence[Renewed], office: Office) -> Text:
    """What whoever works on the case is told: each clock that matters, its end before and now."""
    zh = "；".join(_line(one, office).zh for one in renewed)
    en = "; ".join(_line(one, office).en for one in renewed)
    why = renewed[0].why
    return Text(f"案件 {case.number}：{why.zh}，{zh}", f"Case {case.number}: {why.en}. {en}")


def _line(one: Renewed, office: Office) -> Text:
    name, old, new = one.clock.name, _moment(office, one.old_end), _moment(office, one.clock.ends_at)
    over = Text("，已超期", ", overdue") if one.overdue else Text("", "")
    mark = Text("（暂定）", " (provisional)") if one.clock.provisional else Text("", "")
    return Text(
        f"“{name.zh}”届满时间由 {old.zh} 变更为 {new.zh}{mark.zh}{over.zh}",
        f"“{name.to('en')}” moved from {old.en} to {new.en}{mark.en}{over.en}",
    )


def _moment(office: Office, at: datetime) -> Text:
    local = office.local(at.astimezone(UTC))
    return Text(f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}", f"{local:%Y-%m-%d %H:%M}")
