"""What each construct of a diagram makes people wait, held against a promise of ten days."""

import pytest
from feasibility_cases import (
    ANSWER,
    FINE,
    IMPOSSIBLE,
    TIGHT,
    UNKNOWN,
    after,
    days,
    judged,
    late,
    limited,
    part,
    promise,
    verdict,
    working,
)

from engine.feasibility import Cause, Length, Unknown
from engine.feasibility.lengths import NOTHING
from tests.drawing import clock, form, message_event, node, process, timer

LINE = "begin -> wait -> work -> done"


def causes(found) -> list[tuple[str, Cause]]:
    return [(one.node, one.cause) for one in found.unknowns]


# --- the issue's own example ---


def test_a_15_day_answer_inside_a_10_day_promise_is_impossible_and_told_with_its_path():
    found = verdict([node("user", "serve"), after("answer", "15 calendar-days"), node("user", "decide")],
                    "begin -> serve -> answer -> decide -> done")  # fmt: skip
    assert found.severity is IMPOSSIBLE
    assert found.least.nodes == ("begin", "serve", "answer", "decide", "done")
    assert [(step.node, step.length) for step in found.least.steps] == [("answer", days(15))]
    assert found.path is found.least


def test_a_15_day_answer_that_may_come_sooner_is_tight():
    nodes = [
        node("user", "await_answer"),
        node("boundary", "came", ANSWER, attachedToRef="await_answer"),
        late("overdue", "await_answer", "15 calendar-days"),
        node("user", "decide"),
    ]
    paths = ["begin -> await_answer -> decide -> done", "came -> decide", "overdue -> decide"]
    found = verdict(nodes, *paths)
    assert (found.severity, found.forced) == (TIGHT, False)
    assert (found.least.length, found.most.length) == (NOTHING, days(15))
    assert [step.node for step in found.path.steps] == ["await_answer"]
    assert verdict(nodes, *paths, kb=promise(1, "months")).severity is FINE


# --- timers ---


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3 calendar-days", days(3)),
        ("'3 calendar-days'", days(3)),
        ("P3D", days(3)),
        ("P1W", days(7)),
        ("2个工作日", working(2)),
        ("4 hours", Length(hours=4)),
        ("P1Y", Length(months=12)),
        ("PT90M", Length(minutes=90)),
        ("PT1H30S", Length(minutes=61)),
    ],
)
def test_a_timer_is_waited_for_exactly_as_long_as_it_says(text, length):
    found = verdict([after("wait", text), node("user", "work")], LINE)
    assert (found.least.length, found.most.length) == (length, length)


@pytest.mark.parametrize(
    "text", ["deadline", "add_days(today, 3)", "a if b else c", "'soon'", "3 fortnights"]
)
def test_of_an_expression_nothing_is_known_and_that_is_said(text):
    found = verdict([after("wait", text), node("user", "work")], LINE)
    assert (found.severity, found.most.length) == (UNKNOWN, NOTHING)
    assert found.unknowns == (Unknown("wait", Cause.TIMER, text),)


def test_a_date_has_no_length():
    found = verdict([after("wait", "2026-10-01T09:00", "Date"), node("user", "work")], LINE)
    assert causes(found) == [("wait", Cause.TIMER)]


def test_a_variable_is_as_long_as_the_choices_that_a_form_offers_for_it():
    choices = {"type": "string", "enum": ["3 working-days", "15 calendar-days", "5 calendar-days"]}
    files = {"serve": form("serve", (), period=choices)}
    nodes = [
        node("user", "serve", kb='<kb:form key="serve"/>'),
        after("wait", "period"),
        node("user", "work"),
    ]
    line = "begin -> serve -> wait -> work -> done"
    found = verdict(nodes, line, forms=files)
    assert (found.severity, found.least.length, found.most.length) == (TIGHT, working(3), days(15))
    assert found.most.given == ("period == '15 calendar-days'",)
    by_condition = promise(when="period == '3 working-days'", starts_after="serve")
    assert verdict(nodes, line, kb=by_condition, forms=files).most.length == working(3)
    open_choice = {"serve": form("serve", (), period={"type": "string", "enum": ["3 working-days", "other"]})}
    assert verdict(nodes, line, forms=open_choice).severity is UNKNOWN
    assert verdict(nodes, line, forms={"serve": form("serve", (), period="string")}).severity is UNKNOWN


