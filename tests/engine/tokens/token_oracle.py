"""Structured processes, and what they mean without tokens: a tree of running blocks that says what may be done next.

Independent of the token core: nothing here knows gateways, joins or flows. `drawn` turns the same tree into a
diagram.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from token_diagrams import boundary, diagram, each, event_sub, message, node, script, start

from engine.graph import Kind, Node, Process

Label = tuple[
    Any, ...
]  # what may be done: the name of a task or message, and the items of the instances around it


@dataclass(frozen=True)
class Task:
    name: str


@dataclass(frozen=True)
class Script:
    name: str


@dataclass(frozen=True)
class Seq:
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class And:
    name: str
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Xor:
    name: str
    asks: str
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Or:
    name: str
    asks: str
    parts: tuple[Block, ...]
    otherwise: Block


@dataclass(frozen=True)
class Loop:
    name: str
    body: Block
    last: Task


@dataclass(frozen=True)
class Event:
    name: str
    body: Block
    interrupting: bool


@dataclass(frozen=True)
class Sub:
    name: str
    body: Block
    escape: Event | None = None  # a boundary event
    handler: Event | None = None  # an event sub-process inside
    many: int | None = None
    sequential: bool = False
    enough: int | None = None


Block = Task | Script | Seq | And | Xor | Or | Loop | Sub


# --- what it means -------------------------------------------------------------------------------------------------


@dataclass
class World:
    """Variables that all share, the items around, and the scope that waits for what runs beside."""

    variables: dict[str, Any]
    items: tuple[tuple[str, int], ...]
    beside: list[Running]

    def label(self, name: str) -> Label:
        return (name, *self.items)


class Running:
    """A block at work. `done` is looked at after each thing done."""

    done = False
    inner: list[Running]

    def __init__(self, world: World) -> None:
        self.world = world
        self.inner = []

    def offers(self) -> list[Label]:
        return [label for one in self.inner for label in one.offers()]

    def do(self, label: Label, value: int) -> bool:
        taken = any(one.do(label, value) for one in list(self.inner))
        if taken:
            self.inner = [one for one in self.inner if not one.done]
            self.proceed()
        return taken

    def proceed(self) -> None:
        self.done = self.done or not self.inner

    def run(self, *blocks: Block, world: World | None = None) -> None:
        begun = [begin(block, world or self.world) for block in blocks]
        self.inner += [one for one in begun if not one.done]


class RunningTask(Running):
    def __init__(self, task: Task, world: World) -> None:
        super().__init__(world)
        self.task = task

    def offers(self) -> list[Label]:
        return [self.world.label(self.task.name)]

    def do(self, label: Label, value: int) -> bool:
        if label != self.world.label(self.task.name):
            return False
        self.world.variables[f"v_{self.task.name}"] = value
        self.done = True
        return True


class RunningScript(Running):
    def __init__(self, block: Script, world: World) -> None:
        super().__init__(world)
        world.variables[f"n_{block.name}"] += 1
        self.done = True


class RunningSeq(Running):
    def __init__(self, block: Seq, world: World) -> None:
        super().__init__(world)
        self.todo = list(block.parts)
        self.proceed()

    def proceed(self) -> None:
        while self.todo and not self.inner:
            self.run(self.todo.pop(0))
        self.done = not self.inner and not self.todo


class RunningChoice(Running):
    def __init__(self, block: And | Xor | Or, world: World) -> None:
        super().__init__(world)
        self.run(*self.chosen(block, world.variables))
        self.proceed()

    @staticmethod
    def chosen(block: And | Xor | Or, variables: dict[str, Any]) -> tuple[Block, ...]:
        if isinstance(block, And):
            return block.parts
        value = variables[block.asks]
        if isinstance(block, Xor):
            return (block.parts[min(value, len(block.parts) - 1)],)
        return tuple(part for bit, part in enumerate(block.parts) if value >> bit & 1) or (block.otherwise,)


class RunningLoop(Running):
    def __init__(self, block: Loop, world: World) -> None:
        super().__init__(world)
        self.block = block
        self.again()

    def again(self) -> None:
        self.run(Seq((self.block.body, self.block.last)))

    def proceed(self) -> None:
        if not self.inner and self.world.variables[f"v_{self.block.last.name}"] == 1:
            self.again()
        self.done = not self.inner


class RunningScope(Running):
    """The body of a process or sub-process, with what runs beside it and its handler."""

    def __init__(self, body: Block, handler: Event | None, world: World, number: int = 0) -> None:
        self.beside: list[Running] = []
        self.number = number
        self.result: int | None = number * 10
        super().__init__(World(world.variables, world.items, self.beside))
        self.handler = handler
        self.run(body)
        self.proceed()

    def offers(self) -> list[Label]:
        event = [self.world.label(self.handler.name)] if self.handler is not None else []
        return super().offers() + [label for one in self.beside for label in one.offers()] + event

    def do(self, label: Label, value: int) -> bool:
        if self.handler is not None and label == self.world.label(self.handler.name):
            self.handle(self.handler)
            self.proceed()
            return True
        taken = super().do(label, value) or any(one.do(label, value) for one in self.beside)
        self.proceed()
        return taken

    def handle(self, handler: Event) -> None:
        if handler.interrupting:
            self.result = None if self.inner else self.result  # unless the body had come to its end already
            self.inner, self.handler = [], None
            self.beside.clear()
        self.beside.append(RunningScope(handler.body, None, self.world))

    def proceed(self) -> None:
        self.beside[:] = [one for one in self.beside if not one.done]
        self.done = not self.inner and not self.beside


class RunningSub(Running):
    def __init__(self, block: Sub, world: World) -> None:
        super().__init__(world)
        self.block = block
        self.results: dict[int, int | None] = {}
        self.escaped = False
        self.todo = list(range(block.many or 0))
        if block.many is None:
            self.inner = [RunningScope(block.body, block.handler, world)]
        elif not block.sequential:
            self.inner = [self.instance(number) for number in self.todo]
            self.todo = []
        self.proceed()

    def instance(self, number: int) -> RunningScope:
        items = (*self.world.items, (f"i_{self.block.name}", number))
        world = World(self.world.variables, items, [])
        return RunningScope(self.block.body, self.block.handler, world, number)

    def offers(self) -> list[Label]:
        event = self.block.escape
        armed = event is not None and not self.escaped
        return super().offers() + ([self.world.label(event.name)] if armed and event else [])

    def do(self, label: Label, value: int) -> bool:
        event = self.block.escape
        if event is None or self.escaped or label != self.world.label(event.name):
            taken = any(one.do(label, value) for one in self.inner)
            self.proceed()
            return taken
        if event.interrupting:
            self.escaped, self.inner, self.todo = True, [], []
            self.run(event.body)
        else:
            self.world.beside.append(begin(event.body, self.world))
        self.proceed()
        return True

    def proceed(self) -> None:
        if self.block.many is not None and not self.escaped:
            self.instances_done()
        self.inner = [one for one in self.inner if not one.done]
        self.done = not self.inner

    def instances_done(self) -> None:
        enough = False
        while True:
            for one in [one for one in self.inner if one.done]:
                self.inner.remove(one)
                self.results[one.number] = one.result
                if self.block.enough is not None and len(self.results) >= self.block.enough:
                    enough = True
                    break
            if enough:
                self.inner, self.todo = [], []
            if self.inner or not self.todo:
                break
            self.inner.append(self.instance(self.todo.pop(0)))
        if not self.inner:
            self.world.variables[f"out_{self.block.name}"] = [
                self.results[key] for key in sorted(self.results)
            ]


_BEGIN: dict[type, Any] = {
    Task: RunningTask,
    Script: RunningScript,
    Seq: RunningSeq,
    And: RunningChoice,
    Xor: RunningChoice,
    Or: RunningChoice,
    Loop: RunningLoop,
    Sub: RunningSub,
}


def begin(block: Block, world: World) -> Running:
    running: Running = _BEGIN[type(block)](block, world)
    return running


def whole(body: Block, handler: Event | None, variables: dict[str, Any]) -> RunningScope:
    return RunningScope(body, handler, World(variables, (), []))


# --- how it is drawn -----------------------------------------------------------------------------------------------

Open = tuple[str, str]  # a node and the condition of the flow that still has to be drawn out of it


@dataclass
class Drawing:
    """Collects flows and nodes of one scope."""

    flows: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def flow(self, source: Open, target: str) -> None:
        self.flows.append(f"{source[0]} > {target}" + (f" : {source[1]}" if source[1] else ""))

    def then(self, source: Open, one: Node) -> Open:
        self.nodes.append(one)
        self.flow(source, one.id)
        return (one.id, "")

    def diagram(self, key: str) -> Process:
        return diagram("\n".join(self.flows), *self.nodes, key=key)


def drawn(body: Block, handler: Event | None, key: str = "p") -> Process:
    return _scope(body, handler, key)


def _scope(body: Block, handler: Event | None, key: str, last: Node | None = None) -> Process:
    drawing = Drawing()
    at = _draw(body, ("start", ""), drawing)
    if last is not None:
        at = drawing.then(at, last)
    drawing.flow(at, "end")
    if handler is not None:
        drawing.nodes.append(_handler(handler))
    return drawing.diagram(key)


def _handler(handler: Event) -> Node:
    inside = Drawing()
    inside.nodes.append(start("begin", message(handler.name), interrupting=handler.interrupting))
    inside.flow(_draw(handler.body, ("begin", ""), inside), "end")
    return event_sub(handler.name, "\n".join(inside.flows), *inside.nodes)


def _draw(block: Block, source: Open, drawing: Drawing) -> Open:
    if isinstance(block, Task):
        return drawing.then(source, node(block.name, Kind.USER))
    if isinstance(block, Script):
        return drawing.then(source, script(block.name, f"n_{block.name} = n_{block.name} + 1"))
    if isinstance(block, Seq):
        for part in block.parts:
            source = _draw(part, source, drawing)
        return source
    if isinstance(block, Loop):
        return _draw_loop(block, source, drawing)
    if isinstance(block, Sub):
        return _draw_sub(block, source, drawing)
    return _draw_choice(block, source, drawing)


def _draw_choice(block: And | Xor | Or, source: Open, drawing: Drawing) -> Open:
    kind = {And: Kind.PARALLEL, Xor: Kind.EXCLUSIVE, Or: Kind.INCLUSIVE}[type(block)]
    split, _ = drawing.then(source, node(f"{block.name}_split", kind))
    join = f"{block.name}_join"
    drawing.nodes.append(node(join, kind))
    for condition, part in _branches(block):
        drawing.flow(_draw(part, (split, condition), drawing), join)
    return (join, "")


def _branches(block: And | Xor | Or) -> list[tuple[str, Block]]:
    if isinstance(block, And):
        return [("", part) for part in block.parts]
    if isinstance(block, Xor):
        last = len(block.parts) - 1
        return [
            (f"{block.asks} == {place}" if place < last else "default", part)
            for place, part in enumerate(block.parts)
        ]
    asked = [(f"{block.asks} // {2**bit} % 2 == 1", part) for bit, part in enumerate(block.parts)]
    return [*asked, ("default", block.otherwise)]


def _draw_loop(block: Loop, source: Open, drawing: Drawing) -> Open:
    merge = drawing.then(source, node(f"{block.name}_merge", Kind.EXCLUSIVE))
    last = _draw(block.last, _draw(block.body, merge, drawing), drawing)
    ask, _ = drawing.then(last, node(f"{block.name}_ask", Kind.EXCLUSIVE))
    drawing.flow((ask, f"v_{block.last.name} == 1"), merge[0])
    return (ask, "default")


def _draw_sub(block: Sub, source: Open, drawing: Drawing) -> Open:
    loop, last = None, None
    if block.many is not None:
        condition = None if block.enough is None else f"completed >= {block.enough}"
        item, out = f"i_{block.name}", f"o_{block.name}"
        loop = each(
            f"range_{block.many}", item, sequential=block.sequential, output=f"out_{block.name}", output_item=out, condition=condition
        )  # fmt: skip
        last = script(f"{block.name}_result", f"{out} = {item} * 10")
    body = _scope(block.body, block.handler, block.name, last)
    at = drawing.then(source, node(block.name, Kind.SUBPROCESS, body=body, loop=loop))
    event = block.escape
    if event is None:
        return at
    drawing.nodes.append(
        boundary(event.name, block.name, message(event.name), interrupting=event.interrupting)
    )
    away = _draw(event.body, (event.name, ""), drawing)
    if not event.interrupting:
        drawing.flow(away, f"end_{event.name}")
        return at
    merge = node(f"{event.name}_merge", Kind.EXCLUSIVE)
    drawing.flow(away, merge.id)
    return drawing.then(at, merge)
