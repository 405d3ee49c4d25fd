"""A little office that is a demo: its time can be moved."""

from pathlib import Path

from engine.uow import SYSTEM, Engine
from tests.web.little_office import PASSWORD, LittleOffice
from web.bootstrap import create_app
from web.demo.office_mark import OfficeMark
from web.office_time import OfficeTime
from web.site import Demo


class DemoOffice(LittleOffice):
    """`time` is the office's; `now` stays what the time of day is."""

    def __init__(self, folder: Path, of: LittleOffice) -> None:
        super().__init__(folder, of.engine.procedures, of=of)
        self.time = OfficeTime(lambda: self.now)
        self.engine = Engine(self.engine.database, self.engine.office, of.engine.procedures, self.time)
        with self.engine.unit_of_work(SYSTEM) as uow:
            OfficeMark(complete=True).put(uow)

    def app(self, *, demo: bool = True):
        return create_app(self.settings, self.engine, demo=Demo(PASSWORD, self.time) if demo else None)
