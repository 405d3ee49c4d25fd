"""The built browser code: hashed names out of the manifest, and long-lived, pre-compressed answers."""

import json
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from flask import Response, request, send_from_directory

DIST = Path(__file__).parent / "static" / "dist"
FONTS = ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf")
A_YEAR = 365 * 24 * 3600
_ENCODINGS = {"br": ".br", "gzip": ".gz"}


class AssetsNotBuilt(RuntimeError):
    """The browser code has not been built: run `make assets`."""


@dataclass(frozen=True, slots=True)
class Assets:
    """What the templates ask for: an entry has `js`, `css` and `imports`; a picture is a name."""

    manifest: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path = DIST) -> Self:
        """Read the manifest that the build left; AssetsNotBuilt."""
        file = folder / "manifest.json"
        if not file.exists():
            raise AssetsNotBuilt(file)
        return cls(json.loads(file.read_text()))

    def __getitem__(self, name: str) -> Any:
        """Give an entry or a picture."""
        return self.manifest[name]


def fonts(folder: Path = DIST) -> Path:
    """Give the folder of the printed documents' fonts; AssetsNotBuilt."""
    found = folder / "fonts"
    missing = [found / name for name in FONTS if not (found / name).is_file()]
    if missing:
        raise AssetsNotBuilt(missing[0])
    return found


def serve(name: str) -> Response:
    """Answer with a built file, compressed where the browser takes it."""
    encoding = _encoding(name)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = send_from_directory(
        DIST, name + _ENCODINGS.get(encoding or "", ""), mimetype=kind, max_age=A_YEAR
    )
    response.cache_control.public = response.cache_control.immutable = True
    response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    return response


def _encoding(name: str) -> str | None:
    wanted = None if request.range else request.accept_encodings.best_match(_ENCODINGS)
    return wanted if wanted and (DIST / f"{Path(name).name}{_ENCODINGS[wanted]}").is_file() else None
