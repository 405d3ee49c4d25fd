from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from engine import alarms, cases, clocks, people, tasks
from engine.database import Database
from engine.model import Alarm, Audit, FiredRung, Notification
from engine.uow import SCHEDULER, Engine
from tests.drawing import body, bundle, clock, message, message_event, node, process, rung, simple, timer
from tests.office import Now, Office

RUNGS = (
    rung("50%", "assignee"),
    rung("-1 working-day", "assignee,supervisor"),
    rung("end", "supervisor,director", priority="urgent", task="supervisor"),
    rung("+1 working-day", "director", at_once="true"),
)
HANDLER = '<kb:assignment role="case-handler"/>'


@pytest.fixture
def watched(office: Office) -> Office:
    office.deploy(simple(first=HANDLER, process=clock("promise", 10, "calendar-days", *RUNGS)))
    return office


def held_case(office: Office) -> int:
    """A case whose first task the handler has."""
    case = office.file("simple")
    with office.as_("handler") as uow:
        tasks.claim(uow, office.task(case, "first"))
    return case


def fired(office: Office) -> list[tuple[int, bool, int]]:
    with office.reading() as uow:
        rows = uow.session.scalars(select(FiredRung).order_by(FiredRung.clock_id, FiredRung.level))
        return [(row.level, row.late, row.notified) for row in rows]


def wakes(office: Office) -> list[str]:
    """The alarms that are set, in the office's own time."""
    with office.reading() as uow:
        rows = uow.session.scalars(select(Alarm).order_by(Alarm.wake_at, Alarm.id))
        return [
            f"{row.kind} {uow.office.local(row.wake_at):%m-%d %H:%M}{' held' if row.held else ''}"
            for row in rows
        ]


# --- rungs -------------------------------------------------------------------------------------------------------


def test_rungs_fire_in_time_and_tell_whom_they_name(watched: Office, now: Now):
    case = held_case(watched)
    assert wakes(watched) == ["clock 09-29 17:00"]
    now.to("2026-09-29 17:00")
    assert watched.tick() == 1
    assert watched.tick() == 0
    assert fired(watched) == [(1, False, 1)]
    now.to("2026-09-30 08:30")
    assert [text.zh for text in watched.inbox("handler")] == [
        f"案件 {watched.case(case).number}“promise 时限”将于 2026年10月8日 17:00 届满"
    ]
    assert watched.inbox("supervisor") == []
    assert wakes(watched) == ["clock 09-30 17:00"]
    now.to("2026-10-08 17:00")
    watched.tick()
    assert [row[0] for row in fired(watched)] == [1, 2, 3]
    assert watched.case(case).priority == 2
    assert "watch" in [task.kind for task in watched.open_tasks(case)]


def test_a_notification_waits_for_working_hours_unless_it_is_at_once(watched: Office, now: Now):
    held_case(watched)
    now.to("2026-10-08 17:00")
    watched.tick()
    assert watched.inbox("director") == []
    now.to("2026-10-09 08:30")
    assert len(watched.inbox("director")) == 1
    now.to("2026-10-09 17:00")
    watched.tick()
    assert len(watched.inbox("director")) == 2  # the rung after the end says at-once


def test_the_supervisor_of_the_assignees_unit_is_told_and_no_other(watched: Office, now: Now):
    held_case(watched)
    now.to("2026-10-08 17:00")
    watched.tick()
    now.to("2026-10-09 09:00")
    assert len(watched.inbox("supervisor")) == 1
    assert watched.inbox("chief") == []


def test_where_a_unit_has_no_supervisor_the_one_of_the_unit_above_is_told(watched: Office, now: Now):
    with watched.as_("admin") as uow:
        people.add_unit(uow, "squad", "执法队", parent="other")
        watched.ids["officer"] = people.add(
            uow, login="officer", name="队员", roles=["case-handler"], unit="squad"
        )
    case = watched.file("simple")
    with watched.as_("officer") as uow:
        tasks.claim(uow, watched.task(case, "first"))
    now.to("2026-10-09 09:00")
    watched.tick()
    assert (len(watched.inbox("chief")), watched.inbox("supervisor")) == (1, [])


def test_after_three_days_of_downtime_missed_rungs_fire_once_in_order_and_the_most_severe_tells(
    watched: Office, now: Now
):
    case = held_case(watched)
    now.to("2026-10-12 09:00")
    assert watched.tick() == 1
    assert fired(watched) == [(1, True, 0), (2, True, 0), (3, True, 0), (4, True, 1)]
    assert watched.tick() == 0
    assert watched.inbox("supervisor") == watched.inbox("handler") == []
    (told,) = watched.inbox("director")
    assert told.zh.endswith("（补发，原应于 2026年10月9日 17:00 提醒）")
    assert told.en.endswith("(late, due at 2026-10-09 17:00)")
    levels = [entry.facts["level"] for entry in watched.journal(case) if entry.kind == "rung-fired"]
    assert levels == [1, 2, 3, 4]
    assert watched.done(case).count("clock-breached") == 1
    assert [task.kind for task in watched.open_tasks(case)].count("watch") == 1
    assert watched.verify() == []


