"""Intermediate events, boundary events, event gateways: messages, timers, signals, conditions, links, ends."""

from datetime import UTC, datetime, timedelta

import pytest
from token_diagrams import (
    TERMINATE,
    after,
    at,
    boundary,
    call,
    catch,
    condition,
    diagram,
    each,
    end,
    escalation,
    events,
    every,
    link,
    message,
    node,
    receive,
    script,
    signal,
    sub,
    throw,
)

from engine.errors import MoveRefused, NotFound, NotWaiting
from engine.graph import Kind
from engine.tokens import Cycle, StepFailed

# --- messages ------------------------------------------------------------------------------------------------------


def test_a_message_is_caught_by_name_and_keys(make):
    case = make(
        diagram("start > c > a > end", catch("c", message("M", {"answer": "body"}, number="no")))
    ).start(no=7)
    (wait,) = case.run.waits()
    assert (wait.kind, wait.name, wait.keys) == ("message", "M", {"number": 7})
    assert not case.tell("M", number=8)
    assert not case.tell("M")
    assert not case.tell("Other", number=7)
    assert case.tell("M", {"body": "yes"}, number=7, more="ignored")
    assert (case.waits(), case.data["answer"]) == (["a"], "yes")


def test_a_message_is_taken_by_one_token_the_oldest(make):
    flows = "start > and1 > c > a > end\nand1 > d > b > end"
    case = make(diagram(flows, catch("c", message("M")), catch("d", message("M")))).start()
    assert case.tell("M")
    assert case.waits() == ["a"]
    assert case.tell("M")
    assert case.waits() == ["a", "b"]
    assert not case.tell("M")


def test_a_message_can_be_delivered_to_one_token(make):
    flows = "start > and1 > c > a > end\nand1 > d > b > end"
    case = make(diagram(flows, catch("c", message("M")), catch("d", message("M")))).start()
    first, second = (wait.token for wait in case.run.waits())
    assert case.run.deliver("M", {}, {}, token_id=second)
    assert case.waits() == ["b"]
    assert not case.run.deliver("M", {}, {}, token_id=second)
    assert not case.run.deliver("Other", {}, {}, token_id=first)


def test_a_message_writes_only_what_the_diagram_maps(make):
    case = make(diagram("start > c > a > end", catch("c", message("M", {"total": "price * count"})))).start(
        count=3
    )
    case.tell("M", {"price": 5, "status": "closed"})
    assert case.data == {"count": 3, "total": 15}


def test_a_message_that_lacks_a_field_is_refused_and_still_waited_for(make):
    case = make(diagram("start > c > a > end", catch("c", message("M", {"x": "body"})))).start()
    with pytest.raises(NameError):
        case.run.deliver("M", {}, {})
    assert case.all_waits() == [("message", "c")]
    assert case.tell("M", {"body": 1})


@pytest.mark.parametrize("value", [None, ""])
def test_a_key_without_value_is_an_incident_and_takes_nobodys_answer(make, value):
    case = make(diagram("start > c > a > end", catch("c", message("M", number="no")))).start(no=value)
    assert case.failures() == {"c": "key-empty"}
    assert not case.tell("M", number=value)
    case.update(no=3)
    case.retry("c")
    assert case.tell("M", number=3)


def test_a_message_thrown_inside_reaches_who_waits_inside(make):
    flows = "start > and1 > c > a > end\nand1 > b > t > end2"
    case = make(
        diagram(
            flows,
            catch("c", message("M", {"x": "body"}, k="1")),
            throw("t", message("M", {"body": "5"}, k="1")),
        )
    )
    case.start().do("b")
    assert case.thrown() == [("message", "M", True)]
    assert (case.waits(), case.data["x"]) == (["a"], 5)


def test_a_message_that_nobody_waits_for_goes_out(make):
    case = make(diagram("start > t > end", throw("t", message("M", {"body": "5"}, k="1")))).start()
    assert case.thrown() == [("message", "M", False)]


def test_a_message_end_event_throws(make):
    case = make(diagram("start > end", end("end", message("Done", number="no")))).start(no=1)
    assert case.thrown() == [("message", "Done", False)]
    assert case.ended() == [("completed", "end")]


def test_a_message_whose_key_fails_is_an_incident_of_who_throws(make):
    case = make(diagram("start > t > end", throw("t", message("M", k="missing")))).start()
    assert case.failures() == {"t": "operation"}
    assert case.thrown() == []
    assert case.update(missing=1).retry("t").thrown() == [("message", "M", False)]


