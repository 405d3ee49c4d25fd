"""The token core by itself: load, complete, save in a rework loop; 40 parallel diamonds; 2,000 scripts in a row.

Each beside the stock library, which reads the same file, in the same run. CPU time, no database.
"""

import io
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from time import process_time
from typing import Any

import orjson
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

from engine.blueprint import Bundle, Vocabulary
from engine.expressions import compile_expression, compile_script
from engine.graph import Process
from engine.spiff import read
from engine.tokens import Run, State

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE = {
    "number": "2026-0042",
    "claimant": {"name": "某科技有限公司", "contact": "李某", "phone": "13800000000"},
    "respondent": {"name": "某商行", "address": "某区某路 1 号"},
    "again": True,
    "n": 0,
}
PATIENCE = 20  # seconds for what the stock library may never finish


# --- the files -----------------------------------------------------------------------------------------------------


def _file(elements: str, flows: list[tuple[str, str, str]]) -> bytes:
    drawn = "".join(
        f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{_condition(condition)}</sequenceFlow>'
        for number, (source, target, condition) in enumerate(flows)
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:benchmark">'
        f'<process id="p" isExecutable="true">{elements}{drawn}</process></definitions>'
    ).encode()


def _condition(source: str) -> str:
    return (
        f'<conditionExpression xsi:type="tFormalExpression">{source}</conditionExpression>' if source else ""
    )


def _script(name: str) -> str:
    return f'<scriptTask id="{name}"><script>n = n + 1</script></scriptTask>'


def _path(*names: str) -> list[tuple[str, str, str]]:
    return [(source, target, "") for source, target in pairwise(names)]


def loop(*, parallel: bool) -> bytes:
    """A round of three user tasks, two of them parallel if asked for, decided again and again by the last."""
    tasks = "".join(f'<userTask id="{name}"/>' for name in "abc")
    gateways = '<exclusiveGateway id="m"/><exclusiveGateway id="x"/>'
    path = [("s", "m", ""), ("x", "m", "again"), ("x", "e", "not again")]
    if parallel:
        gateways += '<parallelGateway id="g"/><parallelGateway id="j"/>'
        path += [*_path("m", "g", "a", "j", "c", "x"), *_path("g", "b", "j")]
    else:
        path += _path("m", "a", "b", "c", "x")
    return _file(f'<startEvent id="s"/><endEvent id="e"/>{tasks}{gateways}', path)


def diamonds(count: int) -> bytes:
    """Parallel splits and joins one after the other, a script on each branch."""
    elements = "".join(
        f'<parallelGateway id="s{n}"/>{_script(f"a{n}")}{_script(f"b{n}")}<parallelGateway id="j{n}"/>'
        for n in range(count)
    )
    flows = [flow for n in range(count) for way in "ab" for flow in _path(f"s{n}", f"{way}{n}", f"j{n}")]
    flows += [
        ("start", "s0", ""),
        *((f"j{n}", f"s{n + 1}", "") for n in range(count - 1)),
        (f"j{count - 1}", "end", ""),
    ]
    return _file(f'<startEvent id="start"/><endEvent id="end"/>{elements}', flows)


def scripts(count: int) -> bytes:
    """Script tasks one after the other."""
    names = [f"t{n}" for n in range(count)]
    elements = "".join(map(_script, names))
    return _file(f'<startEvent id="start"/><endEvent id="end"/>{elements}', _path("start", *names, "end"))


# --- who runs them -------------------------------------------------------------------------------------------------


class Host:
    """Expressions and scripts; nothing else is asked for."""

    now = NOW

    def evaluate(self, expression: str, variables: Any) -> Any:
        """Evaluate by the safe language."""
        return compile_expression(expression).evaluate(variables, now=NOW)

    def run_script(self, script: str, variables: Any) -> Any:
        """Run by the safe language."""
        return compile_script(script).run(variables, now=NOW)

    def decide(self, key: str, variables: Any) -> Any:
        """No table here."""
        raise NotImplementedError(key, variables)

    def operate(self, name: str, variables: Any, node_id: str) -> Any:
        """No operation here."""
        raise NotImplementedError(name, variables, node_id)

    def process(self, process_id: str) -> Process:
        """No call here."""
        raise NotImplementedError(process_id)

    def due(self, trigger: Any, variables: Any) -> datetime:
        """No timer here."""
        raise NotImplementedError(trigger, variables)