def test_a_rung_of_the_group_tells_everybody_who_could_take_the_task(office: Office, now: Now):
    office.deploy(simple(first=HANDLER, process=clock("promise", 10, "calendar-days", rung("50%", "group"))))
    case = office.file("simple")
    with office.as_("supervisor") as uow:
        cases.recuse(uow, case, office.ids["second"], note="亲属")
    now.to("2026-09-30 09:00")
    office.tick()
    assert [login for login in ("handler", "second", "third", "supervisor") if office.inbox(login)] == [
        "handler",
        "third",
        "supervisor",
    ]


def test_a_stopped_clock_rings_no_more(watched: Office, now: Now):
    case = held_case(watched)
    watched.complete(case, "first")
    watched.complete(case, "second")
    assert wakes(watched) == []
    now.to("2026-10-12 09:00")
    assert watched.tick() == 0
    assert fired(watched) == []


def test_an_extended_or_suspended_clock_rings_later_and_no_rung_twice(watched: Office, now: Now):
    watched.deploy(
        simple(first=HANDLER, process=clock("promise", 10, "calendar-days", *RUNGS, suspend_for="stay"))
    )
    case = held_case(watched)
    now.to("2026-09-29 17:00")
    watched.tick()
    promise = watched.clocks(case)["promise"].id
    with watched.as_("supervisor") as uow:
        clocks.suspend(
            uow,
            promise,
            reason="stay",
            effective=date(2026, 9, 29),
            note="中止",
            requested_by=watched.ids["handler"],
        )
    assert wakes(watched) == []
    now.to("2026-10-20 10:00")
    with watched.as_("supervisor") as uow:
        clocks.resume(
            uow, promise, reason="stay", effective=date(2026, 10, 20), requested_by=watched.ids["handler"]
        )
    watched.tick()
    assert [row[0] for row in fired(watched)] == [1]
    assert watched.clocks(case)["promise"].last_day == date(2026, 10, 26)


# --- timers of the diagram -----------------------------------------------------------------------------------------


