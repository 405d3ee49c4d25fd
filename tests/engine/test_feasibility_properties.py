"""The walks against an oracle that tries every path, every choice and every branch."""

from itertools import pairwise, product

from feasibility_cases import days
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feasibility import Verdict, verdicts
from engine.graph import Flow, Kind, Node, Process, TimerKind, Trigger, TriggerKind
from engine.policies import ClockPolicy, Unit

CLOCK = ClockPolicy("promise", "十日", "Ten days", 10, Unit.CALENDAR_DAYS)
ENDS = ("begin", "done")


def judge(nodes: dict[str, Node], clocks: tuple[ClockPolicy, ...] = (CLOCK,)) -> Verdict:
    process = Process("p", nodes=nodes, clocks=clocks)
    (found,) = (one for one in verdicts({"p": process}, {}, {}) if one.element == "p")
    return found


class Drawing:
    """A process in the making; a node waits so many days, exactly or at the most."""

    def __init__(self) -> None:
        self.kinds: dict[str, tuple[Kind, int, bool]] = {}
        self.flows: list[Flow] = []

    def add(self, name: str, kind: Kind, number: int = 0, *, exact: bool = True) -> str:
        self.kinds[name] = (kind, number, exact)
        return name

    def join(self, source: str, target: str) -> None:
        self.flows.append(Flow(f"{source}>{target}#{len(self.flows)}", source, target))

    def nodes(self) -> dict[str, Node]:
        return {name: self.node(name, *facts) for name, facts in self.kinds.items()}

    def node(self, name: str, kind: Kind, number: int, exact: bool) -> Node:
        incoming = tuple(flow for flow in self.flows if flow.target == name)
        outgoing = tuple(flow for flow in self.flows if flow.source == name)
        ends = {"incoming": incoming, "outgoing": outgoing}
        if not number:
            return Node(name, kind, **ends)
        if exact:
            text = f"{number} calendar-days"
            timer = Trigger(TriggerKind.TIMER, timer=TimerKind.DURATION, expression=text)
            return Node(name, Kind.CATCH, trigger=timer, **ends)
        own = ClockPolicy(f"of_{name}", "", "", number, Unit.CALENDAR_DAYS, kind="activity")
        return Node(name, Kind.USER, clocks=(own,), **ends)


# --- choices: any acyclic graph ----------------------------------------------------------------------------------

WAITS = st.tuples(st.integers(0, 6), st.booleans())


@st.composite
def acyclic(draw: st.DrawFn) -> tuple[Drawing, dict[str, list[str]]]:
    """Exclusive choices everywhere: each node leads to some of those after it."""
    size = draw(st.integers(2, 9))
    names = ["begin", *(f"n{number}" for number in range(size)), "done"]
    drawing = Drawing()
    after: dict[str, list[str]] = {}
    for place, name in enumerate(names[:-1]):
        number, exact = draw(WAITS) if name != "begin" else (0, True)
        drawing.add(name, Kind.START if name == "begin" else Kind.EXCLUSIVE, number, exact=exact)
        chosen = draw(st.sets(st.sampled_from(names[place + 1 :]), min_size=1, max_size=3))
        after[name] = sorted(chosen)
    drawing.add("done", Kind.END)
    for source, targets in after.items():
        for target in targets:
            drawing.join(source, target)
    return drawing, after


def every_path(after: dict[str, list[str]], place: str) -> list[list[str]]:
    if place == "done":
        return [["done"]]
    return [[place, *rest] for target in after[place] for rest in every_path(after, target)]


@settings(max_examples=300, deadline=None)
@given(acyclic())
def test_the_least_and_the_most_are_those_of_all_paths(drawn: tuple[Drawing, dict[str, list[str]]]):
    drawing, after = drawn
    sums = [
        (
            sum(number for name in path for _, number, exact in [drawing.kinds[name]] if exact),
            sum(drawing.kinds[name][1] for name in path),
        )
        for path in every_path(after, "begin")
    ]
    found = judge(drawing.nodes())
    least, most = min(least for least, _ in sums), max(most for _, most in sums)
    assert (found.least.length, found.most.length) == (days(least), days(most))
    assert is_path(after, found.least.nodes)
    assert is_path(after, found.most.nodes)
    assert sum(drawing.kinds[name][1] for name in found.most.nodes) == most
    assert (found.severity == "impossible") == (least > 10)
    if most > 10:
        assert found.severity in ("impossible", "tight")


def is_path(after: dict[str, list[str]], nodes: tuple[str, ...]) -> bool:
    steps = pairwise(nodes)
    return nodes[0] == "begin" and nodes[-1] == "done" and all(target in after[one] for one, target in steps)


