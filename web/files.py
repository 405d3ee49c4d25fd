"""The case page: everything about one case, put together from its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from engine.blueprint import Blueprint
from engine.errors import EngineError
from engine.queries import casefile, forecasts, instructions
from engine.queries.awaits import AwaitedRow, awaited
from engine.queries.casefile import CaseFile
from engine.queries.rows import Blank, PersonRef, TokenRow
from engine.text import Text
from engine.uow import UnitOfWork
from web import diagrams, errors, facts, forecast_words, pages, security
from web.forecast_words import Said
from web.worklist import Pane, open_task


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the template is given."""

    file: CaseFile
    tasks: tuple[Pane, ...]
    sections: list[facts.Section]
    everybody: tuple[PersonRef, ...]
    blueprint: Blueprint
    names: dict[str, Text]
    marks: str
    process: str
    today: date
    office_reasons: tuple[str, ...]
    letters: tuple[AwaitedRow, ...]
    outlook: Mapping[int | None, Said]
    blank: Blank | None  # what an instruction begins with, for who may issue one

    def node_name(self, node_id: str) -> Text:
        """The name of a node of the diagram."""
        return self.names.get(node_id, Text(node_id, node_id))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the case may be suspended: what its clocks allow; without a clock, every reason of the office."""
        allowed = [reason for row in self.file.clocks if row.stopped_at is None for reason in row.suspend_for]
        return tuple(dict.fromkeys(allowed)) or self.office_reasons

    def waiting(self, row: TokenRow) -> Text:
        """What a token waits for."""
        return diagrams.waiting(row)

    @property
    def processes(self) -> tuple[str, ...]:
        """The processes that the case runs on: its own, and those that it calls and is in."""
        called = [row.process_id for row in self.file.tokens if row.process_id in self.blueprint.processes]
        return tuple(dict.fromkeys([self.file.facts.main, *called]))

    def process_name(self, key: str) -> Text:
        """The name of a process."""
        process = self.blueprint.processes[key]
        return Text(process.name or key, process.name_en)

    def closing(self) -> Text:
        """How the case ended: its last end event, or why it was cancelled."""
        reason = self.file.facts.closed_reason or ""
        return self.names.get(reason, Text(reason, reason))


def show(
    uow: UnitOfWork,
    case_id: int,
    *,
    task_id: int | None = None,
    error: EngineError | None = None,
    refused: str = "",
) -> str:
    """The page; `error` belongs to the form of `task_id`, or to the action `refused` whose panel opens again."""
    file = casefile.read(uow, case_id)
    security.allow_diagram()
    put = page(uow, file, task_id=task_id, error=error)
    refusal = errors.answer(error)[1] if error and not task_id else None
    return pages.show_in(
        uow, "pages/case.html", page=put, typed=request.form, refusal=refusal, refused=refused
    )


def page(uow: UnitOfWork, file: CaseFile, *, task_id: int | None, error: EngineError | None) -> CasePage:
    """Put the page together."""
    ids = [row.id for row in file.tasks if row.state == "open" and row.may]
    tasks = [open_task(uow, each, error=error if each == task_id else None) for each in ids]
    blueprint = uow.deployed(file.facts.definition_id).blueprint
    names = facts.names(blueprint)
    asked = request.args.get("process", "")
    return CasePage(
        file=file,
        tasks=tuple(task for task in tasks if task),
        sections=facts.sections(uow, file.facts, {row.node_id for row in file.tasks}),
        everybody=facts.everybody(uow),
        blueprint=blueprint,
        names=names,
        marks=diagrams.marks(file, names, uow.now),
        process=asked if asked in blueprint.processes else file.facts.main,
        today=uow.office.today(uow.now),
        office_reasons=tuple(uow.office.reasons),
        letters=awaited(uow, file.facts.id),
        outlook=_outlook(uow, file),
        blank=instructions.blank(uow, file.facts.id) if "instruct" in file.may else None,
    )


def _outlook(uow: UnitOfWork, file: CaseFile) -> dict[int | None, Said]:
    """What is to be expected of the open clocks, and of the case; nothing of a case that is closed."""
    if file.facts.closed_at is not None:
        return {}
    found = forecasts.of_case(uow, file.facts.id)
    return {clock: forecast_words.said(row, uow.office, uow.now) for clock, row in found.items()}