def test_a_variable_is_as_long_as_what_scripts_write_and_both_sides_of_a_choice_count():
    script = "<bpmn:script>period = '12 calendar-days'\nother = today</bpmn:script>"
    text = "period if urgent else '2 calendar-days'"
    nodes = [node("script", "set", script), after("wait", text), node("user", "work")]
    found = verdict(nodes, "begin -> set -> wait -> work -> done")
    assert (found.severity, found.least.length, found.most.length) == (TIGHT, days(2), days(12))
    unknown = [node("script", "set", script), after("wait", "other"), node("user", "work")]
    assert verdict(unknown, "begin -> set -> wait -> work -> done").severity is UNKNOWN


# --- what leaves no time ---


@pytest.mark.parametrize(("wait", "severity"), [(11, IMPOSSIBLE), (10, TIGHT), (9, TIGHT), (8, FINE)])
def test_waits_that_leave_less_than_a_working_day_leave_no_time_to_work_in(wait, severity):
    nodes = [after("wait", f"{wait} calendar-days"), node("user", "work")]
    found = verdict(nodes, LINE)
    assert found.severity is severity
    assert found.forced is (severity is not FINE)


def test_where_nobody_works_waits_may_take_all_but_the_end_itself():
    assert verdict([after("wait", "9 calendar-days")], "begin -> wait -> done").severity is FINE
    assert verdict([after("wait", "10 calendar-days")], "begin -> wait -> done").severity is TIGHT


def test_a_period_in_hours_leaves_no_time_where_less_than_an_hour_is_left():
    for amount, severity in ((4, TIGHT), (3, FINE), (5, IMPOSSIBLE)):
        found = verdict(
            [after("wait", f"{amount} hours"), node("user", "work")], LINE, kb=promise(4, "hours")
        )
        assert found.severity is severity


def test_limits_may_add_up_to_the_period_where_nobody_else_works_and_not_beyond():
    nodes = [limited("first", 6), limited("second", 4)]
    line = "begin -> first -> second -> done"
    found = judged(nodes, line, kb=promise())
    assert [found[name].severity for name in ("promise", "of_first", "of_second")] == [FINE, FINE, FINE]
    assert (
        judged([limited("first", 6), limited("second", 5)], line, kb=promise())["promise"].severity is TIGHT
    )
    more = [*nodes, node("user", "third")]
    found = verdict(more, "begin -> first -> second -> third -> done")
    assert (found.severity, found.most.work) == (TIGHT, ("third",))


# --- units ---


@pytest.mark.parametrize(
    ("wait", "amount", "unit", "severity"),
    [
        ("6 working-days", 5, "working-days", IMPOSSIBLE),
        ("6 working-days", 5, "calendar-days", IMPOSSIBLE),  # six days at the least
        ("8 working-days", 10, "calendar-days", TIGHT),  # 8 days in a week of work, 12 usually
        ("11 calendar-days", 7, "working-days", TIGHT),  # a long rest may fall into them
        ("60 calendar-days", 7, "working-days", IMPOSSIBLE),
        ("31 calendar-days", 1, "months", TIGHT),
        ("32 calendar-days", 1, "months", IMPOSSIBLE),
        ("2 months", 59, "calendar-days", TIGHT),  # just so much in a short February
        ("2 months", 58, "calendar-days", IMPOSSIBLE),
        ("20 working-days", 1, "months", FINE),
        ("P12D", 10, "calendar-days", IMPOSSIBLE),
        ("PT288H", 10, "calendar-days", TIGHT),  # may end in a rest that ends with the period
        ("PT600H", 10, "calendar-days", IMPOSSIBLE),
        ("9 hours", 1, "working-days", TIGHT),
        ("40 hours", 1, "working-days", TIGHT),
        ("400 hours", 5, "working-days", IMPOSSIBLE),
    ],
)
def test_periods_in_different_units_are_compared_as_the_calendar_may_make_them(wait, amount, unit, severity):
    assert (
        verdict([after("wait", wait)], "begin -> wait -> done", kb=promise(amount, unit)).severity is severity
    )


