"""运行状况: mails that do not arrive and alarms that go on failing, for administrators."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engine import outbox
from engine.outbox import DeliveryState
from engine.queries import troubles
from web import due_words, identity, mail_words, pages
from web.phrases import gettext
from web.site import site

running = Blueprint("running", __name__, url_prefix="/running")
running.before_request(identity.require)


@running.get("")
def state() -> str:
    """The outbox and the alarms; NotAllowed for who does not administer the office."""
    asked = request.args.get("show", DeliveryState.GIVEN_UP.value)
    chosen = DeliveryState(asked) if asked in set(DeliveryState) else None
    with identity.reading() as uow:
        return pages.show_in(
            uow,
            "pages/running.html",
            counts_of=troubles.delivery_counts(uow),
            rows=troubles.deliveries(uow, state=chosen),
            alarms=troubles.stuck_alarms(uow),
            chosen=chosen,
            alarm_name=due_words.kind_text,
            mail_state=mail_words.STATES.__getitem__,
            mail_problem=mail_words.problem,
            sending=site().engine.office.telling.mailing is not None,
        )


@running.post("/mails/<int:delivery_id>/retry")
def retry(delivery_id: int) -> Response:
    """重试."""
    with identity.unit_of_work() as uow:
        outbox.retry(uow, delivery_id)
    flash(gettext("邮件将重新发送"))
    return redirect(url_for("running.state"), 303)
