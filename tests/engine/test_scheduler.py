"""The scheduler lives in the time of day: these tests wait for events, never for a length of time."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from engine import scheduler
from engine.scheduler import Scheduler
from engine.uow import Engine
from tests.drawing import bundle, node, process, timer
from tests.office import Now, Office

PATIENCE = 20


def wall_clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the scheduler sleeps in it


@pytest.fixture
def real(office: Office, now: Now) -> Office:
    """An office in the time of day, with a process that waits a moment."""
    nodes = [
        node("start", "begin"),
        node("catch", "wait", timer("Duration", "PT1S")),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> wait -> after -> done")))
    office.engine = Engine(office.engine.database, office.value, {}, wall_clock)
    return office


def committed(office: Office, kind: str, case: int) -> Callable[[], bool]:
    return lambda: kind in office.done(case)


def eventually(happened: Callable[[], bool]) -> bool:
    """Ask again until it has happened; only a broken scheduler makes this slow."""
    asked, limit = threading.Event(), wall_clock() + timedelta(seconds=PATIENCE)
    while not happened():
        if wall_clock() > limit:
            return False
        asked.wait(0.05)
    return True


def test_it_rings_what_this_process_sets_while_it_sleeps(real: Office):
    beside = scheduler.start_beside(real.engine, longest_sleep=PATIENCE * 3)
    try:
        case = real.file("p")
        assert eventually(committed(real, "timer-fired", case))
    finally:
        beside.stop()
    assert real.waiting(case) == ["after"]
    assert real.engine.on_alarm is None


def test_it_rings_what_another_process_set_before_it_came(real: Office):
    case = real.file("p")
    beside = scheduler.start_beside(real.engine)
    try:
        assert eventually(committed(real, "timer-fired", case))
    finally:
        beside.stop()


def test_two_of_them_on_one_database_ring_each_alarm_once(real: Office):
    other = Engine(real.engine.database, real.value, {}, wall_clock)
    both = [scheduler.start_beside(engine, longest_sleep=1) for engine in (real.engine, other)]
    try:
        numbers = [real.file("p") for _ in range(5)]
        assert all(eventually(committed(real, "timer-fired", case)) for case in numbers)
    finally:
        for one in both:
            one.stop()
    assert [real.done(case).count("timer-fired") for case in numbers] == [1] * 5
    assert real.verify() == []


def test_trouble_with_the_database_does_not_stop_it(real: Office):
    broken = threading.Event()
    healed = threading.Event()

    def breaking(*_: object) -> None:
        if not healed.is_set():
            broken.set()
            raise ConnectionError

    event.listen(real.engine.database.engine, "before_cursor_execute", breaking)
    beside = scheduler.start_beside(real.engine, longest_sleep=1)
    try:
        assert broken.wait(PATIENCE)
        healed.set()
        case = real.file("p")
        assert eventually(committed(real, "timer-fired", case))
    finally:
        beside.stop()
        event.remove(real.engine.database.engine, "before_cursor_execute", breaking)


def test_the_blocking_one_runs_until_it_is_stopped(real: Office):
    blocking = Scheduler(real.engine, longest_sleep=timedelta(seconds=1))
    thread = threading.Thread(target=blocking.run)
    thread.start()
    try:
        case = real.file("p")
        assert eventually(committed(real, "timer-fired", case))
    finally:
        blocking.stop()
        thread.join(PATIENCE)
    assert not thread.is_alive()


def test_being_told_to_end_is_no_error(real: Office, monkeypatch: pytest.MonkeyPatch):
    def interrupted(_: Scheduler) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Scheduler, "run", interrupted)
    scheduler.run_until_stopped(real.engine)


def test_it_never_spins_on_an_alarm_that_somebody_else_is_ringing(real: Office):
    """An alarm that is due and stays due is looked at no more than once a second."""
    plan = Scheduler(real.engine).watches["alarms"]
    now = real.engine.now()
    assert plan.until(now - timedelta(hours=1)) >= now + timedelta(seconds=1)
    assert plan.until(None) > now + timedelta(seconds=29)
    assert plan.until(now + timedelta(days=1)) < now + timedelta(seconds=32)