def test_waits_in_several_units_are_added_and_each_keeps_its_name():
    nodes = [
        after("one", "3 calendar-days"),
        after("two", "2 working-days"),
        after("three", "4 calendar-days"),
    ]
    found = verdict(nodes, "begin -> one -> two -> three -> done")
    assert found.least.length == Length(days=7, working_days=2)
    assert found.least.length.text() == (
        "7日＋2个工作日（约10日）",
        "7 calendar days + 2 working days (about 10 days)",
    )


# --- choices, branches, joins ---


def test_of_two_ways_the_shorter_one_forces_and_the_longer_one_allows():
    nodes = [node("xor", "which"), after("short", "1 calendar-days"), after("long", "12 calendar-days")]
    found = verdict(nodes, "begin -> which -[x > 1]-> short -> done", "which -[*]-> long -> done")
    assert (found.severity, found.least.length, found.most.length) == (TIGHT, days(1), days(12))


def test_a_condition_is_told_where_it_chooses():
    nodes = [node("xor", "which"), after("short", "1 calendar-days"), after("long", "12 calendar-days")]
    found = verdict(nodes, "begin -> which -[x > 1]-> long -> done", "which -[*]-> short -> done")
    assert (found.most.length, found.most.given) == (days(12), ("x > 1",))


def test_parallel_branches_are_waited_for_until_the_last():
    nodes = [node("and", "fork"), after("short", "1 calendar-days"), after("long", "12 calendar-days"),
             node("and", "join")]  # fmt: skip
    found = verdict(nodes, "begin -> fork -> short -> join -> done", "fork -> long -> join")
    assert (found.severity, found.least.length, found.most.length) == (IMPOSSIBLE, days(12), days(12))
    assert "long" in found.least.nodes


def test_a_branch_that_began_before_the_clock_is_not_waited_for():
    nodes = [
        node("and", "fork"),
        node("user", "first"),
        after("long", "12 calendar-days"),
        node("and", "join"),
    ]
    found = verdict(nodes, "begin -> fork -> first -> join -> done", "fork -> long -> join",
                    kb=promise(starts_after="first"))  # fmt: skip
    assert (found.severity, found.least.length) == (FINE, NOTHING)


def test_a_branch_that_only_a_further_round_brings_is_not_waited_for():
    nodes = [node("and", "fork"), node("user", "first"), after("long", "12 calendar-days"), node("and", "join"),
             node("xor", "enough"), node("xor", "again")]  # fmt: skip
    found = verdict(nodes, "begin -> again -> fork -> first -> join -> enough -[*]-> done", "fork -> long -> join",
                    "enough -[x > 1]-> again", kb=promise(starts_after="first"))  # fmt: skip
    assert found.least.length == NOTHING
    assert causes(found) == [("join", Cause.ROUNDS)]


def inclusive(*paths: str):
    nodes = [node("or", "fork"), after("short", "1 calendar-days"), after("long", "12 calendar-days"),
             node("or", "join")]  # fmt: skip
    return verdict(nodes, *paths)


def test_an_inclusive_join_waits_for_the_branch_that_is_always_taken():
    found = inclusive("begin -> fork -[x > 1]-> short -> join -> done", "fork -> long -> join")
    assert (found.severity, found.least.length) == (IMPOSSIBLE, days(12))


def test_an_inclusive_join_may_wait_for_the_shortest_branch_alone_and_for_the_longest():
    found = inclusive("begin -> fork -[x > 1]-> short -> join -> done", "fork -[*]-> long -> join")
    assert (found.severity, found.least.length, found.most.length) == (TIGHT, days(1), days(12))


def test_an_inclusive_join_of_other_branches_is_not_sure_of_any():
    nodes = [node("xor", "either"), node("or", "fork"), after("a", "3 calendar-days"), after("b", "3 calendar-days"),
             after("c", "1 calendar-days"), node("or", "join")]  # fmt: skip
    found = verdict(nodes, "begin -> either -[*]-> fork -> a -> join -> done", "fork -> b -> join",
                    "either -[x > 1]-> c -> join")  # fmt: skip
    assert (found.least.length, found.most.length) == (days(1), days(3))


def test_an_inclusive_join_behind_a_choice_takes_what_comes():
    nodes = [
        node("xor", "either"),
        after("a", "3 calendar-days"),
        after("b", "12 calendar-days"),
        node("or", "join"),
    ]
    found = verdict(nodes, "begin -> either -[x > 1]-> a -> join -> done", "either -[*]-> b -> join")
    assert found.least.length == days(3)


