"""Who is asking: the person behind the session, read anew for each request."""

from contextlib import AbstractContextManager

from flask import g, request, session

from engine import people
from engine.uow import SYSTEM, Actor, UnitOfWork
from web.site import site

PERSON = "person"
_OPEN = ("asset", "static")


class SignInNeeded(Exception):
    """The page is for people who are signed in."""


def load() -> None:
    """Before a request: find the actor of the session; a person who left the office is signed out."""
    g.actor = None
    person = session.get(PERSON)
    if person is None or request.endpoint in _OPEN:
        return
    with site().engine.reading(SYSTEM) as uow:
        g.actor = people.actor(uow, person)
    if g.actor is None:
        session.clear()


def current() -> Actor | None:
    """The actor, or None for somebody who is not signed in."""
    actor: Actor | None = g.get("actor")
    return actor


def actor() -> Actor:
    """The actor; SignInNeeded."""
    found = current()
    if found is None:
        raise SignInNeeded
    return found


def require() -> None:
    """Before a blueprint's requests: only for people who are signed in."""
    actor()


def begin(person_id: int) -> None:
    """Start a session of its own: nothing of what came before the sign-in stays in it."""
    session.clear()
    session.permanent = True
    session[PERSON] = person_id


def unit_of_work() -> AbstractContextManager[UnitOfWork]:
    """One session, one instant, one commit, in the name of the person who asks."""
    return site().engine.unit_of_work(actor())


def reading() -> AbstractContextManager[UnitOfWork]:
    """For pages that only show: nothing is committed."""
    return site().engine.reading(actor())
