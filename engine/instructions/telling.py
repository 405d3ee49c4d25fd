"""Telling the other side of an instruction what was done with it, and those above that nothing was."""

from collections.abc import Sequence
from datetime import datetime

from engine.model import Case, Instruction, Person
from engine.office import Office
from engine.steps.notices import Notice, notify
from engine.steps.persons import recipients, who_may_see
from engine.text import Text
from engine.uow import UnitOfWork

KIND = "instruction"
_PRESSING = 1


def tell_person(uow: UnitOfWork, case: Case, one: Instruction, what: Text, said: str = "") -> int:
    """Tell the person whom it is for."""
    return _tell(uow, case, one, [one.to_id], _sentence(case, what, said))


def tell_issuer(uow: UnitOfWork, case: Case, one: Instruction, what: Text, said: str = "") -> int:
    """Tell who issued it; the supervisors of the case where that person has left, or may not see it any more."""
    return _tell(uow, case, one, issuer(uow, case, one), _sentence(case, what, said))


def issuer(uow: UnitOfWork, case: Case, one: Instruction) -> Sequence[int]:
    """Who answers for it now: who issued it, else the supervisors of the case."""
    return who_may_see(uow.session, [one.issued_by], case.id) or [
        person for person in recipients(uow.session, case, ["supervisor"]) if person != one.to_id
    ]


def tell_above(
    uow: UnitOfWork, case: Case, one: Instruction, people: Sequence[int], *, late: bool
) -> tuple[int, int]:
    """Tell those above that nobody has answered in time, and remind the person; to how many of each."""
    name, at = uow.session.get_one(Person, one.to_id).name, moment(uow.office, one.answer_by)
    times = one.escalated + 1
    again = Text(f"（第 {times} 次）", f" (told {times} times)") if times > 1 else Text("", "")
    due = Text(f"应于 {at.zh} 前答复的督办至今未答复", f"an instruction due {at.en} has not been answered")
    above = Text(
        f"案件 {case.number}：{name}{due.zh}{again.zh}", f"Case {case.number}: {due.en} by {name}{again.en}"
    )
    mine = Text(
        f"案件 {case.number}：{due.zh}，请立即答复{again.zh}",
        f"Case {case.number}: {due.en}; please answer now{again.en}",
    )
    told = _tell(uow, case, one, [each for each in people if each != one.to_id], above, late=late)
    return told, _tell(uow, case, one, [one.to_id], mine, late=late)


def moment(office: Office, at: datetime) -> Text:
    """A moment on the office's own clock."""
    local = office.local(at)
    return Text(f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}", f"{local:%Y-%m-%d %H:%M}")


def _sentence(case: Case, what: Text, said: str) -> Text:
    return Text(
        f"案件 {case.number}：{what.zh}" + (f"：{said}" if said else ""),
        f"Case {case.number}: {what.en}" + (f": {said}" if said else ""),
    )


def _tell(
    uow: UnitOfWork,
    case: Case,
    one: Instruction,
    people: Sequence[int],
    text: Text,
    *,
    late: bool | None = None,
) -> int:
    """Tell those of them who may see the case, at once. `late`: it is escalated, and whether that is late."""
    notice = Notice(
        KIND,
        text,
        case.id,
        clock_id=one.clock_id,
        priority=max(case.priority, 0 if late is None else _PRESSING),
        late=bool(late),
        at_once=True,
    )
    return notify(uow, who_may_see(uow.session, people, case.id), notice)
