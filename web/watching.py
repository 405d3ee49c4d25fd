"""Completing a task to watch (督办任务): with an instruction, or with a note alone."""

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from engine import instructions
from engine import tasks as engine_tasks
from engine.errors import EngineError
from web import identity, tasks
from web.instructions import answer_by, said
from web.phrases import gettext

watching = Blueprint("watching", __name__, url_prefix="/tasks")
watching.before_request(identity.require)


@watching.post("/<int:task_id>/settle")
def settle(task_id: int) -> Response:
    """发出督办 or 仅备注: which of the two the button says."""
    noted = request.form.get("move") == "note"
    with identity.unit_of_work() as uow:
        if noted:
            done = engine_tasks.complete(uow, task_id, {"note": said("text")})
        else:
            to = request.form.get("to", 0, type=int)
            done = instructions.settle(uow, task_id, to=to, text=said("text"), answer_by=answer_by())
    flash(gettext("已备注，督办任务办结") if noted else gettext("督办已发出，督办任务办结"))
    return tasks.onwards(done)


@watching.errorhandler(EngineError)
def again(error: EngineError) -> tuple[str, int]:
    """The page with the task once more, and what was typed."""
    return tasks.same_page(error)