@settings(max_examples=150, deadline=None)
@given(acyclic(), st.data())
def test_between_two_nodes_only_the_paths_between_them_count(drawn, data):
    drawing, after = drawn
    names = [name for name in after if name != "begin"]
    start = data.draw(st.sampled_from(names))
    behind = [path for target in after[start] for path in every_path(after, target)]
    stop = data.draw(st.sampled_from(sorted({name for path in behind for name in path} | {"done"})))
    clock = ClockPolicy("promise", "", "", 10, Unit.CALENDAR_DAYS, starts_after=(start,), stops_after=(stop,))
    found = judge(drawing.nodes(), (clock,))
    cut = [path[: path.index(stop) + 1] for path in behind if stop in path]
    sums = [sum(drawing.kinds[name][1] for name in path) for path in cut]
    forced = [sum(drawing.kinds[name][1] for name in path if drawing.kinds[name][2]) for path in cut]
    assert (found.least.length, found.most.length) == (days(min(forced)), days(max(sums)))


# --- blocks: choices, branches and rounds inside each other --------------------------------------------------------

Block = tuple


def blocks() -> st.SearchStrategy[Block]:
    leaf = st.tuples(st.just("wait"), st.integers(0, 6), st.booleans())
    some = lambda inner: st.lists(inner, min_size=2, max_size=3)  # noqa: E731 - a strategy of a strategy
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            *(st.tuples(st.just(word), some(inner)) for word in ("row", "xor", "and")),
            st.tuples(st.just("loop"), st.lists(inner, min_size=1, max_size=2)),
        ),
        max_leaves=9,
    )


class Builder(Drawing):
    """Draws a block between two nodes."""

    def block(self, block: Block, entry: str) -> str:
        """Draw it behind a node; give the node at which it ends."""
        word, *facts = block
        name = f"{word}{len(self.kinds)}"
        if word == "wait":
            self.join(entry, self.add(name, Kind.TASK, facts[0], exact=facts[1]))
            return name
        if word == "row":
            for one in facts[0]:
                entry = self.block(one, entry)
            return entry
        kind = Kind.PARALLEL if word == "and" else Kind.EXCLUSIVE
        self.join(entry, self.add(name, kind))
        end = self.add(f"{name}_end", kind)
        if word == "loop":
            self.join(self.block(("row", facts[0]), name), end)
            self.join(end, name)
            return end
        for one in facts[0]:
            self.join(self.block(one, name), end)
        return end


def outcomes(block: Block) -> set[int]:
    """What each way to choose makes one wait at least; branches are waited for, loops gone through once."""
    word, *facts = block
    if word == "wait":
        return {facts[0] if facts[1] else 0}
    inner = [outcomes(one) for one in facts[0]]
    if word == "xor":
        return set().union(*inner)
    return {(max if word == "and" else sum)(chosen) for chosen in product(*inner)}


def longest(block: Block) -> int:
    word, *facts = block
    if word == "wait":
        return facts[0]
    inner = [longest(one) for one in facts[0]]
    return sum(inner) if word in ("row", "loop") else max(inner)


def loops(block: Block) -> int:
    """How many loops there are in which one may wait."""
    word, *facts = block
    if word == "wait":
        return 0
    return (word == "loop" and longest(block) > 0) + sum(loops(one) for one in facts[0])


@settings(max_examples=300, deadline=None)
@given(blocks())
def test_branches_are_waited_for_and_loops_told(block: Block):
    builder = Builder()
    builder.join(builder.block(block, builder.add("begin", Kind.START)), builder.add("done", Kind.END))
    found = judge(builder.nodes())
    least, most = min(outcomes(block)), longest(block)
    assert (found.least.length, found.most.length) == (days(least), days(most))
    assert len(found.unknowns) == min(loops(block), 12)
    expected = "impossible" if least > 10 else "tight" if most > 10 or least == 10 else None
    assert found.severity == (expected or ("unknown" if found.unknowns else "fine"))


# --- whatever is drawn ---------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_graph_is_too_strange(data):
    """Gateways that never join, loops without a way out, ends in the middle: something is said of each."""
    size = data.draw(st.integers(1, 8))
    drawing = Drawing()
    names = [drawing.add("begin", Kind.START)]
    kinds = st.sampled_from(
        [Kind.USER, Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.EVENT_GATEWAY, Kind.END]
    )
    for number in range(size):
        wait, exact = data.draw(WAITS)
        names.append(drawing.add(f"n{number}", data.draw(kinds), wait, exact=exact))
    for _ in range(data.draw(st.integers(0, 2 * size))):
        drawing.join(data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names[1:])))
    found = judge(drawing.nodes())
    assert found.least.length.usual <= found.most.length.usual or found.severity == "impossible"