# --- timers --------------------------------------------------------------------------------------------------------


def test_a_timer_waits_for_its_time(make):
    case = make(diagram("start > t > a > end", catch("t", after(3)))).start()
    (wait,) = case.run.waits()
    assert (wait.kind, wait.due) == ("timer", case.office.now + timedelta(hours=3))
    with pytest.raises(NotWaiting):
        case.run.fire(wait.token)
    assert case.wait(2.9).waits() == []
    assert case.wait(0.1).waits() == ["a"]


def test_a_date_timer(make):
    case = make(diagram("start > t > a > end", catch("t", at("2026-03-05T00:00:00+08:00")))).start()
    assert case.run.waits()[0].due == datetime(2026, 3, 4, 16, tzinfo=UTC)
    assert case.wait(48).waits() == []
    assert case.wait(24).waits() == ["a"]


def test_a_timer_fires_once(make):
    case = make(diagram("start > t > a > end", catch("t", after(1)))).start()
    token = case.run.waits()[0].token
    case.wait(1)
    with pytest.raises(NotWaiting):
        case.run.fire(token)


def test_a_timer_takes_its_length_from_the_case(make):
    timer = catch("t", after(0))
    object.__setattr__(timer.trigger, "expression", "hours")
    case = make(diagram("start > t > a > end", timer)).start(hours=5)
    assert case.wait(4).waits() == []
    assert case.wait(1).waits() == ["a"]


def test_a_timer_that_cannot_be_worked_out_is_an_incident(make):
    case = make(diagram("start > t > a > end", catch("t", at("tomorrow")))).start()
    assert case.failures() == {"t": "operation"}
    assert make(diagram("start > t > a > end", catch("t", at("2026-03-05T00:00:00")))).start().failures() == {
        "t": "timer"
    }


@pytest.mark.parametrize(("hours", "times"), [(0, None), (-1, 3)])
def test_a_cycle_without_length_is_an_incident(make, hours, times):
    process = diagram(
        "start > a > end\nt > h > end2", boundary("t", "a", every(hours, times), interrupting=False)
    )
    case = make(process).start()
    assert case.failures() == {"t": "timer"}
    assert case.waits() == ["a"]
    assert case.do("a").status == "completed"


def test_an_endless_cycle_is_refused():
    with pytest.raises(StepFailed):
        Cycle(datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=400_000))
    with pytest.raises(StepFailed):
        Cycle(datetime(2026, 1, 1, tzinfo=UTC), months=13_000)


def test_a_cycle_of_months_counts_from_its_first_turn():
    cycle = Cycle(datetime(2026, 1, 31, tzinfo=UTC), months=1)
    assert [cycle.turn(number).day for number in range(4)] == [31, 28, 31, 30]
    assert cycle.turns_until(datetime(2026, 1, 30, tzinfo=UTC)) == 0
    assert cycle.turns_until(datetime(2026, 3, 31, tzinfo=UTC)) == 3
    assert cycle.turns_until(datetime(2126, 1, 30, tzinfo=UTC)) == 1200


# --- boundary events -----------------------------------------------------------------------------------------------


def test_an_interrupting_timer_cancels_the_activity(make):
    case = make(diagram("start > a > b > end\nt > h > end2", boundary("t", "a", after(5)))).start().wait(5)
    assert (case.waits(), case.cancelled()) == (["h"], ["a"])


def test_a_boundary_is_disarmed_when_its_activity_is_done(make):
    case = make(diagram("start > a > b > end\nt > h > end2", boundary("t", "a", after(5)))).start().do("a")
    assert case.all_waits() == [("user", "b")]
    assert case.wait(10).waits() == ["b"]


def test_a_timer_that_does_not_interrupt_fires_once_beside(make):
    case = make(
        diagram("start > a > b > end\nt > h > end2", boundary("t", "a", after(5), interrupting=False))
    ).start()
    assert case.wait(6).all_waits() == [("user", "a"), ("user", "h")]
    assert case.wait(6).waits() == ["a", "h"]
    assert case.do("a").do("b").waits() == ["h"]
    assert case.do("h").status == "completed"


def test_a_cycle_fires_again_and_again(make):
    case = make(
        diagram("start > a > end\nt > h > end2", boundary("t", "a", every(24, 3), interrupting=False))
    ).start()
    for count in (1, 2, 3):
        assert case.wait(24).waits() == ["a"] + ["h"] * count
    assert ("timer", "t") not in case.all_waits()
    assert case.wait(24).waits() == ["a", "h", "h", "h"]


