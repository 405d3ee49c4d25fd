"""What the running site is made of, reached from a request."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from engine.uow import Engine
from web.assets import Assets
from web.office_time import OfficeTime
from web.settings import Settings

EXTENSION = "kuaibao"


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo office says so on every page, and helps to sign in: everybody has the same password, where it is known.

    Its `time` can be moved, where it is given.
    """

    password: str | None
    time: OfficeTime | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The parts that the composition root put together."""

    engine: Engine
    settings: Settings
    assets: Assets
    demo: Demo | None = None


def site() -> Site:
    """The site that answers this request."""
    return cast("Site", current_app.extensions[EXTENSION])
