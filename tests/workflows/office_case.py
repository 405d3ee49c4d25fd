"""One case of a procedure in an office on a real database, with the same steps as on the token core alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from procedure_case import BPMN

from engine.bundles import read_folder
from engine.definitions import deploy
from engine.model import Clock
from engine.procedure import Procedure
from engine.steps.starting import step_of
from tests.office import Office

WORKER = {
    "intake-clerk": "clerk",
    "case-handler": "handler",
    "reviewer": "reviewer",
    "supervisor": "supervisor",
    "director": "director",
}


class OfficeCase:
    """A case by the names of its tasks; each is done by the person whose role it is."""

    def __init__(
        self, office: Office, procedure: Procedure, facts: Mapping[str, Any], *, examiner: str = "examiner"
    ) -> None:
        self.office, self.workers = office, {**WORKER, "pre-examiner": examiner}
        office.engine.procedures = {**office.engine.procedures, procedure.key: procedure}
        with office.as_("modeler") as uow:
            deploy(uow, read_folder(BPMN / procedure.key))
        self.id = office.file(procedure.key, **facts)
        self.handlers = [office.ids["handler"], office.ids["second"]]
        self._told = 0

    def do(self, task: str, by: str | None = None, **values: Any) -> "OfficeCase":
        """Complete a task, as the person whose role it is or as somebody else."""
        row = next(row for row in self.office.open_tasks(self.id) if row.node_id == task)
        self.office.complete(self.id, task, by=by or self.workers[row.role or ""], **values)
        return self

    def tell(self, message: str, **payload: Any) -> "OfficeCase":
        """Deliver a message to the case by its number."""
        self._told += 1
        number = self.office.case(self.id).number
        delivery = self.office.deliver(message, f"{message}-{self._told}", payload, case_number=number)
        assert delivery.status == "delivered", delivery
        return self

    def to(self, moment: str) -> "OfficeCase":
        """Move the time on, and let everything ring that is due by then."""
        self.office.now.to(moment)
        self.office.tick()
        return self

    def __getitem__(self, name: str) -> Any:
        return self.office.variables(self.id)[name]

    @property
    def open(self) -> list[str]:
        """The tasks that wait for a person."""
        return sorted(self.office.waiting(self.id))

    @property
    def state(self) -> str:
        return self.office.case(self.id).state

    @property
    def clocks(self) -> dict[str, Clock]:
        return self.office.clocks(self.id)

    @property
    def running(self) -> list[str]:
        """The clocks that are neither stopped nor suspended."""
        return sorted(name for name, clock in self.clocks.items() if clock.state == "running")

    def last_day(self, clock: str) -> date:
        return self.clocks[clock].last_day

    def ended_properly(self) -> bool:
        """Completed, without an incident, every clock stopped, and the journal proven."""
        with self.office.reading() as uow:
            assert not step_of(uow, self.id).run.waits()
        stopped = all(clock.state == "stopped" for clock in self.clocks.values())
        return self.state == "completed" and stopped and self.office.verify() == []