def test_a_cycle_that_slept_fires_once_and_keeps_its_rhythm(make):
    case = make(
        diagram("start > a > end\nt > h > end2", boundary("t", "a", every(24), interrupting=False))
    ).start()
    begun = case.office.now
    assert case.wait(24 * 10 + 1).waits() == ["a", "h"]
    assert case.run.waits()[1].due == begun + timedelta(hours=24 * 11)


def test_a_cycle_that_slept_past_its_end_fires_once_and_is_over(make):
    case = make(
        diagram("start > a > end\nt > h > end2", boundary("t", "a", every(24, 3), interrupting=False))
    ).start()
    assert case.wait(24 * 30).all_waits() == [("user", "a"), ("user", "h")]


def test_an_interrupting_cycle_fires_once(make):
    case = make(diagram("start > a > end\nt > h > end2", boundary("t", "a", every(24)))).start()
    assert case.wait(24).all_waits() == [("user", "h")]


def test_a_message_that_does_not_interrupt_is_taken_again_and_again(make):
    process = diagram(
        "start > a > end\nm > h > end2", boundary("m", "a", message("M", {"x": "body"}), interrupting=False)
    )
    case = make(process).start()
    for count in (1, 2, 3):
        assert case.tell("M", {"body": count})
        assert case.waits() == ["a"] + ["h"] * count
    assert case.data["x"] == 3
    case.do("a")
    assert not case.tell("M", {"body": 4})


def test_an_interrupting_message(make):
    case = make(diagram("start > a > end\nm > h > end2", boundary("m", "a", message("M")))).start()
    assert case.tell("M")
    assert case.waits() == ["h"]
    assert not case.tell("M")


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_boundary_of_a_sub_process(make, interrupting):
    process = diagram(
        "start > s > z > end\nt > h > end2",
        sub("s", "start > and > a > end\nand > b > end2"),
        boundary("t", "s", after(5), interrupting=interrupting),
    )
    case = make(process).start().wait(5)
    assert case.waits() == (["h"] if interrupting else ["a", "b", "h"])
    assert case.cancelled() == (["a", "b", "s"] if interrupting else [])


def test_a_boundary_of_a_call_activity_cancels_the_called_instance(make):
    called = diagram("start > a > end", key="child")
    case = make(
        diagram("start > c > z > end\nm > h > end2", call("c", "child"), boundary("m", "c", message("M"))),
        called,
    )
    case.start()
    assert case.tell("M")
    assert (case.waits(), case.cancelled()) == (["h"], ["a", "c"])


def test_several_boundaries_on_one_activity(make):
    process = diagram(
        "start > a > end\nt > h > end\nm > g > end",
        boundary("t", "a", after(5), interrupting=False),
        boundary("m", "a", message("M")),
    )
    case = make(process).start().wait(5)
    assert case.tell("M")
    assert case.waits() == ["h", "g"]


def test_a_boundary_leads_back_into_its_activity(make):
    case = make(diagram("start > xor > a > end\nt > h > xor", boundary("t", "a", after(5)))).start()
    for _ in range(3):
        assert case.wait(5).waits() == ["h"]
        assert case.do("h").waits() == ["a"]
    assert case.do("a").status == "completed"


def test_a_boundary_whose_timer_fails_is_an_incident_of_its_own(make):
    case = make(diagram("start > a > b > end\nt > h > end", boundary("t", "a", at("never")))).start()
    assert (case.waits(), case.failures()) == (["a"], {"t": "operation"})
    assert case.do("a").waits() == ["b"]


def test_an_armed_boundary_cannot_be_moved(make):
    case = make(diagram("start > a > b > end\nt > h > end", boundary("t", "a", after(1)))).start()
    with pytest.raises(MoveRefused):
        case.move("t", "b", kind="timer")


def test_a_branch_beside_keeps_the_scope_open(make):
    process = diagram(
        "start > s > z > end",
        sub("s", "start > a > end\nm > h > end2", boundary("m", "a", message("M"), interrupting=False)),
    )
    case = make(process).start()
    case.tell("M")
    assert case.do("a").waits() == ["h"]
    assert case.do("h").waits() == ["z"]


# --- signals -------------------------------------------------------------------------------------------------------


def test_a_signal_is_caught_by_everybody(make):
    flows = "start > and1 > c > a > end\nand1 > d > b > end\nand1 > e > end"
    case = make(
        diagram(
            flows,
            catch("c", signal("S")),
            catch("d", signal("S", y="body")),
            catch("e", signal("Other")),
        )
    ).start()
    assert case.shout("S", body=3) == 2
    assert (case.waits(), case.data) == (["a", "b"], {"y": 3})
    assert case.shout("S") == 0