# --- loops ---


def test_a_loop_may_be_gone_through_once_and_each_further_round_is_told():
    nodes = [limited("draft", 3), limited("review", 2), node("xor", "passed")]
    found = verdict(
        nodes, "begin -> draft -> review -> passed -[*]-> done", "passed -[result == 'back']-> draft"
    )
    assert (found.severity, found.least.length, found.most.length) == (UNKNOWN, NOTHING, days(5))
    assert found.unknowns == (Unknown("draft", Cause.ROUNDS, each=days(5)),)
    assert found.most.given == ()


def test_a_loop_in_which_nobody_waits_is_no_matter():
    nodes = [node("user", "draft"), node("xor", "passed")]
    found = verdict(nodes, "begin -> draft -> passed -[*]-> done", "passed -[result == 'back']-> draft")
    assert (found.severity, found.unknowns) == (FINE, ())


LOOPS = {
    "cardinality": "<bpmn:loopCardinality>{}</bpmn:loopCardinality>",
    "enough": "<bpmn:completionCondition>{}</bpmn:completionCondition>",
    "again": "<bpmn:loopCondition>{}</bpmn:loopCondition>",
}


def many(sequential: bool, **inside: str) -> str:
    parts = "".join(LOOPS[name].format(text) for name, text in inside.items())
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">{parts}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def standard(*, before: bool = False, maximum: int | None = None, **inside: str) -> str:
    parts = "".join(LOOPS[name].format(text) for name, text in inside.items())
    most = "" if maximum is None else f' loopMaximum="{maximum}"'
    return (
        f'<bpmn:standardLoopCharacteristics testBefore="{str(before).lower()}"{most}>{parts}'
        "</bpmn:standardLoopCharacteristics>"
    )


@pytest.mark.parametrize(
    ("loop", "least", "most", "unknown"),
    [
        (many(True, cardinality="3"), days(12), days(12), []),
        (many(True, cardinality="3", enough="x"), days(4), days(12), []),
        (many(True, cardinality="number"), NOTHING, days(4), [Cause.ITEMS]),
        (many(False, cardinality="3"), days(4), days(4), []),
        (many(False, cardinality="number"), NOTHING, days(4), []),
        (standard(again="x"), days(4), days(4), [Cause.ROUNDS]),
        (standard(again="x", before=True), NOTHING, days(4), [Cause.ROUNDS]),
        (standard(again="x", maximum=2), days(4), days(8), []),
        (standard(maximum=3), days(12), days(12), []),
    ],
)
def test_an_activity_that_repeats_is_waited_for_as_often(loop, least, most, unknown):
    inner = part("many", [node("start", "in"), after("wait", "4 calendar-days"), node("end", "out")],
                 "in -> wait -> out").replace("</bpmn:subProcess>", f"{loop}</bpmn:subProcess>")  # fmt: skip
    found = verdict([inner], "begin -> many -> done")
    assert (found.least.length, found.most.length) == (least, most)
    assert [one.cause for one in found.unknowns] == unknown


# --- messages and what bounds them ---


def test_a_message_without_a_limit_is_unknown_and_a_clock_or_a_timer_bounds_it():
    line = "begin -> wait -> done"
    assert causes(verdict([node("receive", "wait", messageRef="m_answer")], line)) == [
        ("wait", Cause.OUTSIDE)
    ]
    assert causes(verdict([node("catch", "wait", ANSWER)], line)) == [("wait", Cause.OUTSIDE)]
    own = node("receive", "wait", messageRef="m_answer", kb=clock("own", 12, "calendar-days", kind="party"))
    assert verdict([own], line).most.length == days(12)
    bounded = [node("receive", "wait", messageRef="m_answer"), late("late", "wait", "4 calendar-days")]
    found = verdict(bounded, line, "late -> done")
    assert (found.severity, found.most.length) == (FINE, days(4))


def test_an_event_gateway_waits_no_longer_than_its_timer_and_exactly_so_long_on_its_way():
    nodes = [node("event", "first"), node("catch", "came", ANSWER), after("over", "15 calendar-days"),
             node("xor", "join")]  # fmt: skip
    paths = ["begin -> first -> came -> join -> done", "first -> over -> join"]
    found = verdict(nodes, *paths)
    assert (found.severity, found.least.length, found.most.length) == (TIGHT, NOTHING, days(15))
    ends = [*nodes[:-1], node("end", "lapsed")]
    found = verdict(ends, "begin -> first -> came -> done", "first -> over -> lapsed")
    assert (found.severity, found.least.end, found.least.length) == (IMPOSSIBLE, "lapsed", days(15))


