"""Rungs after gaps in the scheduler's work, and alarms that lose a race or go on failing."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine import alarms, people, tasks
from engine.alarms.failures import put_off
from engine.errors import Conflict, NotAllowed
from engine.model import Alarm, AlarmKind, Audit, FiredRung, Notification
from engine.periods import Closing
from engine.queries import troubles
from engine.uow import UnitOfWork
from tests.drawing import clock, rung, simple
from tests.office import Now, Office, office_value

HANDLER = '<kb:assignment role="case-handler"/>'
RUNGS = (
    rung("50%", "assignee"),
    rung("-1 working-day", "assignee,supervisor"),
    rung("80%", "assignee"),
    rung("-2 hours", "assignee"),
    rung("end", "supervisor"),
    rung("+1 working-day", "director"),
    rung("+3 working-days", "director"),
)


IN_TIME = [1, 3, 2, 4, 5, 6, 7]
"""A rest of seven days lies between the day before the last and 80%."""


def watched_case(office: Office) -> int:
    office.deploy(simple(first=HANDLER, process=clock("promise", 10, "calendar-days", *RUNGS)))
    case = office.file("simple")
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(case, "first"))
    return case


def fired(office: Office) -> list[tuple[int, bool, int]]:
    with office.reading() as uow:
        rows = uow.session.scalars(select(FiredRung).order_by(FiredRung.fired_at, FiredRung.level))
        return [(row.level, row.late, row.notified) for row in rows]


def told(office: Office) -> list[tuple[str, bool]]:
    """Who was told of a rung, and whether it was late."""
    names = {number: login for login, number in office.ids.items()}
    query = select(Notification).where(Notification.kind == "rung").order_by(Notification.id)
    with office.reading() as uow:
        return [(names[row.person_id], row.late) for row in uow.session.scalars(query)]


# --- timers that double-fire after a gap ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaps", "rungs", "people"),
    [
        (
            ["2026-10-12 17:00"],
            [(n, n != 7, int(n == 7)) for n in range(1, 8)],
            [("director", False)],
        ),
        (
            ["2026-10-08 09:00", "2026-10-20 09:00"],
            [(n, True, int(n in (2, 7))) for n in range(1, 8)],
            [("handler", True), ("director", True)],
        ),
        (
            ["2026-09-30 09:00", "2026-10-08 15:00", "2026-10-09 17:05", "2026-10-16 08:00"],
            [(n, n not in (4, 6), int(n in (1, 4, 6, 7))) for n in range(1, 8)],
            [("handler", True), ("handler", False), ("director", False), ("director", True)],
        ),
    ],
)
def test_after_each_gap_the_missed_rungs_fire_once_in_order_and_the_most_severe_tells(
    office: Office, now: Now, gaps: list[str], rungs: list, people: list
):
    case = watched_case(office)
    for at in gaps:
        now.to(at)
        office.tick()
        assert office.tick() == 0
    assert fired(office) == rungs
    assert told(office) == people
    journal = [entry.facts["level"] for entry in office.journal(case) if entry.kind == "rung-fired"]
    assert journal == IN_TIME
    assert office.done(case).count("clock-breached") == 1
    assert office.verify() == []


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 30 * 24), min_size=1, max_size=6))
def test_whenever_it_is_looked_at_each_rung_fires_once_and_in_order(office: Office, hours: list[int]):
    now = office.now
    case = watched_case(office)
    for gap in hours:
        now.later(hours=gap)
        office.tick()
    found = [entry.facts for entry in office.journal(case) if entry.kind == "rung-fired"]
    assert len({facts["level"] for facts in found}) == len(found)
    assert found == sorted(found, key=lambda facts: facts["due_at"])
    assert office.tick() == 0


# --- a warning before midnight that is computed as 00:00 -----------------------------------------------------------


@pytest.mark.parametrize("closing", [Closing.BUSINESS, Closing.MIDNIGHT])
def test_no_warning_before_the_end_falls_on_midnight_at_the_beginning_of_its_day(database, now: Now, closing):
    office = Office(database, now, value=office_value(closing=closing))
    watched_case(office)
    places = []
    while (wake := alarms.next_wake(office.engine)) is not None:
        now.at = wake
        office.tick()
        places.append(f"{office.value.local(wake):%m-%d %H:%M}")
    end = {Closing.BUSINESS: "10-08 17:00", Closing.MIDNIGHT: "10-09 00:00"}[closing]
    assert places == [
        *("09-29 17:00", "09-30 17:00", "10-02 17:00", "10-08 15:00"),
        *(end, "10-09 17:00", "10-12 17:00"),
    ]
    assert [place for place in places if place.endswith("00:00")] == (
        [end] if closing is Closing.MIDNIGHT else []
    )


# --- races and failures ------------------------------------------------------------------------------------------


def racing(monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Digests that lose a race so many times."""
    from engine.alarms import ringing  # noqa: PLC0415 - its table is what is changed

    lost: list[int] = []

    def ring(_uow: UnitOfWork, _subject: str) -> None:
        if len(lost) < times:
            lost.append(1)
            raise Conflict("row", "1")

    monkeypatch.setattr(ringing, "_OUTSIDE", {AlarmKind.DIGEST: ring})
    return lost


