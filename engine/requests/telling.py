"""Telling those who decide that something was asked, and who asked what was decided."""

from collections.abc import Sequence

from engine.model import Case, Clock, ClockRequest, Person, RequestKind, RequestState
from engine.steps.notices import Notice, notify
from engine.steps.persons import recipients, who_may_see
from engine.steps.rights import SUPERVISORS
from engine.text import Text
from engine.uow import UnitOfWork

_KINDS = {
    RequestKind.SUSPEND: Text("申请中止", "asks for a suspension of"),
    RequestKind.RESUME: Text("申请恢复", "asks for the resumption of"),
    RequestKind.EXTEND: Text("申请延长", "asks for an extension of"),
    RequestKind.CORRECT: Text("申请更正起算", "asks for another start of"),
}
_NOUNS = {
    RequestKind.SUSPEND: Text("中止申请", "suspension"),
    RequestKind.RESUME: Text("恢复申请", "resumption"),
    RequestKind.EXTEND: Text("延长申请", "extension"),
    RequestKind.CORRECT: Text("更正起算申请", "correction of the start"),
}
_DECISIONS = {
    RequestState.GRANTED: Text("已批准", "was granted"),
    RequestState.REFUSED: Text("不予批准", "was refused"),
    RequestState.LAPSED: Text("已失效", "has lapsed"),
}


def tell_deciders(
    uow: UnitOfWork, case: Case, clock: Clock | None, request: ClockRequest, *, again: bool = False
) -> int:
    """Tell those who may decide, at once; to how many. `again`: it still waits."""
    asker = uow.session.get_one(Person, request.asked_by).name
    text = _asked(case, clock, request, asker, again=again)
    notice = Notice("request", text, case.id, clock_id=request.clock_id, priority=case.priority, at_once=True)
    return notify(uow, deciders(uow, case, request), notice)


def deciders(uow: UnitOfWork, case: Case, request: ClockRequest) -> Sequence[int]:
    """Those who are told: the supervisors of the case's unit, else the directors; of an extension, who may grant it."""
    first = ["supervisor"] if request.deciders == list(SUPERVISORS) else request.deciders
    for roles in (first, request.deciders):
        found = [one for one in recipients(uow.session, case, roles) if one != request.asked_by]
        if found:
            return found
    return []


def tell_asker(uow: UnitOfWork, case: Case, request: ClockRequest) -> None:
    """Tell who asked what became of it."""
    noun, what = _NOUNS[RequestKind(request.kind)], _DECISIONS[RequestState(request.state)]
    because = request.decision
    text = Text(
        f"案件 {case.number} 的{noun.zh}{what.zh}" + (f"：{because}" if because else ""),
        f"Case {case.number}: your request for a {noun.en} {what.en}" + (f": {because}" if because else ""),
    )
    notice = Notice("request", text, case.id, clock_id=request.clock_id, at_once=True)
    notify(uow, recipients_of(uow, request), notice)


def recipients_of(uow: UnitOfWork, request: ClockRequest) -> Sequence[int]:
    """Who asked, unless the person has left, or is recused from the case by now."""
    return who_may_see(uow.session, [request.asked_by], request.case_id)


def _asked(case: Case, clock: Clock | None, request: ClockRequest, asker: str, *, again: bool) -> Text:
    kind = _KINDS[RequestKind(request.kind)]
    name = clock.name if clock is not None else Text("整个案件", "the whole case")
    late = Text("（仍待审批）", " (still waiting)") if again else Text("", "")
    return Text(
        f"{asker}就案件 {case.number}“{name.zh}”{kind.zh}，请审批{late.zh}",
        f"{asker} {kind.en} “{name.to('en')}” in case {case.number}; please decide{late.en}",
    )