def test_a_thrown_signal_reaches_this_instance_and_goes_out(make):
    flows = "start > and1 > c > a > end\nand1 > b > t > end"
    case = (
        make(diagram(flows, catch("c", signal("S", y="n")), throw("t", signal("S", n="x + 1"))))
        .start(x=1)
        .do("b")
    )
    assert case.thrown() == [("signal", "S", True)]
    assert (case.waits(), case.data["y"]) == (["a"], 2)


def test_a_signal_end_event_throws_a_signal(make):
    case = make(
        diagram(
            "start > and1 > c > a > end\nand1 > b > end2", catch("c", signal("S")), end("end2", signal("S"))
        )
    )
    assert case.start().do("b").waits() == ["a"]


def test_a_signal_boundary_that_does_not_interrupt_fires_again_and_again(make):
    case = make(
        diagram("start > a > end\ns > h > end", boundary("s", "a", signal("S"), interrupting=False))
    ).start()
    assert [case.shout("S"), case.shout("S")] == [1, 1]
    assert case.waits() == ["a", "h", "h"]


def test_a_signal_thrown_inside_cancels_the_thrower(make):
    inside = sub("s", "start > t > a > end", throw("t", signal("S")))
    case = make(diagram("start > s > z > end\nb > h > end", inside, boundary("b", "s", signal("S")))).start()
    assert case.waits() == ["h"]
    assert case.cancelled() == ["t", "s"]


def test_who_is_cancelled_by_a_signal_does_not_take_it_any_more(make):
    inside = sub("s", "start > c > a > end", catch("c", signal("S")))
    case = make(diagram("start > s > z > end\nb > h > end", inside, boundary("b", "s", signal("S")))).start()
    assert case.shout("S") == 1
    assert case.waits() == ["h"]


def test_a_signal_that_cannot_be_read_is_an_incident_of_who_catches(make):
    flows = "start > and1 > c > a > end\nand1 > b > t > end"
    case = make(diagram(flows, catch("c", signal("S", y="missing")), throw("t", signal("S")))).start().do("b")
    assert case.failures() == {"c": "operation"}
    assert case.passed()[-2:] == ["t", "end"]


def test_a_signal_crosses_into_called_instances(make):
    called = diagram("start > c > a > end", catch("c", signal("S")), key="child")
    case = make(diagram("start > call > z > end", call("call", "child")), called).start()
    assert case.shout("S") == 1
    assert case.waits() == ["a"]


# --- event gateways ------------------------------------------------------------------------------------------------

RACE = "start > g\ng > m > a > end\ng > t > b > end\ng > s > c > end"


def race(make):
    return make(
        diagram(
            RACE,
            events("g"),
            catch("m", message("M", {"x": "body"})),
            catch("t", after(5)),
            catch("s", signal("S")),
        )
    ).start()


def test_an_event_gateway_goes_where_the_first_event_comes_from(make):
    case = race(make)
    assert case.all_waits() == [("message", "m"), ("timer", "t"), ("signal", "s")]
    assert case.tell("M", {"body": 1})
    assert (case.all_waits(), case.data) == ([("user", "a")], {"x": 1})
    assert not case.tell("M")
    assert race(make).wait(5).waits() == ["b"]
    case = race(make)
    assert case.shout("S") == 1
    assert case.waits() == ["c"]
    assert case.passed() == ["start", "g", "s", "c"]


def test_two_timers_behind_an_event_gateway_are_told_apart(make):
    process = diagram(
        "start > g\ng > t > a > end\ng > u > b > end", events("g"), catch("t", after(9)), catch("u", after(2))
    )
    case = make(process).start()
    assert {wait.branch: wait.due.hour for wait in case.run.waits()} == {"t": 18, "u": 11}
    assert make(process).start().wait(2).waits() == ["b"]
    case = make(process).start()
    case.office.now += timedelta(hours=10)
    case.run.fire(case.run.waits()[0].token, "t")
    assert case.waits() == ["a"]


def test_when_both_timers_are_due_the_earlier_one_fires(make):
    process = diagram(
        "start > g\ng > t > a > end\ng > u > b > end", events("g"), catch("t", after(9)), catch("u", after(2))
    )
    case = make(process).start()
    case.office.now += timedelta(hours=10)
    case.run.fire(case.run.waits()[0].token)
    assert case.waits() == ["b"]


