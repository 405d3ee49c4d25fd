"""What such systems are known to get wrong with their clocks; each a test by its name, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from engine import cases, clocks
from engine.errors import ExtensionRefused
from engine.model import Alarm, AlarmKind, Breach, Clock, FiredRung
from engine.queries import casefile, dashboard
from engine.queries.rows import Urgency
from tests.drawing import bundle, clock, node, process, rung, simple, timer
from tests.office import Now, Office

RUNGS = (rung("50%", "supervisor"), rung("end", "supervisor"))
PROMISE = clock("promise", 10, "calendar-days", *RUNGS, suspend_for="stay", target=7)
ORDINARY = clock(
    "ordinary",
    1,
    "months",
    rung("end", "director"),
    kind="ordinary",
    suspend_for="stay",
    max_extension=1,
    extension_by="director",
)


def suspend(office: Office, case: int, effective: str, clock_id: int | None = None) -> None:
    words = {
        "reason": "stay",
        "effective": date.fromisoformat(effective),
        "note": "中止",
        "requested_by": office.ids["handler"],
    }
    with office.as_("supervisor") as uow:
        if clock_id is None:
            cases.suspend(uow, case, **words)
        else:
            clocks.suspend(uow, clock_id, **words)


def resume(office: Office, case: int, effective: str, clock_id: int | None = None) -> None:
    words = {
        "reason": "stay",
        "effective": date.fromisoformat(effective),
        "requested_by": office.ids["handler"],
    }
    with office.as_("supervisor") as uow:
        if clock_id is None:
            cases.resume(uow, case, **words)
        else:
            clocks.resume(uow, clock_id, **words)


def fired(office: Office) -> list[tuple[int, int]]:
    with office.reading() as uow:
        rows = uow.session.scalars(select(FiredRung).order_by(FiredRung.clock_id, FiredRung.level))
        return [(row.clock_id, row.level) for row in rows]


def test_a_pause_is_not_lost_when_the_policy_changes(office: Office, now: Now):
    """A new version of the diagram without the clock's reasons: the case keeps the one that it was opened with."""
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    office.deploy(simple(process=clock("promise", 5, "working-days", *RUNGS)))
    newer = office.file("simple")
    now.to("2026-10-12 10:00")
    office.tick()
    assert office.clocks(case)["promise"].state == "suspended"
    assert office.clocks(newer)["promise"].breached_at is not None
    resume(office, case, "2026-10-12")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 19)  # 14 days on 10-04: a Sunday


def test_a_suspended_clock_does_not_go_on(office: Office, now: Now):
    """Neither its end nor its rungs come while it stands still, whoever looks, and however often."""
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    for _ in range(3):
        now.later(days=20)
        assert office.tick() == 0
        with office.reading("supervisor") as uow:
            (row,) = casefile.read(uow, case).clocks
        assert (row.chip.urgency, row.chip.breached) == (Urgency.SUSPENDED, False)
    with office.as_("supervisor") as uow:
        clocks.recount(uow, row.chip.id, why="calendar")
    assert office.clocks(case)["promise"].state == "suspended"
    assert fired(office) == []
    assert office.clocks(case)["promise"].breached_at is None


def test_pauses_that_overlap_are_not_counted_twice(office: Office, now: Now):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    number = office.clocks(case)["promise"].id
    now.to("2026-10-12 10:00")
    suspend(office, case, "2026-09-28", number)
    suspend(office, case, "2026-09-28")
    resume(office, case, "2026-10-12", number)
    resume(office, case, "2026-10-12")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 19)


@pytest.mark.parametrize("looked", [True, False])
def test_a_pause_across_the_end_holds_the_breach_off_and_the_rest_of_the_period_is_left(
    office: Office, now: Now, *, looked: bool
):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    now.to("2026-10-08 16:00")  # the last hour
    suspend(office, case, "2026-10-08")
    now.to("2026-10-15 09:00")
    if looked:
        office.tick()
    assert office.clocks(case)["promise"].breached_at is None
    resume(office, case, "2026-10-15")
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 15)
    now.to("2026-10-15 17:00")
    office.tick()
    assert office.clocks(case)["promise"].breached_at == office.clocks(case)["promise"].ends_at


def test_a_pause_entered_after_the_end_but_dated_before_it_takes_the_breach_back(office: Office, now: Now):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    now.to("2026-10-09 10:00")
    office.tick()
    suspend(office, case, "2026-10-08")
    assert office.clocks(case)["promise"].state == "suspended"
    assert office.clocks(case)["promise"].breached_at is None
    resume(office, case, "2026-10-09")  # one day more: until today's close
    assert office.clocks(case)["promise"].last_day == date(2026, 10, 9)
    now.to("2026-10-09 17:00")
    office.tick()
    assert [level for _, level in fired(office)] == [1, 2]
    assert office.done(case).count("clock-breached") == 2


