"""What was typed into a form whose session had ended, kept in the page itself until the person is signed in again."""

from dataclasses import dataclass
from typing import Self

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from web import labels

_HOURS_12 = 12 * 3600
_PRIVATE = ("csrf_token", "password")


@dataclass(frozen=True, slots=True)
class Kept:
    """The fields of a POST, in their order, and where they were going."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of_request(cls) -> Self:
        """Keep the form of this request; tokens and passwords are left out."""
        pairs = request.form.items(multi=True)
        return cls(request.path, tuple((name, text) for name, text in pairs if name not in _PRIVATE))

    @classmethod
    def unpack(cls, packed: str) -> Self | None:
        """Read what `pack` made; None where it is not ours or too old."""
        try:
            path, fields = _serializer().loads(packed, max_age=_HOURS_12)
        except BadSignature:
            return None
        return cls(path, tuple((name, text) for name, text in fields))

    def pack(self) -> str:
        """Sign, so that nobody else can put words into the form."""
        return str(_serializer().dumps([self.path, self.fields]))

    @property
    def typed(self) -> labels.Pairs:
        """What a person typed, under the names on the page."""
        return labels.said(self.fields)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kept-form")