class Core:
    """The token core: the saved state is bytes, every step loads and saves it."""

    name = "kuaibao-core"

    def __init__(self, content: bytes) -> None:
        blueprint = read(Bundle("p", {"p.bpmn": content}), Vocabulary()).blueprint
        assert blueprint is not None
        self.process, self.host, self.saved = blueprint.processes["p"], Host(), b""

    def start(self) -> str:
        run = Run(self.process, self.host)
        run.start(CASE)
        self.saved = orjson.dumps(run.state.dump())
        return run.state.status.value

    def complete(self) -> None:
        run = Run(self.process, self.host, State.load(orjson.loads(self.saved)))
        run.complete(run.waits()[0].token, {"again": True})
        self.saved = orjson.dumps(run.state.dump())


class Stock:
    """The library by itself, with its own serializer."""

    name = "spiffworkflow"

    def __init__(self, content: bytes) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(content)))
        self.spec, self.saved = parser.get_spec("p"), ""
        self.serializer = BpmnWorkflowSerializer()

    def start(self) -> str:
        workflow = BpmnWorkflow(self.spec)
        workflow.get_next_task(spec_name="Start").data.update(CASE)
        workflow.do_engine_steps()
        self.saved = self.serializer.serialize_json(workflow)
        return "completed" if workflow.completed else "running"

    def complete(self) -> None:
        workflow = self.serializer.deserialize_json(self.saved)
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data["again"] = True
        task.run()
        workflow.do_engine_steps()
        self.saved = self.serializer.serialize_json(workflow)


Engine = Core | Stock


# --- rows ----------------------------------------------------------------------------------------------------------


def rows(*, quick: bool = False) -> Iterator[dict[str, Any]]:
    """One row an engine and process; `end_over_beginning` compares the last tenth of the rounds with the first."""
    yield _looped(Core(loop(parallel=True)), "rework-loop-parallel", 100 if quick else 1_000)
    yield _looped(Core(loop(parallel=False)), "rework-loop", 100 if quick else 1_000)
    yield _looped(Stock(loop(parallel=False)), "rework-loop", 20 if quick else 100)
    for name, content in (
        ("diamonds-10", diamonds(10)),
        ("diamonds-40", diamonds(40)),
        ("scripts-2000", scripts(2_000)),
    ):
        yield _straight(Core, name, content)
        yield _straight(Stock, name, content)


def _looped(engine: Engine, process: str, rounds: int) -> dict[str, Any]:
    engine.start()
    for _ in range(30):  # caches are warm, as in an office
        engine.complete()
    engine.start()
    first = len(engine.saved)
    spent = [_cpu(engine.complete) for _ in range(rounds * 3)]
    tenth = len(spent) // 10
    return {
        **_head(engine.name, process),
        "rounds": rounds,
        "cpu_ms_per_completion": _milliseconds(sum(spent) / len(spent)),
        "end_over_beginning": round(sum(spent[-tenth:]) / sum(spent[:tenth]), 2),
        "bytes_per_case": len(engine.saved),
        "bytes_end_over_beginning": round(len(engine.saved) / first, 2),
    }


def _straight(kind: type[Engine], process: str, content: bytes) -> dict[str, Any]:
    """From start to end in a process of its own, as one of them may never come back."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=_run, args=(kind, content, sender))
    worker.start()
    answer = receiver.recv() if receiver.poll(PATIENCE) else {"outcome": f"not within {PATIENCE} s"}
    worker.kill()
    worker.join()
    return {**_head(kind.name, process), **answer}


def _run(kind: type[Engine], content: bytes, sender: Any) -> None:
    try:
        engine = kind(content)
        began = process_time()
        answer: dict[str, Any] = {"outcome": engine.start(), "cpu_ms": _milliseconds(process_time() - began)}
    except Exception as error:  # noqa: BLE001 - how the other fails is the result
        answer = {"outcome": f"{type(error).__name__}: {str(error)[:40]}"}
    sender.send(answer)


def _head(engine: str, process: str) -> dict[str, Any]:
    return {"benchmark": "core", "engine": engine, "database": "none", "process": process}


def _cpu(call: Callable[[], object]) -> float:
    began = process_time()
    call()
    return process_time() - began


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)


if __name__ == "__main__":
    for line in rows():
        print(json.dumps(line))