def test_an_event_gateway_without_a_timer_has_no_limit():
    nodes = [node("event", "first"), node("catch", "came", ANSWER), node("catch", "other", message_event("answer")),
             node("xor", "join")]  # fmt: skip
    found = verdict(nodes, "begin -> first -> came -> join -> done", "first -> other -> join")
    assert causes(found) == [("came", Cause.OUTSIDE), ("other", Cause.OUTSIDE)]


# --- activities' own clocks, and the timers on them ---


def test_a_limit_on_a_condition_counts_where_the_condition_may_hold():
    own = clock("short", 3, "calendar-days", when="urgent") + clock(
        "long", 12, "calendar-days", when="not urgent"
    )
    found = verdict([node("user", "work", kb=own)], "begin -> work -> done")
    assert (found.severity, found.most.length, found.most.given) == (TIGHT, days(12), ("not urgent",))
    found = verdict([node("user", "work", kb=own)], "begin -> work -> done", kb=promise(when="urgent"))
    assert (found.severity, found.most.length) == (FINE, days(3))
    without = clock("never", 3, "calendar-days", when="not urgent")
    found = verdict([node("user", "work", kb=without)], "begin -> work -> done", kb=promise(when="urgent"))
    assert (found.most.length, found.most.work) == (NOTHING, ("work",))


def test_a_timer_that_does_not_interrupt_bounds_nothing_and_opens_a_branch():
    nodes = [
        node("user", "work"),
        late("remind", "work", "R3/P12D", cancelActivity="false"),
        node("end", "reminded"),
    ]
    found = verdict(nodes, "begin -> work -> done", "remind -> reminded", kb=promise(stops_after="work"))
    assert (found.severity, found.most.length) == (FINE, NOTHING)
    found = verdict(nodes, "begin -> work -> done", "remind -> reminded", kb=promise(stops_after="reminded"))
    assert (found.severity, found.least.length) == (IMPOSSIBLE, days(12))


def test_an_activitys_own_clock_is_tight_where_its_timer_fires_later():
    own = clock("own", 5, "calendar-days", kind="activity")
    for text, severity in (("5 calendar-days", FINE), ("8 calendar-days", TIGHT), ("period", FINE)):
        nodes = [node("user", "work", kb=own), late("late", "work", text)]
        found = judged(nodes, "begin -> work -> done", "late -> done", kb="")
        assert found["own"].severity is severity
        assert found["own"].forced is False


def test_a_timer_of_unknown_length_on_an_activity_is_said():
    nodes = [node("user", "work"), late("late", "work", "period")]
    assert causes(verdict(nodes, "begin -> work -> done", "late -> done")) == [("late", Cause.TIMER)]


# --- parts: sub-processes and calls ---


def test_a_sub_process_takes_what_is_in_it_and_its_clock_and_its_timer_bound_it():
    inner = [node("start", "in"), after("wait", "3 calendar-days"), node("user", "talk"), node("end", "out")]
    line = "in -> wait -> talk -> out"
    found = verdict([part("hear", inner, line)], "begin -> hear -> done")
    assert (found.severity, found.least.length, found.most.work) == (FINE, days(3), ("talk",))
    own = clock("own", 12, "calendar-days", kind="activity")
    found = judged([part("hear", inner, line, kb=own)], "begin -> hear -> done", kb=promise())
    assert (found["promise"].severity, found["promise"].most.length) == (TIGHT, days(12))
    assert (found["own"].severity, found["own"].most.length) == (FINE, days(3))
    bounded = [part("hear", inner, line), late("late", "hear", "2 calendar-days")]
    found = verdict(bounded, "begin -> hear -> done", "late -> done")
    assert (found.least.length, found.most.length) == (days(2), days(3))


