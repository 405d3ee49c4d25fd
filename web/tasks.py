"""What is done with a task: claim, put back, assign, return, keep a draft, complete."""

from contextlib import suppress
from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import tasks as engine_tasks
from engine.errors import EngineError
from engine.queries import worklist as reads
from engine.queries.rows import TaskForm
from engine.tasks import Completed
from engine.uow import UnitOfWork
from web import errors, files, identity, pages, problems, worklist
from web.formview import FormView, typed
from web.languages import say
from web.moments import moment
from web.phrases import gettext
from web.site import site
from web.worklist import Desk, Wanted

tasks = Blueprint("tasks", __name__, url_prefix="/tasks")
tasks.before_request(identity.require)


@tasks.get("/<int:task_id>")
def opened(task_id: int) -> Response:
    """Lead to the task's case, where it can be done."""
    with identity.reading() as uow:
        row = reads.form(uow, task_id)
    return redirect(url_for("cases.file", case_id=row.case.id, _anchor=f"task-{task_id}"))


@tasks.post("/<int:task_id>/claim")
def claim(task_id: int) -> Response:
    """签收."""
    with identity.unit_of_work() as uow:
        engine_tasks.claim(uow, task_id)
    flash(gettext("已签收，任务在我的待办中"))
    return _back(task_id)


@tasks.post("/<int:task_id>/unclaim")
def unclaim(task_id: int) -> Response:
    """Put one's own task back."""
    with identity.unit_of_work() as uow:
        engine_tasks.unclaim(uow, task_id)
    flash(gettext("已放回小组待领"))
    return _back(None)


@tasks.post("/<int:task_id>/assign")
def assign(task_id: int) -> Response:
    """转办."""
    person, note = request.form.get("person", type=int) or 0, request.form.get("note", "").strip()
    with identity.unit_of_work() as uow:
        engine_tasks.assign(uow, task_id, person, note=note)
    flash(gettext("已转办"))
    return _back(None)


@tasks.post("/<int:task_id>/return")
def give_back(task_id: int) -> Response:
    """退回."""
    with identity.unit_of_work() as uow:
        engine_tasks.return_to_pool(uow, task_id, note=request.form.get("note", "").strip())
    flash(gettext("已退回小组待领"))
    return _back(None)


@tasks.post("/<int:task_id>/draft")
def draft(task_id: int) -> Response | str:
    """Keep what was typed; asked by the page itself, the answer is the note beside the buttons."""
    with identity.unit_of_work() as uow:
        values = _values(uow, task_id)
        engine_tasks.save_draft(uow, task_id, values, seen=request.form.get("_seen"))
    if request.headers.get("HX-Request") == "true":
        return _saved(uow.now)
    flash(_saved(uow.now))
    return _back(task_id)


@tasks.post("/<int:task_id>/fields")
def fields(task_id: int) -> str:
    """The fields anew, as what was typed so far decides which ones are asked."""
    with identity.reading() as uow:
        view = FormView.of_task(reads.form(uow, task_id), uow.office.local(uow.now), again=True)
        return pages.show("parts/fields.html", view=view)


@tasks.post("/<int:task_id>/complete")
def complete(task_id: int) -> Response:
    """办结本环节."""
    with identity.unit_of_work() as uow:
        done = engine_tasks.complete(uow, task_id, _values(uow, task_id), seen=request.form.get("_seen"))
    following = _claimable(done)
    flash(_done(done, following))
    return onwards(done, following)


@tasks.errorhandler(EngineError)
def again(error: EngineError) -> tuple[str, int]:
    """The same page once more: what is wrong at the top and at each field, and what was typed in its place."""
    if request.endpoint == "tasks.complete" and not isinstance(error, worklist.GONE):
        return same_page(error)
    return problems.refused(error)


def same_page(error: EngineError) -> tuple[str, int]:
    """The page of this request's task, with an error at its form."""
    with suppress(EngineError), identity.reading() as uow:
        return _same_page(uow, int((request.view_args or {})["task_id"]), error), errors.answer(error)[0]
    return problems.refused(error)


def _same_page(uow: UnitOfWork, task_id: int, error: EngineError) -> str:
    if case_id := request.form.get("_case", type=int):
        return files.show(uow, case_id, task_id=task_id, error=error)
    return worklist.show(uow, Desk(Wanted(None, None, task_id), reads.mine(uow)), error=error)


def _values(uow: UnitOfWork, task_id: int) -> dict[str, object]:
    form = reads.form(uow, task_id).form
    return form.parse(typed()) if form else {}


def _saved(now: datetime) -> str:
    at = site().engine.office.local(now)
    return gettext("草稿已保存 %(time)s", time=say(moment(at, at)))


def _claimable(done: Completed) -> TaskForm | None:
    """The case's next step, where it waits for somebody who could be this person."""
    with identity.reading() as uow:
        for task_id in done.opened:
            with suppress(*worklist.GONE):
                row = reads.form(uow, task_id)
                if "claim" in row.task.may:
                    return row
    return None


def _done(done: Completed, following: TaskForm | None) -> str:
    if done.case_state == "completed":
        return gettext("已提交，案件 %(number)s 办结", number=done.number)
    if done.mine:
        return gettext("已提交 %(number)s，已打开本案的下一环节", number=done.number)
    if following:
        name = say(following.task.name)
        return gettext("已提交 %(number)s，本案的下一环节“%(name)s”待签收", number=done.number, name=name)
    return gettext("已提交 %(number)s", number=done.number)


def onwards(done: Completed, claimable: TaskForm | None = None) -> Response:
    """Lead on: to the case where the task was done on its page, else to the next task."""
    if request.form.get("_case"):
        return redirect(url_for("cases.file", case_id=done.case_id), 303)
    following = done.mine[0] if done.mine else request.form.get("_next", type=int)
    if following is None and claimable:
        return redirect(url_for("worklist.pool", task=claimable.task.id), 303)
    return redirect(url_for("worklist.mine", task=following), 303)


def _back(task_id: int | None) -> Response:
    if case_id := request.form.get("_case", type=int):
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return redirect(url_for("worklist.mine", task=task_id), 303)