def one_alarm(office: Office) -> None:
    with office.as_("") as uow:
        uow.session.add(Alarm(kind="digest", subject="office", wake_at=uow.now, set_at=uow.now))


def audited(office: Office) -> list[str]:
    with office.reading() as uow:
        return [kind for kind in uow.session.scalars(select(Audit.kind)) if kind.startswith("alarm-")]


def test_an_alarm_that_loses_a_race_is_rung_again_at_once(office: Office, monkeypatch, capsys):
    one_alarm(office)
    racing(monkeypatch, 1)
    assert alarms.ring_due(office.engine) == 1
    assert alarms.next_wake(office.engine) is None
    assert "Traceback" not in capsys.readouterr().out
    assert audited(office) == []


def test_one_that_loses_again_rests_without_any_alarm_being_raised(
    office: Office, now: Now, monkeypatch, capsys
):
    one_alarm(office)
    racing(monkeypatch, 2)
    assert alarms.ring_due(office.engine) == 0
    assert alarms.next_wake(office.engine) == now() + timedelta(minutes=1)
    assert "Traceback" not in capsys.readouterr().out
    assert audited(office) == []
    now.later(minutes=1)
    assert alarms.ring_due(office.engine) == 1


def broken_clock(office: Office) -> int:
    """A case whose clock's alarm cannot be rung."""
    case = watched_case(office)
    with office.as_("") as uow:
        uow.session.scalars(select(Alarm)).one().subject = "broken"
    return case


def fail(office: Office, now: Now, times: int) -> None:
    for _ in range(times):
        wake = alarms.next_wake(office.engine)
        assert wake is not None
        now.at = max(wake, now())
        alarms.ring_due(office.engine)


def test_after_five_failures_those_who_look_after_it_are_told_once(office: Office, now: Now):
    case = broken_clock(office)
    fail(office, now, 4)
    with office.reading("supervisor") as uow:
        assert troubles.stuck_alarms(uow) == ()
    fail(office, now, 4)
    now.to("2026-10-09 09:00")
    said = (
        f"案件 {office.case(case).number} 有一件到期事项连续 5 次处理失败，系统将继续重试，请系统管理员检查"
    )
    assert [text.zh for text in office.inbox("admin")] == [said]
    assert [text.zh for text in office.inbox("supervisor")] == [said]
    assert audited(office) == ["alarm-failed", "alarm-stuck"]
    with office.reading("supervisor") as uow:
        (row,) = troubles.stuck_alarms(uow)
    assert (row.kind, row.case_id, row.attempts) == ("clock", case, 8)
    assert "ValueError" in row.problem
    with pytest.raises(NotAllowed), office.reading("handler") as uow:
        troubles.stuck_alarms(uow)


def test_of_one_that_belongs_to_no_case_the_administrators_hear_else_the_directors(office: Office, now: Now):
    with office.as_("admin") as uow:
        people.deactivate(uow, office.ids["admin"])
    with office.as_("") as uow:
        uow.session.add(Alarm(kind="message", subject="broken", wake_at=uow.now, set_at=uow.now))
    fail(office, now, 5)
    now.to("2026-09-28 09:00")
    assert [text.zh[:6] for text in office.inbox("director")] == ["有一件到期事"]
    assert office.inbox("supervisor") == []


def test_an_alarm_that_another_one_has_rung_meanwhile_is_not_put_off(office: Office):
    put_off(office.engine, 4711, ValueError())
    assert audited(office) == []