def test_the_clock_of_a_sub_process_is_held_against_what_is_in_it():
    own = clock("own", 5, "calendar-days", kind="activity")
    inner = [node("start", "in"), after("wait", "6 calendar-days"), node("end", "out")]
    found = judged([part("hear", inner, "in -> wait -> out", kb=own)], "begin -> hear -> done", kb="")
    assert (found["own"].severity, found["own"].element) == (IMPOSSIBLE, "hear")
    asked = [node("start", "in"), node("catch", "wait", ANSWER), node("end", "out")]
    found = judged([part("hear", asked, "in -> wait -> out", kb=own)], "begin -> hear -> done", kb="")
    assert causes(found["own"]) == [("wait", Cause.OUTSIDE)]


def test_a_clock_may_start_or_stop_inside_a_sub_process():
    inner = [node("start", "in"), after("one", "3 calendar-days"), node("user", "middle"),
             after("two", "5 calendar-days"), node("end", "out")]  # fmt: skip
    nodes = [after("before", "1 calendar-days"), part("hear", inner, "in -> one -> middle -> two -> out"),
             late("late", "hear", "9 calendar-days"), after("behind", "4 calendar-days")]  # fmt: skip
    paths = ["begin -> before -> hear -> behind -> done", "late -> behind"]
    assert verdict(nodes, *paths, kb=promise(stops_after="middle")).least.length == days(4)
    found = verdict(nodes, *paths, kb=promise(40, starts_after="middle"))
    assert (found.least.length, found.most.length) == (
        days(9),
        days(13),
    )  # the edge: up to 9 days, and 4 behind


def test_a_clock_of_a_sub_process_may_stop_inside_and_ends_with_it():
    own = clock("own", 5, "calendar-days", kind="activity", stops_after="middle")
    inner = [node("start", "in"), after("one", "3 calendar-days"), node("user", "middle"),
             after("two", "9 calendar-days"), node("end", "out")]  # fmt: skip
    nodes = [
        part("hear", inner, "in -> one -> middle -> two -> out", kb=own),
        late("late", "hear", "1 calendar-days"),
    ]
    found = judged(nodes, "begin -> hear -> done", "late -> done", kb="")["own"]
    assert (found.severity, found.least.end, found.least.length) == (FINE, "middle", days(3))


def test_a_clock_of_an_activity_may_start_after_another_and_run_to_the_end_of_their_scope():
    own = clock("own", 5, "calendar-days", starts_after="first")
    nodes = [node("user", "first", kb=own), after("wait", "6 calendar-days")]
    found = judged(nodes, "begin -> first -> wait -> done", kb="")["own"]
    assert (found.severity, found.least.end) == (IMPOSSIBLE, "done")


def called(*nodes: str, line: str) -> str:
    return process("q", [node("start", "in"), *nodes, node("end", "out")], f"in -> {line} -> out")


def test_a_call_takes_what_the_called_process_does_where_the_bundle_has_it():
    call = [node("call", "ask", calledElement="q")]
    line = "begin -> ask -> done"
    found = verdict(call, line, parts=(called(after("wait", "12 calendar-days"), line="wait"),))
    assert (found.severity, [step.node for step in found.least.steps]) == (IMPOSSIBLE, ["wait"])
    found = verdict([node("call", "ask", calledElement="elsewhere")], line)
    assert found.unknowns == (Unknown("ask", Cause.CALL, "elsewhere"),)


def test_processes_that_call_each_other_are_unknown_and_do_not_go_on_for_ever():
    again = called(node("user", "work"), node("call", "more", calledElement="p"), line="work -> more")
    found = verdict([node("call", "ask", calledElement="q")], "begin -> ask -> done", parts=(again,))
    assert Cause.CALL in {one.cause for one in found.unknowns}


def test_a_process_called_twice_is_counted_twice():
    calls = [node("call", name, calledElement="q") for name in ("one", "two")]
    found = verdict(
        calls, "begin -> one -> two -> done", parts=(called(after("wait", "6 calendar-days"), line="wait"),)
    )
    assert (found.severity, found.least.length) == (IMPOSSIBLE, days(12))


# --- suspensions ---


def test_what_suspends_the_clock_is_not_counted_and_named():
    kb = '<kb:suspends reason="appraisal"/>'
    nodes = [
        node("user", "appraise", kb=kb),
        late("late", "appraise", "60 calendar-days"),
        node("user", "work"),
    ]
    paths = ["begin -> appraise -> work -> done", "late -> work"]
    found = verdict(nodes, *paths, kb=promise(suspend_for="appraisal,stay"))
    assert (found.severity, found.most.length, found.excluded) == (FINE, NOTHING, ("appraise",))
    found = verdict(nodes, *paths, kb=promise(suspend_for="stay"))
    assert (found.severity, found.excluded) == (TIGHT, ())


