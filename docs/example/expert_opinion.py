# ruff: noqa: INP001 - an example beside its diagram, not a package
"""A service operation from end to end: `python docs/example/expert_opinion.py`, from the folder with config.yaml.

In an office's own copy the first half is the package `workflows/expert_opinion`, and the folder `expert-opinion` is
below `bpmn/`.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import cases, definitions
from engine.bundles import read_folder
from engine.procedure import Notify, OperationContext, Outcome, Party, Procedure
from engine.queries import casefile
from engine.text import Text
from engine.tokens import BusinessError
from engine.uow import SYSTEM, Engine
from web.composition import open_engine
from web.settings import Settings

KEY = "expert-opinion"


def choose_expert(context: OperationContext) -> Outcome:
    """Choose the reviewer with the fewest open tasks, and tell that person."""
    free = context.facts.candidates("reviewer")
    if not free:
        raise BusinessError("no-expert", "nobody reviews here")
    subject = context.variables["subject"]
    notice = Notify(
        Text(f"{context.case_number} 征询您的意见：{subject}", f"{context.case_number} asks you: {subject}"),
        to=[free[0].id],
    )
    return Outcome({"expert": free[0].id, "chosen_on": context.today.isoformat()}, [notice])


def title(facts: Mapping[str, Any]) -> str:
    """Call a case by what is asked."""
    return f"专家意见：{facts['subject']}"[:80]


def parties(facts: Mapping[str, Any]) -> list[Party]:
    """Nobody outside the office has a part in it."""
    del facts
    return []


procedure = Procedure(
    KEY,
    operations={"choose_expert": choose_expert},
    number="ZJ{year}-{sequence:04d}",
    title=title,
    parties=parties,
)


def run(engine: Engine, folder: Path) -> str:
    """Deploy the folder, ask for an opinion, and say where the case waits."""
    engine.procedures = {**engine.procedures, KEY: procedure}
    with engine.unit_of_work(SYSTEM) as uow:
        definitions.deploy(uow, read_folder(folder), note="example")
        opened = cases.start(uow, KEY, facts={"subject": "该产品是否落入保护范围"})
    with engine.reading(SYSTEM) as uow:
        file = casefile.read(uow, opened.id)
    waits = [f"{task.name.zh} · {task.assignee.name if task.assignee else task.role}" for task in file.tasks]
    return f"{file.facts.number} {file.facts.title}：{'、'.join(waits)}"


if __name__ == "__main__":
    settings = Settings.read(Path("config.yaml"))
    sys.stdout.write(run(open_engine(settings), Path(__file__).parent / KEY) + "\n")
