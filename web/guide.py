"""Help: the keys, as a page of its own for those who browse without script."""

from flask import Blueprint

from web import identity, pages

guide = Blueprint("guide", __name__)
guide.before_request(identity.require)


@guide.get("/keys")
def keys() -> str:
    """Show the keys."""
    with identity.reading() as uow:
        return pages.show_in(uow, "pages/keys.html")