def test_all_of_a_sub_process_that_suspends_is_not_counted_even_where_it_is_looked_into():
    inner = [node("start", "in"), after("wait", "60 calendar-days"), node("event", "first"),
             node("catch", "came", ANSWER), after("over", "9 calendar-days"), node("end", "out")]  # fmt: skip
    lines = ["in -> wait -> first -> came -> out", "first -> over -> out"]
    hear = part("hear", inner, *lines, kb='<kb:suspends reason="hearing"/>')
    found = verdict([hear], "begin -> hear -> done", kb=promise(suspend_for="hearing"))
    assert (found.severity, found.least.length) == (FINE, NOTHING)
    found = verdict([hear], "begin -> hear -> done", kb=promise(suspend_for="hearing", stops_after="out"))
    assert (found.severity, found.least.length) == (FINE, NOTHING)
    assert "wait" in found.excluded


# --- events ---


def watch(name: str, start: str, *inside: str) -> str:
    inner = [start, *inside, node("end", f"{name}_over")]
    inner_line = " -> ".join(
        [f"{name}_begins", *(f"{name}_{number}" for number in range(len(inside))), f"{name}_over"]
    )
    return part(name, inner, inner_line, triggeredByEvent="true")


def test_what_may_happen_at_any_time_forces_nothing_where_the_clock_can_stop_without_it():
    withdrawal = watch("w", node("start", "w_begins", ANSWER), after("w_0", "12 calendar-days"))
    found = verdict(
        [node("user", "work"), withdrawal], "begin -> work -> done", kb=promise(stops_after="work,w_0")
    )
    assert (found.least.end, found.least.length) == ("w_0", days(12))
    assert found.severity is IMPOSSIBLE
    found = verdict(
        [node("user", "work"), withdrawal], "begin -> work -> done", kb=promise(stops_after="work")
    )
    assert found.severity is FINE


def test_an_event_sub_process_may_begin_as_late_as_its_timer():
    start = node("start", "w_begins", timer("Duration", "12 calendar-days"))
    found = verdict([node("user", "work"), watch("w", start)], "begin -> work -> done")
    assert (found.severity, found.most.length, found.most.end) == (TIGHT, days(12), "w_over")


ESCALATION = '<bpmn:escalation id="esc" name="over" escalationCode="over"/>'
ERROR = '<bpmn:error id="err" name="bad" errorCode="bad"/>'
THROWN = '<bpmn:escalationEventDefinition escalationRef="esc"/>'
FAILED = '<bpmn:errorEventDefinition errorRef="err"/>'


def test_an_escalation_leads_to_where_it_is_caught():
    nodes = [after("wait", "7 calendar-days"), node("end", "thrown", THROWN),
             watch("w", node("start", "w_begins", THROWN), after("w_0", "5 calendar-days"))]  # fmt: skip
    found = verdict(nodes, "begin -> wait -> thrown", parts=(ESCALATION,), kb=promise(stops_after="w_0"))
    assert (found.severity, found.least.length) == (IMPOSSIBLE, days(12))


def test_what_a_sub_process_throws_is_caught_on_its_edge_or_outside():
    inner = [node("start", "in"), node("user", "look"), node("end", "bad", FAILED)]
    edge = node("boundary", "caught", FAILED, attachedToRef="hear")
    nodes = [part("hear", inner, "in -> look -> bad"), edge, after("wait", "12 calendar-days")]
    found = verdict(nodes, "begin -> hear -> done", "caught -> wait -> done", parts=(ERROR,))
    assert (found.severity, found.most.length) == (TIGHT, days(12))
    inside = verdict(nodes, "begin -> hear -> done", "caught -> wait -> done", parts=(ERROR,),
                     kb=promise(starts_after="look"))  # fmt: skip
    assert (inside.severity, inside.least.length) == (IMPOSSIBLE, days(12))
    raised = part(
        "hear", [node("start", "in"), node("throw", "up", THROWN), node("end", "out")], "in -> up -> out"
    )
    outside = watch(
        "w", node("start", "w_begins", THROWN, isInterrupting="false"), after("w_0", "12 calendar-days")
    )
    found = verdict(
        [raised, outside], "begin -> hear -> done", parts=(ESCALATION,), kb=promise(stops_after="w_0")
    )
    assert (found.severity, found.least.length) == (IMPOSSIBLE, days(12))


