"""What a person chooses for the pages: the language and the theme."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from engine import people
from engine.text import Language
from web import identity
from web.languages import LANGUAGE, THEME, THEMES
from web.signin import safe
from web.site import site

preferences = Blueprint("preferences", __name__)
_A_YEAR = 365 * 24 * 3600


@preferences.post("/language")
def choose_language() -> Response:
    """Remember the language, with the person where one is signed in."""
    chosen: Language = "en" if request.form.get("language") == "en" else "zh"
    person = identity.current()
    if person is not None and person.person_id is not None:
        with identity.unit_of_work() as uow:
            people.set_language(uow, person.person_id, chosen)
    return _remember(LANGUAGE, chosen)


@preferences.post("/theme")
def choose_theme() -> Response:
    """Remember the theme."""
    theme = request.form.get("theme", "")
    return _remember(THEME, theme if theme in THEMES else "light")


def _remember(name: str, value: str) -> Response:
    response = redirect(safe(request.form.get("next")), 303)
    secure = site().settings.server.secure_cookies
    response.set_cookie(name, value, max_age=_A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response
