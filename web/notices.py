"""督办提醒: what the office tells a person."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import people
from engine.people.mail import MailChoice
from engine.queries import dashboard
from web import identity, mail_words, pages
from web.phrases import gettext
from web.site import site

notices = Blueprint("notices", __name__, url_prefix="/notices")
notices.before_request(identity.require)


@notices.get("")
def inbox() -> str:
    """Newest first; what was read stays."""
    unread = request.args.get("show") == "unread"
    with identity.reading() as uow:
        return pages.show_in(
            uow,
            "pages/notices.html",
            rows=dashboard.inbox(uow, unread=unread),
            unread=unread,
            mail=people.mail.of_actor(uow) if site().engine.office.telling.mailing is not None else None,
            choices=mail_words.CHOICES,
            watches=uow.actor.has(*pages.WATCHERS),
        )


@notices.post("/mail")
def choose_mail() -> Response:
    """Which notices one gets by mail as well; what is no choice changes nothing."""
    asked = request.form.get("choice", "")
    if asked in set(MailChoice):
        with identity.unit_of_work() as uow:
            people.mail.choose(uow, MailChoice(asked))
        flash(gettext("邮件提醒设置已保存"))
    return redirect(url_for("notices.inbox"), 303)


@notices.post("/read")
def read() -> Response:
    """Mark one (`notice`), or all, as read."""
    one = request.form.get("notice", type=int)
    with identity.unit_of_work() as uow:
        people.mark_read(uow, one)
    if case_id := request.form.get("_case", type=int):
        return redirect(url_for("cases.file", case_id=case_id), 303)
    return redirect(url_for("digests.today" if "_digest" in request.form else "notices.inbox"), 303)