def test_what_nobody_catches_ends_there():
    found = verdict([after("wait", "12 calendar-days"), node("end", "bad", FAILED)], "begin -> wait -> bad",
                    parts=(ERROR,))  # fmt: skip
    assert (found.severity, found.least.end) == (IMPOSSIBLE, "bad")


def test_a_link_goes_on_at_its_catch():
    link = '<bpmn:linkEventDefinition name="on"/>'
    nodes = [node("throw", "off", link), node("catch", "on", link), after("wait", "12 calendar-days")]
    found = verdict(nodes, "begin -> off", "on -> wait -> done")
    assert (found.severity, found.least.length) == (IMPOSSIBLE, days(12))


# --- starts and stops ---


def test_each_stop_is_asked_for_and_the_farthest_one_is_told():
    nodes = [
        node("xor", "which"),
        node("user", "soon"),
        after("wait", "12 calendar-days"),
        node("user", "later"),
    ]
    paths = ["begin -> which -[*]-> soon -> done", "which -[x > 1]-> wait -> later -> done"]
    found = verdict(nodes, *paths, kb=promise(stops_after="soon,later"))
    assert (found.severity, found.least.end) == (IMPOSSIBLE, "later")


def test_a_clock_runs_from_leaving_its_start_to_leaving_its_stop():
    nodes = [limited("first", 7), limited("second", 5), limited("third", 9)]
    found = verdict(nodes, "begin -> first -> second -> third -> done",
                    kb=promise(starts_after="first", stops_after="second"))  # fmt: skip
    assert (found.severity, found.most.length) == (FINE, days(5))


def test_where_a_stop_is_not_come_to_the_end_of_the_process_stops_it():
    nodes = [node("user", "first"), after("wait", "12 calendar-days")]
    found = verdict(
        nodes, "begin -> first -> wait -> done", kb=promise(starts_after="wait", stops_after="first")
    )
    assert (found.severity, found.least.end) == (FINE, "done")


def test_a_clock_whose_end_cannot_be_come_to_is_unknown():
    nodes = [node("user", "first"), node("user", "second"), node("xor", "round")]
    found = verdict(nodes, "begin -> round -> first -> second -> round", kb=promise(starts_after="nowhere"))
    assert (found.severity, causes(found)) == (UNKNOWN, [("p", Cause.ENDLESS)])


def test_a_target_is_told_beside_the_period():
    found = verdict([node("user", "work")], "begin -> work -> done", kb=promise(target=7))
    assert (found.period, found.target) == (days(10), days(7))
    assert verdict([node("user", "work")], "begin -> work -> done").target is None


# --- scale ---


def test_a_thousand_nodes_with_loops_and_branches_are_one_walk_and_not_all_paths():
    """2 to the 250 paths: whoever tries them one by one does not come back."""
    nodes, paths, at = [], [], "begin"
    for number in range(250):
        split, one, two, join = (f"{word}_{number}" for word in ("split", "one", "two", "join"))
        nodes += [node("xor", split), after(one, "1 calendar-days"), limited(two, 2), node("xor", join)]
        paths += [f"{at} -> {split} -[x > {number}]-> {one} -> {join}", f"{split} -[*]-> {two} -> {join}"]
        at = join
    found = verdict(nodes, *paths, f"{at} -> done")
    assert (found.severity, found.least.length, found.most.length) == (TIGHT, NOTHING, days(500))


def test_a_sub_process_without_an_end_is_no_wait_that_is_known():
    inner = [
        node("start", "in"),
        node("xor", "round"),
        after("wait", "3 calendar-days"),
        node("user", "work"),
    ]
    endless = part("endless", inner, "in -> round -> wait -> work -> round")
    found = verdict([endless, node("user", "next")], "begin -> endless -> next -> done")
    assert (found.severity, found.least.length) == (FINE, NOTHING)


def test_a_clock_of_no_length_is_not_judged():
    nodes = [limited("work", 0), after("wait", "3 calendar-days")]
    assert judged(nodes, "begin -> work -> wait -> done", kb=promise(0)) == {}