def test_an_event_gateway_may_lead_to_a_receive_task(make):
    process = diagram(
        "start > g\ng > r > a > end\ng > t > b > end",
        events("g"),
        receive("r", message("M")),
        catch("t", after(5)),
    )
    case = make(process).start()
    assert case.tell("M")
    assert case.waits() == ["a"]


def test_an_event_gateway_may_wait_for_a_condition(make):
    process = diagram(
        "start > and > g\ng > c > a > end\ng > t > b > end\nand > u > end",
        events("g"),
        catch("c", condition("x > 1")),
        catch("t", after(5)),
    )
    case = make(process).start(x=0)
    assert case.do("u", x=2).waits() == ["a"]


def test_an_event_gateway_in_a_loop(make):
    flows = "start > xor1 > g\ng > m > a > xor2\ng > t > b > xor2\nxor2 > xor1 : again\nxor2 > end : default"
    case = make(diagram(flows, events("g"), catch("m", message("M")), catch("t", after(5)))).start()
    case.tell("M")
    assert case.do("a", again=True).wait(5).waits() == ["b"]
    case.do("b", again=True)
    assert case.tell("M")
    assert case.do("a", again=False).status == "completed"


def test_an_event_gateway_that_cannot_wait_is_an_incident(make):
    assert make(diagram("start > g", events("g"))).start().failures() == {"g": "setup"}
    assert make(diagram("start > g > a > end", events("g"))).start().failures() == {"g": "setup"}


# --- conditions ----------------------------------------------------------------------------------------------------


def test_a_conditional_event_waits_until_it_holds(make):
    process = diagram("start > and > c > a > end\nand > b > end", catch("c", condition("x > 1")))
    case = make(process).start(x=0)
    assert case.all_waits() == [("user", "b"), ("condition", "c")] or case.all_waits() == [
        ("condition", "c"),
        ("user", "b"),
    ]
    assert case.update(x=1).waits() == ["b"]
    assert case.do("b", x=2).waits() == ["a"]


def test_a_condition_that_holds_already_passes_at_once(make):
    assert make(diagram("start > c > a > end", catch("c", condition("x > 1")))).start(x=5).waits() == ["a"]


def test_a_condition_is_looked_at_when_a_script_writes(make):
    process = diagram(
        "start > and > c > a > end\nand > b > s > end", catch("c", condition("x > 1")), script("s", "x = 7")
    )
    assert make(process).start(x=0).do("b").waits() == ["a"]


def test_a_conditional_boundary_interrupts(make):
    process = diagram(
        "start > and > a > end\nand > b > end\nc > h > end", boundary("c", "a", condition("urgent"))
    )
    assert make(process).start(urgent=False).do("b", urgent=True).waits() == ["h"]


def test_a_conditional_boundary_beside_fires_each_time_it_turns_true(make):
    process = diagram(
        "start > a > end\nc > h > end", boundary("c", "a", condition("x > 1"), interrupting=False)
    )
    case = make(process).start(x=0)
    assert case.update(x=2).waits() == ["a", "h"]
    assert case.update(x=3).waits() == ["a", "h"]
    assert case.update(x=0).update(x=4).waits() == ["a", "h", "h"]


def test_a_condition_that_cannot_be_evaluated_is_an_incident(make):
    process = diagram("start > and > c > a > end\nand > b > end", catch("c", condition("missing > 1")))
    case = make(process).start()
    assert (case.waits(), case.failures()) == (["b"], {"c": "operation"})
    assert case.update(missing=2).retry("c").waits() == ["b", "a"]


def test_a_condition_that_cancels_another_leaves_it(make):
    inside = sub("s", "start > c > a > end", catch("c", condition("x > 1")))
    process = diagram(
        "start > and > s > end\nand > b > end\nd > h > end", inside, boundary("d", "s", condition("x > 1"))
    )
    assert make(process).start(x=0).do("b", x=2).waits() == ["h"]


def test_a_condition_without_expression_never_holds(make):
    empty = condition("x")
    object.__setattr__(empty, "expression", None)
    case = make(diagram("start > c > a > end", catch("c", empty)))
    case.office.evaluate = lambda source, _: {"false": False}[source]
    assert case.start().all_waits() == [("condition", "c")]


# --- links ---------------------------------------------------------------------------------------------------------


def test_a_link_goes_on_at_its_other_end(make):
    process = diagram("start > a > l1\nl2 > b > end", throw("l1", link("L")), catch("l2", link("L")))
    case = make(process).start().do("a")
    assert case.waits() == ["b"]
    assert case.passed() == ["start", "a", "l1", "l2", "b"]


