"""The peers, in the same run: django-viewflow on the same server, and the SpiffWorkflow library by itself."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter, process_time
from typing import Any

import orjson
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from sqlalchemy import create_engine, text

from benchmarks.processes import ANSWERS, SIMPLE_TASKS

Row = dict[str, Any]


def viewflow(server: str, rounds: int) -> Iterator[Row]:
    """django-viewflow, in a process of its own, in a database of its own."""
    admin = create_engine(server.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE viewflow"))
    admin.dispose()
    url = server.format("viewflow").replace("postgresql+psycopg", "postgresql")
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.viewflow_peer", url, str(rounds)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if found.returncode:
        raise RuntimeError(found.stderr)
    for line in found.stdout.splitlines():
        yield json.loads(line)


# --- the library -----------------------------------------------------------------------------------------------

_MID25 = (
    "begin -> register -> s1 -> g1 -[large]-> s2 -> m1 -> fork -> search -> s4 -> join -> s6 -> assess -> decide",
    "decide -> g2 -[infringes]-> s7 -> m2 -> s9 -> serve -> s10 -> s11 -> done",
    "g1 -> s3 -> m1",
    "fork -> inspect -> s5 -> join",
    "g2 -> s8 -> m2",
)
_TAGS = {
    **dict.fromkeys(("register", "search", "inspect", "decide", "serve", *SIMPLE_TASKS), "userTask"),
    **dict.fromkeys(("g1", "m1", "g2", "m2"), "exclusiveGateway"),
    **dict.fromkeys(("fork", "join"), "parallelGateway"),
    "begin": "startEvent",
    "done": "endEvent",
}


def _file(*paths: str) -> bytes:
    """The library's own BPMN: its scripts are Python, its default flow is the one without a condition."""
    flows, names = [], {}
    for path in paths:
        words = path.replace("-[", "-> [").replace("]->", "] ->").split(" -> ")
        for source, *rest in _pairs(words):
            flows.append((source, *rest))
            names |= {source: None, rest[0]: None}
    defaults = {
        source: number
        for number, (source, _, condition) in enumerate(flows)
        if not condition and source in ("g1", "g2")
    }
    nodes = "".join(_node(name, defaults) for name in names)
    drawn = "".join(_flow(number, *flow) for number, flow in enumerate(flows))
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:benchmark">'
        f'<process id="p" isExecutable="true">{nodes}{drawn}</process></definitions>'
    ).encode()


def _pairs(words: list[str]) -> Iterator[tuple[str, str, str]]:
    condition, source = "", words[0]
    for word in words[1:]:
        if word.startswith("["):
            condition = word[1:-1]
        else:
            yield source, word, condition
            condition, source = "", word


def _node(name: str, defaults: dict[str, int]) -> str:
    tag = _TAGS.get(name, "scriptTask")
    default = f' default="f{defaults[name]}"' if name in defaults else ""
    return f'<{tag} id="{name}"{default}>{f"<script>{name}_done = True</script>" if tag == "scriptTask" else ""}</{tag}>'


def _flow(number: int, source: str, target: str, condition: str) -> str:
    inner = (
        f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>'
        if condition
        else ""
    )
    return f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def library(rounds: int) -> Iterator[Row]:
    """Load, complete, run and save with the library's own serialiser; no database, no tasks, no journal, no clocks."""
    answers: dict[str, dict[str, Any]] = {name: dict(values) for name, values in ANSWERS.items()}
    answers["register"]["large"] = True
    simple = {name: dict[str, Any]() for name in SIMPLE_TASKS}
    yield _measured("simple", _file("begin -> first -> second -> done"), simple, rounds)
    yield _measured("mid25", _file(*_MID25), answers, rounds)


def _measured(process: str, content: bytes, answers: dict[str, dict[str, Any]], rounds: int) -> Row:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(content)))
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    cpu = wall = 0.0
    size = 0
    for _ in range(rounds):
        workflow = BpmnWorkflow(parser.get_spec("p"))
        workflow.do_engine_steps()
        saved = orjson.dumps(serializer.to_dict(workflow))
        for node, values in answers.items():
            begun, started = process_time(), perf_counter()
            saved = _step(serializer, saved, node, values)
            cpu, wall = cpu + process_time() - begun, wall + perf_counter() - started
        size += len(saved)
    done = rounds * len(answers)
    return {
        "engine": "spiffworkflow",
        "database": None,
        "process": process,
        "sql_per_completion": None,
        "commits_per_completion": None,
        "cpu_ms_per_completion": round(1000 * cpu / done, 3),
        "completions_per_second": round(done / wall, 1),
        "bytes_per_case": round(size / rounds),
    }


def _step(serializer: BpmnWorkflowSerializer, saved: bytes, node: str, values: dict[str, Any]) -> bytes:
    workflow = serializer.from_dict(orjson.loads(saved))
    task = next(one for one in workflow.get_tasks(state=TaskState.READY) if one.task_spec.bpmn_id == node)
    task.data.update(values)
    task.run()
    workflow.do_engine_steps()
    return orjson.dumps(serializer.to_dict(workflow))
