"""督办摘要: what a supervisor's day brings, as it stands now."""

from flask import Blueprint

from engine.queries import digests as queries
from web import identity, pages

digests = Blueprint("digests", __name__, url_prefix="/digest")
digests.before_request(identity.require)


@digests.get("")
def today() -> str:
    """The cases of each kind; NotAllowed for who supervises nothing."""
    with identity.reading() as uow:
        return pages.show_in(uow, "pages/digest.html", digest=queries.digest(uow))