def test_two_links_may_lead_to_one_target(make):
    process = diagram(
        "start > and > a > l1\nand > b > l2\nl3 > c > end",
        throw("l1", link("L")),
        throw("l2", link("L")),
        catch("l3", link("L")),
    )
    assert make(process).start().do("a").do("b").waits() == ["c", "c"]


def test_a_link_without_target_is_an_incident(make):
    assert make(diagram("start > l", throw("l", link("L")))).start().failures() == {"l": "link"}


# --- ends ----------------------------------------------------------------------------------------------------------


def test_a_terminate_end_ends_everything(make):
    case = make(diagram("start > and > a > end\nand > b > stop", end("stop", TERMINATE))).start().do("b")
    assert (case.status, case.ended(), case.cancelled()) == ("terminated", [("terminated", "stop")], ["a"])
    assert case.run.waits() == []


def test_a_terminate_end_in_a_sub_process_ends_that_alone(make):
    inside = sub("s", "start > and > a > end\nand > b > stop", end("stop", TERMINATE))
    case = make(diagram("start > and > s > z > end\nand > c > end", inside)).start().do("b")
    assert case.waits() == ["c", "z"]
    assert case.do("c").do("z").status == "completed"


def test_a_terminate_end_in_a_called_process_ends_that_alone(make):
    called = diagram("start > and > a > end\nand > b > stop", end("stop", TERMINATE), key="child")
    case = make(diagram("start > c > z > end", call("c", "child")), called).start().do("b")
    assert (case.waits(), case.status) == (["z"], "running")


def test_several_ends_are_all_awaited(make):
    case = make(diagram("start > and > a > end1\nand > b > end2")).start().do("a")
    assert case.status == "running"
    assert case.do("b").ended() == [("completed", "end2")]


def test_an_escalation_that_nobody_catches_is_reported_and_passes(make):
    case = make(diagram("start > t > a > end", throw("t", escalation("E")))).start()
    assert (case.waits(), case.thrown()) == (["a"], [("escalation", "E", False)])


# --- from outside --------------------------------------------------------------------------------------------------


def test_an_instance_can_be_cancelled(make):
    case = make(diagram("start > and > a > end\nand > s > end", sub("s", "start > b > end"))).start()
    case.run.cancel()
    case._after()
    assert (case.status, case.ended()) == ("cancelled", [("cancelled", None)])
    assert case.cancelled() == ["a", "b", "s"]
    assert (case.run.waits(), case.run.standing(), case.run.state.tokens) == ([], [], {})
    with pytest.raises(NotWaiting):
        case.run.cancel()


def test_a_signal_after_the_end_is_refused(make):
    case = make(diagram("start > end")).start()
    with pytest.raises(NotWaiting):
        case.shout("S")


def test_a_token_can_be_moved(make):
    case = make(diagram("start > a > b > end")).start().move("a", "b")
    assert (case.waits(), case.cancelled()) == (["b"], ["a"])
    assert case.move("b", "a").waits() == ["a"]


def test_a_token_can_be_moved_out_of_a_sub_process_as_a_whole(make):
    case = make(diagram("start > s > z > end", sub("s", "start > a > end"))).start()
    owner = next(one for one in case.run.standing() if one.node_id == "s")
    case.run.move(owner.token, "z")
    case._after()
    assert (case.waits(), case.cancelled()) == (["z"], ["a", "s"])


def test_a_move_to_nowhere_is_refused(make):
    case = make(diagram("start > a > b > end\nt > h > end", boundary("t", "b", after(1)))).start()
    with pytest.raises(NotFound):
        case.move("a", "nowhere")
    with pytest.raises(MoveRefused):
        case.move("a", "t")
    with pytest.raises(NotWaiting):
        case.run.move(999, "b")
    assert case.waits() == ["a"]


def test_what_has_not_failed_cannot_be_retried(make):
    case = make(diagram("start > a > end")).start()
    with pytest.raises(NotWaiting):
        case.run.retry(case.token("a"))


def test_variables_can_be_written_as_one_token(make):
    case = make(diagram("start > m > end", node("m", Kind.USER, loop=each("xs", "x")))).start(xs=[1, 2])
    first, second = (wait.token for wait in case.run.waits())
    case.run.update({"x": 5, "y": 6}, first)
    assert (case.run.variables(first)["x"], case.run.variables(second)["x"], case.data["y"]) == (5, 2, 6)
