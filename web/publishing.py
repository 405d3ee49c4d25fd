"""发布与撤回: behind a preview of every clock that would move; of a large office it is shown as it is computed."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from engine import calendar_years
from engine.calendar_years import Preview
from engine.errors import EngineError, MoveRefused, NotAllowed, NotFound
from engine.queries import calendars
from engine.queries.rows import OverlayRow
from engine.uow import UnitOfWork
from web import errors, identity, pages, problems
from web.calendar_reading import Given, Remark, remarks
from web.calendar_words import CALENDAR_WORDS
from web.overlays import may_change
from web.phrases import gettext
from web.previews import Computing, Failed
from web.site import site

Answer = AnyResponse | str | tuple[str, int]
publishing = Blueprint("publishing", __name__, url_prefix="/calendar/sources/<int:overlay_id>")
publishing.before_request(identity.require)

AT_ONCE = "PREVIEW_AT_ONCE"
"""The setting: of more open clocks than that a preview is shown as it is computed."""

_HERE = "<!-- result -->"


@publishing.get("/preview")
def preview(overlay_id: int) -> Answer:
    """What publishing, or withdrawing, would move."""
    return _page(overlay_id)


@publishing.post("/publish")
def publish(overlay_id: int) -> AnyResponse:
    """Let it count; the open clocks are counted again."""
    with identity.unit_of_work() as uow:
        calendar_years.publish(
            uow, overlay_id, _note(), replacing=_replacing(), seen=request.form.get("seen") or None
        )
    flash(gettext("已发布，正在按新日历重算时限"))
    return redirect(url_for("overlays.detail", overlay_id=overlay_id), 303)


@publishing.post("/withdraw")
def withdraw(overlay_id: int) -> AnyResponse:
    """Let it count no more."""
    with identity.unit_of_work() as uow:
        calendar_years.withdraw(uow, overlay_id, _note())
    flash(gettext("已撤回，正在按新日历重算时限"))
    return redirect(url_for("overlays.detail", overlay_id=overlay_id), 303)


@publishing.errorhandler(EngineError)
def again(error: EngineError) -> Answer:
    """The preview once more, with the reason and what was typed."""
    if request.method != "POST" or isinstance(error, NotFound | NotAllowed | MoveRefused):
        return problems.refused(error)
    return _page((request.view_args or {})["overlay_id"], error)


def _note() -> str:
    return request.form.get("note", "").strip()[:1000]


def _replacing() -> list[int]:
    """What is withdrawn in the same act."""
    return sorted({int(text) for text in request.values.getlist("replace") if text.isdecimal()})


def _page(overlay_id: int, error: EngineError | None = None) -> Answer:
    status = errors.answer(error)[0] if error else 200
    with identity.reading() as uow:
        if not may_change(uow):
            raise NotAllowed("calendar", "role")
        row = calendars.overlay(uow, overlay_id).row
        if row.state not in ("draft", "published"):
            raise MoveRefused("calendar", row.state, "preview")
        around = _around(uow, row, error)
        if calendars.horizon(uow).open <= current_app.config[AT_ONCE]:
            found = calendar_years.preview(uow, overlay_id, replacing=_replacing())
            return around.replace(_HERE, _result(uow, row, found)), status
    return Response(stream_with_context(_streamed(row, around)), status=status, mimetype="text/html")


def _around(uow: UnitOfWork, row: OverlayRow, error: EngineError | None) -> str:
    """The page with a mark where the preview goes."""
    return pages.show_in(
        uow,
        "pages/calendar_preview.html",
        row=row,
        refusal=errors.answer(error)[1] if error else None,
        mark=_HERE,
        **CALENDAR_WORDS,
    )


def _result(uow: UnitOfWork, row: OverlayRow, found: Preview) -> str:
    standing, others = _standing(uow, row)
    return render_template(
        "parts/preview.html",
        row=row,
        preview=found,
        standing=standing,
        others=others,
        replacing=_replacing(),
        note=_note() if request.method == "POST" else "",
        now=uow.now,
        **CALENDAR_WORDS,
    )


def _standing(uow: UnitOfWork, row: OverlayRow) -> tuple[list[Remark], list[OverlayRow]]:
    """What stands in the way of a draft, and the published sources that it could replace."""
    if row.state != "draft":
        return [], []
    findings = calendar_years.check(uow, row.id, replacing=_replacing())
    named = {one.element.removeprefix("overlay:") for one in findings if one.element.startswith("overlay:")}
    numbers = [int(name) for name in sorted(named)]
    return remarks(Given("notice"), findings), [calendars.overlay(uow, number).row for number in numbers]


def _streamed(row: OverlayRow, around: str) -> Iterator[str]:
    """The page as it comes to be: how far it has come, then the preview."""
    before, _, after = around.partition(_HERE)
    yield before
    computing = Computing(site().engine, identity.actor(), row.id, _replacing())
    try:
        for done, total in computing.steps():
            yield render_template("parts/computing.html", done=done, total=total)
        with identity.reading() as uow:
            yield _result(uow, row, computing.result)
    except Failed as failed:
        yield render_template("parts/computing.html", done=0, total=0, failed=failed.sentence)
    finally:
        computing.stop()
    yield after
