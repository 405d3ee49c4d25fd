"""A small office on a real engine and SQLite, whose time is told to it, and its pages."""

import shutil
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine import definitions, people
from engine.alarms import ring_due
from engine.bundles import read_folder
from engine.database import Database
from engine.procedure import Procedure
from engine.uow import SYSTEM, Actor, Engine
from web.bootstrap import create_app
from web.house import office_of
from web.settings import Settings
from web.site import Demo

ROOT = Path(__file__).parents[2]
BUNDLE = Path(__file__).parent / "design-check"
PASSWORD = "correct horse battery"
START = datetime(2026, 9, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai; ten days end after the National Day rest
PEOPLE = {
    "intake": ("收件员", ("intake-clerk",)),
    "examiner": ("陈立群", ("pre-examiner",)),
    "handler": ("李佳", ("case-handler",)),
    "second": ("王思远", ("case-handler",)),
    "reviewer": ("孙悦", ("reviewer",)),
    "chief": ("周文博", ("supervisor",)),
    "director": ("吴晓彤", ("director",)),
    "admin": ("管理员", ("administrator", "modeler")),
}


class LittleOffice:
    """`now` is moved by assignment; `ids` are the persons by login. `of`: begin as a copy of that office."""

    def __init__(
        self,
        folder: Path,
        procedures: Mapping[str, Procedure] | None = None,
        of: "LittleOffice | None" = None,
    ) -> None:
        self.now, self.folder = of.now if of is not None else START, folder
        self.settings = Settings.read(ROOT / "config.yaml").model_copy(update={"root": folder})
        if of is not None:
            shutil.copyfile(of.file, self.file)
        self.engine = Engine(
            Database(f"sqlite:///{self.file}"), office_of(self.settings), procedures or {}, lambda: self.now
        )
        self.ids = of.ids if of is not None else self._people()

    @property
    def file(self) -> Path:
        return self.folder / "office.sqlite3"

    def _people(self) -> dict[str, int]:
        self.engine.database.create()
        with self.engine.unit_of_work(SYSTEM) as uow:
            people.add_unit(uow, "law", "执法科", name_en="Enforcement")
            return {
                login: people.add(uow, login=login, name=name, roles=roles, unit="law", password=PASSWORD)
                for login, (name, roles) in PEOPLE.items()
            }

    def deploy(self, folder: Path = BUNDLE) -> None:
        with self.engine.unit_of_work(SYSTEM) as uow:
            definitions.deploy(uow, read_folder(folder))

    def app(self, *, demo: bool = False):
        return create_app(self.settings, self.engine, demo=Demo(PASSWORD) if demo else None)

    def actor(self, login: str) -> Actor:
        with self.engine.reading(SYSTEM) as uow:
            found = people.actor(uow, self.ids[login])
        assert found is not None
        return found

    @contextmanager
    def acting(self, login: str):
        with self.engine.unit_of_work(self.actor(login)) as uow:
            yield uow

    def pass_time(self, **length: int) -> None:
        """Let time go by, and ring what is due meanwhile."""
        self.now += timedelta(**length)
        while ring_due(self.engine, limit=100):
            pass

    def close(self) -> None:
        self.engine.database.dispose()
