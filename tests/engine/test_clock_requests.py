"""Asking about a clock and deciding: who may, which rules hold when, who is told, what lapses."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select, text, update

from engine import cases, clocks, documents, people, requests, tasks
from engine.errors import (
    Conflict,
    ExtensionRefused,
    FourEyes,
    MoveRefused,
    NotAllowed,
    NotFound,
    Recused,
    RequestRefused,
    SuspensionRefused,
)
from engine.model import Alarm, AlarmKind, ClockRequest, Suspension
from engine.queries import casefile, worklist
from engine.queries import requests as queries
from engine.uow import SYSTEM
from tests.drawing import clock, rung, simple
from tests.office import Now, Office

HANDLER = '<kb:assignment role="case-handler"/>'
PROMISE = clock("promise", 10, "calendar-days", rung("end", "supervisor"), suspend_for="appraisal,stay")
ORDINARY = clock(
    "ordinary",
    1,
    "months",
    kind="ordinary",
    suspend_for="appraisal",
    max_extension=15,
    extension_unit="calendar-days",
    extension_by="director",
)
TODAY = date(2026, 9, 24)


@pytest.fixture
def case(office: Office) -> int:
    """A case that the handler works on: the promise ends on 10-08, the ordinary period on 10-26."""
    office.deploy(simple(first=HANDLER, second=HANDLER, process=PROMISE + ORDINARY))
    number = office.file("simple")
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(number, "first"))
    return number


def suspension(
    office: Office, case: int, policy: str | None = "promise", by: str = "handler", **more: object
) -> int:
    words = {"reason": "appraisal", "effective": office.value.today(office.now()), "note": "委托鉴定", **more}
    number = office.clocks(case)[policy].id if policy else None
    with office.as_(by) as uow:
        return requests.ask_suspension(uow, case, number, **words)


def resumption(
    office: Office, case: int, policy: str | None = "promise", by: str = "handler", **more: object
) -> int:
    words = {"reason": "appraisal", "effective": office.value.today(office.now()), **more}
    number = office.clocks(case)[policy].id if policy else None
    with office.as_(by) as uow:
        return requests.ask_resumption(uow, case, number, **words)


def extension(
    office: Office, case: int, amount: int = 15, by: str = "handler", policy: str = "ordinary"
) -> int:
    with office.as_(by) as uow:
        number = office.clocks(case)[policy].id
        return requests.ask_extension(uow, case, number, amount=amount, note="案情复杂")


def correction(office: Office, case: int, starts: date, by: str = "handler", policy: str = "promise") -> int:
    with office.as_(by) as uow:
        number = office.clocks(case)[policy].id
        return requests.ask_correction(uow, case, number, starts=starts, note="收件日登记有误")


def grant(office: Office, request: int, by: str = "supervisor", decision: str = "") -> None:
    with office.as_(by) as uow:
        requests.grant(uow, request, decision=decision)


def state(office: Office, request: int) -> str:
    with office.reading() as uow:
        return uow.session.get_one(ClockRequest, request).state


# --- the way of a request ----------------------------------------------------------------------------------------


def test_a_suspension_is_asked_for_granted_and_in_force(office: Office, case: int, now: Now):
    number = suspension(office, case)
    assert office.clocks(case)["promise"].state == "running"  # asking changes nothing
    grant(office, number, decision="同意")
    assert office.clocks(case)["promise"].state == "suspended"
    assert office.clocks(case)["ordinary"].state == "running"
    with office.reading() as uow:
        row = uow.session.scalars(select(Suspension)).one()
        asked = uow.session.get_one(ClockRequest, number)
    assert (row.requested_by, row.approved_by) == (office.ids["handler"], office.ids["supervisor"])
    assert (asked.state, asked.decided_by, asked.decision) == ("granted", office.ids["supervisor"], "同意")
    now.to("2026-10-12 10:00")
    grant(office, resumption(office, case), by="chief")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 21)  # 17 days on 10-04
    kinds = [kind for kind in office.done(case) if kind.startswith("request")]
    assert kinds == ["request-asked", "request-granted"] * 2
    assert office.verify() == []


def test_a_whole_case_stands_still_and_goes_on_as_asked(office: Office, case: int):
    grant(office, suspension(office, case, None))
    assert office.case(case).state == "suspended"
    grant(office, resumption(office, case, None))
    assert office.case(case).state == "running"


def test_an_extension_is_granted_by_whom_the_diagram_names(office: Office, case: int):
    number = extension(office, case)
    with pytest.raises(NotAllowed), office.as_("supervisor") as uow:
        requests.grant(uow, number)
    grant(office, number, by="director")
    assert office.clocks(case)["ordinary"].last_day == date(2026, 11, 9)  # 15 days on 10-24, and a Sunday


def test_a_correction_counts_from_the_right_start(office: Office, case: int):
    grant(office, correction(office, case, date(2026, 9, 21)))
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 8)  # 10-01, in the rest
    assert office.clocks(case)["promise"].started_at.isoformat() == "2026-09-20T16:00:00+00:00"


def test_a_refusal_needs_a_reason_and_the_asker_is_told(office: Office, case: int):
    number = suspension(office, case)
    with pytest.raises(RequestRefused, match="decision"), office.as_("supervisor") as uow:
        requests.refuse(uow, number, decision=" ")
    with office.as_("supervisor") as uow:
        requests.refuse(uow, number, decision="缺少鉴定委托书")
    assert state(office, number) == "refused"
    assert "缺少鉴定委托书" in office.inbox("handler")[-1].zh
    assert office.clocks(case)["promise"].state == "running"


def test_only_who_asked_takes_it_back(office: Office, case: int):
    number = suspension(office, case)
    with pytest.raises(NotAllowed, match="asker"), office.as_("supervisor") as uow:
        requests.withdraw(uow, number)
    with office.as_("handler") as uow:
        requests.withdraw(uow, number, note="不再需要")
    assert state(office, number) == "withdrawn"
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm).where(Alarm.kind == AlarmKind.REQUEST)).all() == []


@pytest.mark.parametrize("move", ["grant", "refuse", "withdraw"])
def test_what_has_been_decided_is_not_decided_again(office: Office, case: int, move: str):
    number = suspension(office, case)
    grant(office, number)
    deeds: dict[str, Callable[..., None]] = {
        "grant": requests.grant,
        "refuse": lambda uow, one: requests.refuse(uow, one, decision="晚了"),
        "withdraw": requests.withdraw,
    }
    with pytest.raises(MoveRefused), office.as_("handler" if move == "withdraw" else "chief") as uow:
        deeds[move](uow, number)


def test_a_request_that_does_not_exist_is_not_found(office: Office, case: int):
    for deed in (requests.grant, requests.withdraw, requests.preview, queries.one):
        with pytest.raises(NotFound), office.as_("supervisor") as uow:
            deed(uow, 4711)


# --- who may -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "may"),
    [
        ("handler", True),  # has the task
        ("clerk", True),  # opened the case
        ("supervisor", True),
        ("director", True),
        ("second", False),  # could take a task, but has not
        ("admin", False),
        ("modeler", False),
    ],
)
def test_who_works_on_a_case_may_ask_and_whoever_supervises(office: Office, case: int, by: str, *, may: bool):
    with office.reading(by) as uow:
        if by not in ("admin", "modeler"):
            assert ("suspend" in casefile.read(uow, case).may) is may
    if may:
        assert suspension(office, case, by=by)
    else:
        with pytest.raises(NotAllowed):
            suspension(office, case, by=by)


def test_the_engine_itself_asks_and_decides_nothing(office: Office, case: int):
    with pytest.raises(NotAllowed, match="person"):
        suspension(office, case, by="")
    number = suspension(office, case)
    with pytest.raises(NotAllowed, match="person"), office.as_("") as uow:
        requests.grant(uow, number)


def test_who_is_recused_does_not_extend_the_direct_way_either(office: Office, case: int):
    with office.as_("director") as uow:
        cases.recuse(uow, case, office.ids["director"], note="回避")
    number = office.clocks(case)["ordinary"].id
    with pytest.raises(Recused), office.as_("director") as uow:
        clocks.extend(uow, number, amount=1, requested_by=office.ids["handler"], note="复杂")


def test_who_did_a_task_may_still_ask(office: Office, case: int):
    office.complete(case, "first")
    assert suspension(office, case, by="handler")


def test_who_is_recused_neither_asks_nor_decides_nor_sees(office: Office, case: int):
    number = suspension(office, case)
    for login in ("handler", "supervisor"):
        with office.as_(login) as uow:
            cases.recuse(uow, case, office.ids[login], note="回避")
    with pytest.raises(Recused):
        suspension(office, case, policy="ordinary")
    for deed in (requests.grant, queries.one):
        with pytest.raises(Recused), office.as_("supervisor") as uow:
            deed(uow, number)
    with office.reading("supervisor") as uow:
        assert queries.waiting(uow) == ()
        assert worklist.counts(uow).requests == 0
    with office.reading("handler") as uow:
        assert queries.asked(uow) == ()
    grant(office, number, by="chief")


def test_nobody_decides_on_what_the_same_person_asked_for(office: Office, case: int):
    number = suspension(office, case, by="supervisor")
    for deed in (requests.grant, lambda uow, one: requests.refuse(uow, one, decision="否")):
        with pytest.raises(FourEyes), office.as_("supervisor") as uow:
            deed(uow, number)
    with office.reading("supervisor") as uow:
        assert queries.waiting(uow) == ()
        assert queries.one(uow, number).may == {"withdraw"}
    grant(office, number, by="director")


def test_the_database_itself_holds_four_eyes(office: Office, case: int):
    number = suspension(office, case)
    said = f"UPDATE clock_request SET state = 'granted', decided_by = asked_by WHERE id = {number}"  # noqa: S608
    with pytest.raises(Exception, match="four_eyes"), office.as_("") as uow:
        uow.session.execute(text(said))


def test_the_direct_way_demands_another_person_too(office: Office, case: int):
    number, me = office.clocks(case)["promise"].id, office.ids["supervisor"]
    words = {"reason": "appraisal", "effective": TODAY, "requested_by": me}
    with pytest.raises(FourEyes), office.as_("supervisor") as uow:
        clocks.suspend(uow, number, note="鉴定", **words)
    with pytest.raises(FourEyes), office.as_("supervisor") as uow:
        cases.suspend(uow, case, note="鉴定", **words)
    with pytest.raises(FourEyes), office.as_("supervisor") as uow:
        clocks.correct(uow, number, starts=date(2026, 9, 23), requested_by=me, note="错")
    grant(office, suspension(office, case, None))
    with pytest.raises(FourEyes), office.as_("supervisor") as uow:
        cases.resume(uow, case, **words)
    grant(office, suspension(office, case, reason="stay"))
    with pytest.raises(FourEyes), office.as_("supervisor") as uow:
        clocks.resume(uow, number, reason="stay", effective=TODAY, requested_by=me)


# --- the rules, when asked and when granted ----------------------------------------------------------------------


def test_the_rules_hold_when_it_is_asked(office: Office, case: int):
    with pytest.raises(SuspensionRefused, match="future"):
        suspension(office, case, effective=date(2026, 9, 25))
    with pytest.raises(SuspensionRefused, match="not-suspended"):
        resumption(office, case)
    with pytest.raises(ExtensionRefused, match="cap"):
        extension(office, case, 16)
    with pytest.raises(ExtensionRefused, match="not-extensible"):
        extension(office, case, policy="promise")
    with pytest.raises(RequestRefused, match="start-future"):
        correction(office, case, date(2026, 9, 25))
    with office.reading() as uow:
        assert uow.session.scalars(select(ClockRequest)).all() == []


def test_the_rules_hold_again_when_it_is_granted(office: Office, case: int):
    first = suspension(office, case)
    grant(office, suspension(office, case, None))
    grant(office, first)  # one for the clock, one for the case: counted once
    second = resumption(office, case)
    with office.as_("supervisor") as uow:
        number = office.clocks(case)["promise"].id
        clocks.resume(uow, number, reason="appraisal", effective=TODAY, requested_by=office.ids["handler"])
    with pytest.raises(SuspensionRefused, match="not-suspended"):
        grant(office, second)
    assert state(office, second) == "asked"  # nothing of the attempt was kept


def test_an_extension_asked_in_time_and_granted_too_late_is_refused_by_that_rule(
    office: Office, case: int, now: Now
):
    now.to("2026-10-26 16:00")
    number = extension(office, case)
    now.to("2026-10-26 17:00")
    with pytest.raises(ExtensionRefused) as refused:
        grant(office, number, by="director")
    assert (refused.value.rule, refused.value.ended) == (
        "granted-late",
        office.clocks(case)["ordinary"].ends_at,
    )
    with pytest.raises(ExtensionRefused, match="ended"):
        extension(office, case)
    with office.as_("director") as uow:
        requests.refuse(uow, number, decision="期限已届满")


def test_an_extension_that_is_refused_otherwise_says_so_when_granted(office: Office, case: int):
    number = extension(office, case)
    with office.as_("director") as uow:
        clocks.extend(
            uow,
            office.clocks(case)["ordinary"].id,
            amount=15,
            requested_by=office.ids["handler"],
            note="先批一次",
        )
    with pytest.raises(ExtensionRefused, match="number"):
        grant(office, number, by="director")


def test_a_suspension_asked_before_the_end_takes_effect_then_however_late_it_is_granted(
    office: Office, case: int, now: Now
):
    """Of a day that was today when it was asked, the instant counts at which it was asked."""
    now.to("2026-10-08 16:00")
    number = suspension(office, case)
    now.to("2026-10-08 18:00")
    office.tick()
    assert office.clocks(case)["promise"].breached_at is not None
    grant(office, number)
    promise = office.clocks(case)["promise"]
    assert (promise.state, promise.breached_at) == ("suspended", None)


def test_a_suspension_dated_back_further_than_the_clock_is_refused(office: Office, case: int):
    with pytest.raises(SuspensionRefused, match="before-start"):
        suspension(office, case, effective=date(2026, 9, 23))


def test_the_same_is_not_asked_twice(office: Office, case: int):
    suspension(office, case)
    with pytest.raises(RequestRefused, match="pending"):
        suspension(office, case, by="clerk", reason="stay")
    suspension(office, case, "ordinary")  # another clock
    suspension(office, case, None)  # the case
    with pytest.raises(RequestRefused, match="pending"):
        suspension(office, case, None)
    extension(office, case)  # another kind


def test_the_database_itself_holds_one_open_request_a_kind_and_clock(office: Office, case: int):
    suspension(office, case, None)
    words = {"case_id": case, "kind": "suspend", "note": "", "deciders": [], "asked_by": office.ids["clerk"]}
    with pytest.raises(Conflict), office.as_("") as uow:
        uow.session.add(ClockRequest(**words, asked_at=uow.now))


def test_nothing_is_asked_of_a_case_that_has_closed(office: Office, case: int):
    with office.as_("director") as uow:
        cases.cancel(uow, case, reason="撤回")
    with pytest.raises(MoveRefused):
        suspension(office, case, None)


def test_a_clock_of_another_case_or_a_stopped_one_is_not_found(office: Office, case: int):
    other = office.file("simple")
    number = office.clocks(other)["promise"].id
    with pytest.raises(NotFound), office.as_("clerk") as uow:
        requests.ask_suspension(uow, case, number, reason="appraisal", effective=TODAY, note="鉴定")


def test_a_request_rests_on_a_document_of_its_own_case(office: Office, case: int):
    with office.as_("handler") as uow:
        paper = documents.add(uow, case, "委托书.txt", "委托鉴定".encode())
        number = requests.ask_suspension(
            uow, case, None, reason="appraisal", effective=TODAY, note="见附件", document=paper
        )
    with office.reading("supervisor") as uow:
        row = queries.one(uow, number)
    assert row.document is not None
    assert (row.document.name, row.document.added_by) == ("委托书.txt", "孙办案")
    other = office.file("simple")
    with pytest.raises(NotFound), office.as_("clerk") as uow:
        requests.ask_suspension(
            uow, other, None, reason="appraisal", effective=TODAY, note="见附件", document=paper
        )


# --- who is told -------------------------------------------------------------------------------------------------


def test_the_supervisors_of_the_unit_are_told_at_once_and_the_asker_of_the_decision(
    office: Office, case: int
):
    suspension(office, case)
    assert "申请中止，请审批" in office.inbox("supervisor")[-1].zh
    assert "asks for a suspension" in office.inbox("supervisor")[-1].en
    assert office.inbox("director") == []
    number = extension(office, case)
    assert "申请延长" in office.inbox("director")[-1].zh
    grant(office, number, by="director")
    assert "延长申请已批准" in office.inbox("handler")[-1].zh


def test_where_the_only_supervisor_asks_the_director_is_told(office: Office, case: int):
    with office.engine.unit_of_work(SYSTEM) as uow:
        people.revoke(uow, office.ids["chief"], "supervisor")
    suspension(office, case, by="supervisor")
    assert "申请中止" in office.inbox("director")[-1].zh


def test_where_nobody_else_may_decide_nobody_is_told(office: Office, case: int):
    with office.engine.unit_of_work(SYSTEM) as uow:
        for login in ("supervisor", "chief"):
            people.revoke(uow, office.ids[login], "supervisor")
    number = suspension(office, case, by="director")
    assert office.inbox("director") == []
    assert state(office, number) == "asked"


def test_a_request_that_waits_warns_after_a_working_day_and_at_half_of_the_time_left(
    office: Office, case: int, now: Now
):
    extension(office, case)  # on Thursday; the ordinary period ends on 10-26
    first = len(office.inbox("director"))
    now.to("2026-09-25 16:59")
    office.tick()
    assert len(office.inbox("director")) == first
    now.to("2026-09-28 17:00")  # the 25th and the 27th are moved: the day after is the 28th
    office.tick()
    now.later(days=3)
    office.tick()
    assert "仍待审批" in office.inbox("director")[-1].zh
    now.to("2026-10-12 09:00")
    office.tick()
    office.tick()
    assert len([one for one in office.inbox("director") if "仍待审批" in one.zh]) == 2
    assert office.done(case).count("request-waits") == 2
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm).where(Alarm.kind == AlarmKind.REQUEST)).all() == []


def test_a_request_that_was_decided_does_not_warn(office: Office, case: int, now: Now):
    grant(office, suspension(office, case))
    now.later(days=30)
    office.tick()
    assert "request-waits" not in office.done(case)


def test_a_request_about_a_clock_that_stands_still_warns_after_a_working_day_alone(
    office: Office, case: int, now: Now
):
    grant(office, suspension(office, case))
    number = resumption(office, case)
    now.later(days=30)
    office.tick()
    office.tick()
    assert office.done(case).count("request-waits") == 1
    assert state(office, number) == "asked"


def test_the_alarm_of_a_request_that_was_decided_elsewhere_is_forgotten(office: Office, case: int, now: Now):
    number = suspension(office, case)
    with office.as_("") as uow:
        uow.session.execute(update(ClockRequest).where(ClockRequest.id == number).values(state="lapsed"))
    now.later(days=30)
    office.tick()
    assert "request-waits" not in office.done(case)
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm).where(Alarm.kind == AlarmKind.REQUEST)).all() == []


# --- lapsing -----------------------------------------------------------------------------------------------------


def test_a_request_lapses_when_its_clock_stops(office: Office, now: Now):
    office.deploy(
        simple(
            process=clock("first_clock", 5, "working-days", stops_after="first", suspend_for="stay") + PROMISE
        )
    )
    case = office.file("simple")
    one = suspension(office, case, "first_clock", by="clerk", reason="stay")
    two = suspension(office, case, "promise", by="clerk")
    office.complete(case, "first")
    assert (state(office, one), state(office, two)) == ("lapsed", "asked")
    assert "失效" in office.inbox("clerk")[-1].zh
    with pytest.raises(MoveRefused):
        grant(office, one)


@pytest.mark.parametrize("end", ["completed", "cancelled"])
def test_what_is_open_lapses_when_the_case_closes(office: Office, case: int, end: str):
    whole, single = suspension(office, case, None), extension(office, case)
    if end == "cancelled":
        with office.as_("director") as uow:
            cases.cancel(uow, case, reason="撤回")
    else:
        office.complete(case, "first")
        office.complete(case, "second")
    assert (state(office, whole), state(office, single)) == ("lapsed", "lapsed")
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm)).all() == []
    assert office.verify() == []


def test_a_request_in_a_case_without_clocks_lapses_with_it(office: Office):
    office.deploy(simple())
    case = office.file("simple")
    number = suspension(office, case, None, by="clerk")
    office.complete(case, "first")
    office.complete(case, "second")
    assert state(office, number) == "lapsed"


# --- lists and previews ------------------------------------------------------------------------------------------


def test_each_sees_what_waits_what_was_asked_and_what_was_decided(office: Office, case: int):
    first, second = suspension(office, case), extension(office, case)
    with office.reading("supervisor") as uow:
        assert [row.id for row in queries.waiting(uow)] == [first]
        assert worklist.counts(uow).requests == 1
    with office.reading("director") as uow:
        assert [row.id for row in queries.waiting(uow)] == [first, second]
    with office.reading("handler") as uow:
        assert [row.id for row in queries.asked(uow)] == [second, first]
        assert (queries.waiting(uow), worklist.counts(uow).requests) == ((), 0)
        assert [row.id for row in casefile.read(uow, case).requests] == [second, first]
    with office.reading("") as uow:
        assert queries.waiting(uow) == ()
    grant(office, first)
    with office.reading("supervisor") as uow:
        (row,) = queries.decided(uow)
    assert (row.id, row.decided_by, row.asked_by, row.open, row.may) == (
        first,
        "王科长",
        "孙办案",
        False,
        frozenset(),
    )
    with pytest.raises(NotAllowed), office.reading("admin") as uow:
        queries.one(uow, first)


def test_before_it_is_granted_it_shows_what_it_would_do_and_does_nothing(office: Office, case: int, now: Now):
    now.to("2026-09-28 10:00")
    number = extension(office, case)
    with office.reading("director") as uow:
        (effect,) = requests.preview(uow, number)
    assert effect.moved
    assert (effect.old_end, effect.stands) == (office.clocks(case)["ordinary"].ends_at, False)
    assert effect.new_end == datetime.fromisoformat("2026-11-09T17:00+08:00")
    grant(office, number, by="director")
    assert office.clocks(case)["ordinary"].ends_at == effect.new_end


def test_a_preview_of_a_suspension_says_what_would_stand_and_of_a_resumption_when_it_would_end(
    office: Office, case: int, now: Now
):
    number = suspension(office, case, None)
    with office.reading("supervisor") as uow:
        effects = requests.preview(uow, number)
    assert {one.name.zh: one.stands for one in effects} == {"promise 时限": True, "ordinary 时限": True}
    grant(office, number)
    now.to("2026-10-12 10:00")
    number = resumption(office, case, None, effective=date(2026, 10, 9))
    with office.reading("supervisor") as uow:
        ends = {one.name.en: one.new_end for one in requests.preview(uow, number)}
        assert not any(one.stands for one in requests.preview(uow, number))
    grant(office, number)
    assert ends == {f"{key} clock": one.ends_at for key, one in office.clocks(case).items()}


def test_a_preview_of_a_correction_says_that_a_breach_would_come_or_go(office: Office, case: int, now: Now):
    now.to("2026-10-08 10:00")
    number = correction(office, case, date(2026, 9, 10))
    with office.reading("supervisor") as uow:
        (effect,) = requests.preview(uow, number)
    assert (effect.late, effect.lifted) == (True, False)
    grant(office, number)
    assert office.clocks(case)["promise"].breached_at == effect.new_end
    number = correction(office, case, date(2026, 9, 29))
    with office.reading("supervisor") as uow:
        (effect,) = requests.preview(uow, number)
    assert (effect.late, effect.lifted) == (False, True)


def test_a_preview_tells_what_would_refuse_it(office: Office, case: int):
    first = suspension(office, case)
    with office.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            office.clocks(case)["promise"].id,
            reason="appraisal",
            effective=TODAY,
            note="鉴定",
            requested_by=office.ids["handler"],
        )
    with pytest.raises(SuspensionRefused, match="already"), office.reading("supervisor") as uow:
        requests.preview(uow, first)


def test_a_preview_of_the_case_leaves_out_clocks_that_it_does_not_touch(office: Office, case: int):
    number = suspension(office, case, None, reason="stay")
    with office.reading("supervisor") as uow:
        assert [one.name.en for one in requests.preview(uow, number)] == ["promise clock"]
    grant(office, number)
    number = resumption(office, case, None, reason="stay")
    with office.reading("supervisor") as uow:
        assert [one.name.en for one in requests.preview(uow, number)] == ["promise clock"]
