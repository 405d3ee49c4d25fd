"""督办提醒: what the office tells a person."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import people
from engine.queries import dashboard
from web import identity, pages

notices = Blueprint("notices", __name__, url_prefix="/notices")
notices.before_request(identity.require)


@notices.get("")
def inbox() -> str:
    """Newest first; what was read stays."""
    unread = request.args.get("show") == "unread"
    with identity.reading() as uow:
        return pages.show_in(
            uow, "pages/notices.html", rows=dashboard.inbox(uow, unread=unread), unread=unread
        )


@notices.post("/read")
def read() -> Response:
    """Mark one (`notice`), or all, as read."""
    one = request.form.get("notice", type=int)
    with identity.unit_of_work() as uow:
        people.mark_read(uow, one)
    if case_id := request.form.get("_case", type=int):
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return redirect(url_for("notices.inbox"), 303)
