"""The sentences of the catalogue, for code; templates have `_`."""

import flask_babel


def gettext(sentence: str, **facts: object) -> str:
    """A Chinese sentence in the page's language, with its facts filled in."""
    return str(flask_babel.gettext(sentence, **facts))