def waiting(office: Office, kind: str, text: str) -> int:
    nodes = [
        node("start", "begin"),
        node("catch", "wait", timer(kind, text)),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> wait -> after -> done")))
    return office.file("p")


@pytest.mark.parametrize(
    ("kind", "text", "wake"),
    [
        ("Duration", "15 calendar-days", "10-09 17:00"),
        ("Duration", "P15D", "10-09 17:00"),
        ("Duration", "10 calendar-days", "10-08 17:00"),  # the 4th of October rests
        ("Duration", "P1M", "10-26 17:00"),  # the 24th is a Saturday
        ("Duration", "3 working-days", "09-30 17:00"),
        ("Duration", "4 hours", "09-24 15:00"),  # past the lunch break
        ("Duration", "PT90M", "09-24 10:30"),
        ("Date", "2026-09-30T15:00", "09-30 15:00"),
        ("Date", "2026-09-30", "09-30 00:00"),
    ],
)
def test_a_timer_is_counted_as_the_law_counts_and_fires_once(
    office: Office, now: Now, kind: str, text: str, wake: str
):
    case = waiting(office, kind, text)
    assert wakes(office) == [f"timer {wake}"]
    now.to(f"2026-{wake}")
    assert office.tick() == 1
    assert office.waiting(case) == ["after"]
    assert wakes(office) == []
    assert "timer-fired" in office.done(case)


def test_a_timer_may_be_given_by_an_expression(office: Office):
    nodes = [
        node("start", "begin"),
        node("catch", "wait", timer("Duration", "answer_in")),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> wait -> done")))
    office.file("p", answer_in="5 working-days")
    assert wakes(office) == ["timer 10-09 17:00"]


def test_a_timer_that_says_no_time_is_an_incident(office: Office):
    nodes = [
        node("start", "begin"),
        node("catch", "wait", timer("Duration", "answer_in")),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> wait -> done")))
    case = office.file("p", answer_in="soon")
    assert "incident-raised" in office.done(case)
    assert wakes(office) == []


def boundary(office: Office, kind: str, text: str, *, interrupting: bool) -> int:
    nodes = [
        node("start", "begin"),
        node("user", "answer"),
        node(
            "boundary",
            "late",
            timer(kind, text),
            attachedToRef="answer",
            cancelActivity=str(interrupting).lower(),
        ),
        node("user", "remind"),
        node("end", "done"),
        node("end", "reminded"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> answer -> done", "late -> remind -> reminded")))
    return office.file("p")


def test_an_interrupting_boundary_timer_withdraws_the_task(office: Office, now: Now):
    case = boundary(office, "Duration", "5 calendar-days", interrupting=True)
    now.to("2026-09-29 17:00")
    office.tick()
    assert office.waiting(case) == ["remind"]
    assert "task-cancelled" in office.done(case)


def test_a_boundary_timer_is_forgotten_when_its_task_is_done(office: Office):
    case = boundary(office, "Duration", "5 calendar-days", interrupting=True)
    office.complete(case, "answer")
    assert wakes(office) == []


def test_a_cycle_fires_again_and_after_a_sleep_only_once(office: Office, now: Now):
    case = boundary(office, "Cycle", "R4/PT24H", interrupting=False)
    assert wakes(office) == ["timer 09-25 09:00"]
    now.to("2026-09-25 09:00")
    office.tick()
    assert office.waiting(case) == ["answer", "remind"]
    assert wakes(office) == ["timer 09-26 09:00"]
    now.to("2026-09-27 12:00")  # it slept through two
    office.tick()
    assert office.waiting(case) == ["answer", "remind", "remind"]
    assert wakes(office) == ["timer 09-28 09:00"]
    now.to("2026-12-01 09:00")
    office.tick()
    assert office.waiting(case).count("remind") == 3
    assert wakes(office) == []


@pytest.mark.parametrize(
    ("kind", "text", "wake"),
    [
        ("Duration", "10 calendar-days", "10-26 17:00"),  # 21 days on 10-04 is a Sunday
        ("Duration", "PT24H", "10-16 14:00"),
        ("Date", "2026-09-30T15:00", "09-30 15:00"),
    ],
)
def test_a_timer_waits_while_its_case_stands_still_and_goes_on_where_it_stopped(
    office: Office, now: Now, kind: str, text: str, wake: str
):
    case = waiting(office, kind, text)
    now.to("2026-09-24 10:00")
    with office.as_("supervisor") as uow:
        cases.suspend(
            uow,
            case,
            reason="stay",
            effective=date(2026, 9, 24),
            note="无效宣告",
            requested_by=office.ids["handler"],
        )
    assert wakes(office)[0].endswith("held")
    now.to("2026-10-15 15:00")
    assert office.tick() == 0
    now.to("2026-10-15 15:00")
    with office.as_("supervisor") as uow:
        cases.resume(
            uow, case, reason="stay", effective=date(2026, 10, 15), requested_by=office.ids["handler"]
        )
    assert wakes(office) == [f"timer {wake}"]
    now.to("2026-11-15 15:00")
    office.tick()
    assert office.waiting(case) == ["after"]


def test_a_timer_remembers_every_suspension_of_its_case(office: Office, now: Now):
    case = waiting(office, "Duration", "10 calendar-days")
    for begin, end in (("2026-09-24", "2026-09-29"), ("2026-10-08", "2026-10-13")):
        now.to(f"{begin} 10:00")
        with office.as_("supervisor") as uow:
            cases.suspend(
                uow,
                case,
                reason="stay",
                effective=date.fromisoformat(begin),
                note="中止",
                requested_by=office.ids["handler"],
            )
        now.to(f"{end} 10:00")
        with office.as_("supervisor") as uow:
            cases.resume(
                uow,
                case,
                reason="stay",
                effective=date.fromisoformat(end),
                requested_by=office.ids["handler"],
            )
    assert wakes(office) == ["timer 10-13 17:00"]


def test_the_timer_of_an_event_gateway_is_forgotten_when_the_message_comes(office: Office, now: Now):
    kb = '<kb:message><kb:key name="case_number" expression="case_number"/></kb:message>'
    nodes = [
        node("start", "begin"),
        node("event", "await"),
        node("catch", "answer", message_event("answer"), kb=kb),
        node("catch", "late", timer("Duration", "15 calendar-days")),
        node("user", "heard"),
        node("user", "silent"),
        node("end", "done"),
    ]
    drawn = process(
        "p", nodes, "begin -> await -> answer -> heard -> done", "await -> late -> silent -> done"
    )
    office.deploy(bundle("p", message("answer"), drawn))
    first, second = office.file("p"), office.file("p")
    office.deliver("answer", "k1", case_number=office.case(first).number)
    assert office.waiting(first) == ["heard"]
    now.to("2026-10-09 17:00")
    office.tick()
    assert office.waiting(first) == ["heard"]
    assert office.waiting(second) == ["silent"]


# --- ringing -----------------------------------------------------------------------------------------------------


def failing(office: Office) -> list[int]:
    """Alarms of which the first fails: a message's whose subject is no number."""
    with office.as_("") as uow:
        uow.session.add(Alarm(kind="message", subject="broken", wake_at=uow.now, set_at=uow.now))
    return [waiting(office, "Duration", "PT1H")]


def test_the_loop_survives_an_alarm_that_fails_which_backs_off_and_is_not_lost(office: Office, now: Now):
    (case,) = failing(office)
    now.later(hours=1)
    assert alarms.ring_due(office.engine) == 1
    assert office.waiting(case) == ["after"]
    for attempts, minutes in ((1, 1), (2, 2), (3, 4)):
        with office.reading() as uow:
            alarm = uow.session.scalars(select(Alarm)).one()
            assert (alarm.attempts, alarm.wake_at) == (attempts, now() + timedelta(minutes=minutes))
            assert alarm.problem is not None
            assert "ValueError" in alarm.problem
            assert [row.kind for row in uow.session.scalars(select(Audit))].count("alarm-failed") == 1
        assert alarms.ring_due(office.engine) == 0
        now.later(minutes=minutes)
        alarms.ring_due(office.engine)
    for _ in range(20):
        now.later(hours=1)
        alarms.ring_due(office.engine)
    with office.reading() as uow:
        assert uow.session.scalars(select(Alarm)).one().wake_at - now() <= timedelta(hours=1)


def test_alarms_are_taken_in_batches_the_oldest_first(office: Office, now: Now):
    waiting(office, "Duration", "PT1H")
    for _ in range(4):
        office.file("p")
    now.later(hours=1)
    assert [alarms.ring_due(office.engine, limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_the_next_wake_is_that_of_the_earliest_alarm(office: Office, now: Now):
    assert alarms.next_wake(office.engine) is None
    waiting(office, "Duration", "PT1H")
    assert alarms.next_wake(office.engine) == now() + timedelta(hours=1)


def test_two_schedulers_ring_each_alarm_once(office: Office, now: Now):
    waiting(office, "Duration", "PT1H")
    numbers = [office.file("p") for _ in range(9)]
    now.later(hours=1)
    other = Engine(office.engine.database, office.value, {}, now)
    ready = Barrier(2)

    def ring(engine: Engine) -> int:
        ready.wait()
        rung = 0
        while more := alarms.ring_due(engine, limit=3):
            rung += more
        return rung

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(ring, (office.engine, other)))
    office.tick()
    assert sum(counts) <= 10
    assert [office.waiting(case) for case in numbers] == [["after"]] * 9
    assert [office.done(case).count("timer-fired") for case in numbers] == [1] * 9
    assert office.verify() == []


def test_an_alarm_whose_case_somebody_is_working_on_is_left_for_the_next_time(
    postgres_database: Database, now: Now
):
    office = Office(postgres_database, now)
    case = waiting(office, "Duration", "PT1H")
    now.later(hours=1)
    with office.as_("supervisor") as uow:
        cases.prioritise(uow, case, 1, note="领导关注")
        assert alarms.ring_due(office.engine) == 0
    assert alarms.ring_due(office.engine) == 1
    assert office.waiting(case) == ["after"]


def test_an_alarm_for_which_nothing_waits_is_forgotten(office: Office, now: Now):
    case = waiting(office, "Duration", "PT1H")
    with office.as_("") as uow:
        for kind, subject in (("timer", f"{case}:4711:"), ("clock", "4711"), ("message", "4711")):
            of_case = None if kind == "message" else case
            uow.session.add(
                Alarm(kind=kind, subject=subject, case_id=of_case, wake_at=uow.now, set_at=uow.now)
            )
    before = office.done(case)
    assert office.tick() == 3
    assert wakes(office) == ["timer 09-24 10:00"]
    assert office.done(case) == before


def test_a_sub_process_with_a_timer_inside_is_cancelled_as_a_whole(office: Office, now: Now):
    inner = [node("start", "in"), node("catch", "wait", timer("Duration", "PT2H")), node("end", "out")]
    nodes = [
        node("start", "begin"),
        node("sub", "inside", body(inner, "in -> wait -> out", prefix="inner")),
        node("boundary", "late", timer("Duration", "PT1H"), attachedToRef="inside"),
        node("user", "after"),
        node("end", "done"),
    ]
    office.deploy(bundle("p", process("p", nodes, "begin -> inside -> done", "late -> after -> done")))
    case = office.file("p")
    assert len(wakes(office)) == 2
    now.later(hours=1)
    office.tick()
    assert office.waiting(case) == ["after"]
    assert wakes(office) == []


def test_the_scheduler_is_an_actor_of_its_own(watched: Office, now: Now):
    case = held_case(watched)
    now.to("2026-10-12 09:00")
    watched.tick()
    assert watched.journal(case)[-1].actor == SCHEDULER.name
    with watched.reading() as uow:
        assert all(
            row.clock_id
            for row in uow.session.scalars(select(Notification).where(Notification.kind == "rung"))
        )
