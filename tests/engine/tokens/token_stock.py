"""The stock SpiffWorkflow library as a second opinion, by the names of nodes."""

import io
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition, timer
from token_case import START


class _Clock(datetime):
    """Stands in for the wall clock that the library reads."""

    told = START

    @classmethod
    def now(cls, tz=None):
        return cls.told.astimezone(tz) if tz else cls.told.replace(tzinfo=None)


class Stock:
    """An instance of the stock library."""

    def __init__(self, content: bytes, variables: dict[str, Any], patch: pytest.MonkeyPatch) -> None:
        patch.setattr(timer, "datetime", _Clock)
        _Clock.told = START
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(content)))
        self.workflow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
        self.workflow.get_next_task(spec_name="Start").data.update(variables)
        self.workflow.do_engine_steps()

    def ready(self) -> list[Any]:
        parts = [self.workflow, *self.workflow.subprocesses.values()]
        tasks = [task for part in parts for task in part.tasks.values()]
        return [task for task in tasks if task.state == TaskState.READY and task.task_spec.manual]

    def waits(self) -> Counter[str]:
        return Counter(_name(task) for task in self.ready())

    def messages(self) -> set[str]:
        waiting = self.workflow.waiting_events()
        return {event.name for event in waiting if event.event_type == "MessageEventDefinition"}

    def do(self, name: str, nth: int, values: dict[str, Any]) -> None:
        task = sorted((one for one in self.ready() if _name(one) == name), key=_instance)[nth]
        task.data.update(values)
        task.run()
        self.workflow.do_engine_steps()

    def tell(self, name: str) -> None:
        self.workflow.send_event(BpmnEvent(MessageEventDefinition(name), {}))
        self.workflow.do_engine_steps()

    def wait(self, days: int) -> None:
        _Clock.told += timedelta(days=days)
        self.workflow.refresh_timers()
        self.workflow.do_engine_steps()

    @property
    def done(self) -> bool:
        return self.workflow.completed

    @property
    def data(self) -> dict[str, Any]:
        return self.workflow.data


def _name(task: Any) -> str:
    return task.task_spec.name.removesuffix(" [child]")


def _instance(task: Any) -> int:
    return task.internal_data.get("key_or_index", 0)
