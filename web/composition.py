"""From the settings to the engine: the one place that puts the office together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from engine.database import Database
from engine.errors import DatabaseNotReady
from engine.outbox import Outbox
from engine.uow import SYSTEM, Engine
from web import logs
from web.demo.office_mark import OfficeMark
from web.house import office_of
from web.office_time import OfficeTime
from web.postman import courier_of
from web.settings import Settings
from workflows import procedures


def wall_clock() -> datetime:
    """The present instant: the only reading of it in the product."""
    return datetime.now(UTC)  # noqa: TID251 - this is the door


def open_database(settings: Settings) -> Database:
    """The settings' database; a relative SQLite file's folder is made."""
    settings.var.mkdir(parents=True, exist_ok=True)
    return Database(settings.database_url())


def open_engine(
    settings: Settings, now: Callable[[], datetime] = wall_clock, *, database: Database | None = None
) -> Engine:
    """The engine on the settings' database, or on another one."""
    return Engine(database or open_database(settings), office_of(settings), procedures(), now)


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """An engine with the office's own time; `mark` where it is a demo."""

    engine: Engine
    time: OfficeTime
    mark: OfficeMark | None


def open_office(settings: Settings) -> OpenOffice:
    """The office as it stands; a demo's time is moved to where it was left."""
    logs.set_up(settings.logging)
    time = OfficeTime(wall_clock)
    engine = open_engine(settings, time)
    mark = read_mark(engine)
    if mark is not None:
        time.move(mark.ahead)
        engine.office = replace(engine.office, telling=replace(engine.office.telling, mailing=None))
    return OpenOffice(engine, time, mark)


def outbox_of(settings: Settings, office: OpenOffice) -> Outbox | None:
    """What sends the office's mails; None where no mail is sent, and never in a demo, whose people are invented."""
    if office.mark is not None or not settings.mail.host:
        return None
    return Outbox(office.engine, courier_of(settings), attempts=settings.mail.attempts)


def serving(settings: Settings) -> OpenOffice:
    """The office for a process that stays: it notices when another one moves a demo's time."""
    office = open_office(settings)
    if office.mark is not None:
        office.time.follow(lambda: _ahead(office.engine))
    return office


def read_mark(engine: Engine) -> OfficeMark | None:
    """A demo's mark; None for any other office, and where there are no tables yet."""
    try:
        with engine.reading(SYSTEM) as uow:
            return OfficeMark.read(uow)
    except DatabaseNotReady:
        return None


def _ahead(engine: Engine) -> timedelta:
    mark = read_mark(engine)
    return mark.ahead if mark is not None else timedelta()