def test_an_extension_after_the_end_is_refused_even_if_nobody_has_looked(office: Office, now: Now):
    office.deploy(simple(process=ORDINARY))
    case = office.file("simple")
    now.to("2026-10-26 17:00")
    with pytest.raises(ExtensionRefused, match="ended"), office.as_("director") as uow:
        clocks.extend(
            uow,
            office.clocks(case)["ordinary"].id,
            amount=1,
            requested_by=office.ids["handler"],
            note="复杂",
        )
    office.tick()
    assert office.clocks(case)["ordinary"].extended == 0
    assert office.clocks(case)["ordinary"].breached_at is not None


def test_a_shorter_clock_does_not_mask_the_longer_one(office: Office, now: Now):
    """Target and limit are both shown; the promise that is over hides neither the end nor the rungs of the other."""
    office.deploy(simple(process=PROMISE + ORDINARY))
    case = office.file("simple")
    with office.reading("supervisor") as uow:
        promise, ordinary = casefile.read(uow, case).clocks
    assert promise.chip.target_at is not None
    assert promise.chip.target_at <= promise.chip.ends_at < ordinary.chip.ends_at
    now.to("2026-10-26 16:59")
    office.tick()
    assert [level for number, level in fired(office) if number == promise.chip.id] == [1, 2]
    assert [level for number, level in fired(office) if number == ordinary.chip.id] == []
    with office.reading("supervisor") as uow:
        chips = {row.policy_id: row.chip for row in casefile.read(uow, case).clocks}
        assert [row.id for row in dashboard.attention(uow).overdue] == [case]
    assert (chips["promise"].urgency, chips["ordinary"].urgency) == (Urgency.OVERDUE, Urgency.TODAY)
    now.to("2026-10-26 17:00")
    office.tick()
    assert [level for number, level in fired(office) if number == ordinary.chip.id] == [1]
    now.to("2026-10-27 09:00")
    assert "ordinary" in office.inbox("director")[-1].en
    with office.reading() as uow:
        assert len(uow.session.scalars(select(Breach)).all()) == 2


def test_timers_and_rungs_do_not_fire_twice_after_a_gap(office: Office, now: Now):
    nodes = [
        node("start", "begin"),
        node("user", "work"),
        node(
            "boundary",
            "late",
            timer("Duration", "5 calendar-days"),
            attachedToRef="work",
            cancelActivity="false",
        ),
        node("user", "remind"),
        node("end", "done"),
        node("end", "done_too"),
    ]
    drawn = process("p", nodes, "begin -> work -> done", "late -> remind -> done_too", kb=PROMISE)
    office.deploy(bundle("p", drawn))
    case = office.file("p")
    now.to("2026-09-28 10:00")
    suspend(office, case, "2026-09-28")
    now.to("2026-10-30 10:00")  # nobody has rung anything meanwhile
    resume(office, case, "2026-10-08")
    for _ in range(3):
        office.tick()
        now.later(days=30)
    assert office.done(case).count("timer-fired") == 1
    assert sorted(office.waiting(case)) == ["remind", "work"]
    assert [level for _, level in fired(office)] == [1, 2]
    assert office.done(case).count("clock-breached") == 1
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm).where(Alarm.kind == AlarmKind.TIMER)).all() == []
    assert office.verify() == []


def test_statistics_keep_the_breach_of_a_clock_that_stopped_and_began_again(office: Office, now: Now):
    """Close, reopen, close: each time is a clock of its own, and the first keeps its breach."""
    nodes = [
        node("start", "begin"),
        node("user", "draft", kb=clock("drafting", 3, "working-days", kind="activity")),
        node("user", "review"),
        node("xor", "good"),
        node("end", "done"),
    ]
    paths = ("begin -> draft -> review -> good -[again]-> draft", "good -[*]-> done")
    office.deploy(bundle("p", process("p", nodes, *paths)))
    case = office.file("p", again=True)
    now.to("2026-10-12 09:00")  # the end was on 09-30; nobody has looked
    office.complete(case, "draft")
    office.complete(case, "review")
    office.complete(case, "draft")
    with office.reading() as uow:
        first, second = uow.session.scalars(select(Clock).where(Clock.case_id == case).order_by(Clock.id))
        (breach,) = uow.session.scalars(select(Breach))
    assert (first.state, second.state) == ("stopped", "stopped")
    assert first.breached_at == first.ends_at == breach.ended_at
    assert (breach.clock_id, second.breached_at) == (first.id, None)
    with office.reading("supervisor") as uow:
        rows = casefile.read(uow, case).clocks
    assert [row.chip.breached for row in rows] == [True, False]
