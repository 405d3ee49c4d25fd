from tests.drawing import clock, rung, simple
from tests.office import Now, Office

PROMISE = clock(
    "promise",
    10,
    "calendar-days",
    rung("50%", "assignee"),
    rung("end", "supervisor"),
    starts_after="first",
    stops_after="second",
)


def test_a_case_goes_from_its_start_to_its_end_with_a_clock(office: Office, now: Now):
    office.deploy(simple(process=PROMISE))
    case = office.file("simple")
    assert office.waiting(case) == ["first"]
    assert office.clocks(case) == {}

    office.complete(case, "first")
    clocks = office.clocks(case)
    assert clocks["promise"].last_day.isoformat() == "2026-10-08"

    now.to("2026-10-08 10:00")
    office.complete(case, "second")
    assert office.case(case).state == "completed"
    assert office.clocks(case)["promise"].state == "stopped"
    assert office.clocks(case)["promise"].breached_at is None
    assert office.done(case) == [
        "case-started",
        "moved",
        "task-opened",
        "task-completed",
        "moved",
        "clock-started",
        "task-opened",
        "task-completed",
        "moved",
        "clock-stopped",
        "case-completed",
    ]
    assert office.verify() == []
