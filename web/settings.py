"""The settings: config.yaml, checked as a whole at start; an error names the key and what it expects."""

import os
import secrets
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from engine.text import Text
from web.config_file import SettingsRefused, read_mapping

DATABASE_URL = "KUAIBAO_DATABASE_URL"
SECRET_KEY = "KUAIBAO_SECRET_KEY"  # noqa: S105 - the variable's name, not its value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(name) from error
    return name


def _ordered(interval: str) -> str:
    start, end = interval.split("-")
    if start >= end:
        raise ValueError(interval)
    return interval


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Hours = Annotated[
    str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$"), AfterValidator(_ordered)
]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
_HOURS = Text(
    "时段列表，如 [08:30-11:30, 13:30-17:00]", "a list of intervals such as [08:30-11:30, 13:30-17:00]"
)


def _number(low: int, high: int, unit: Text) -> Any:
    expects = Text(f"{low} 到 {high} 的整数（{unit.zh}）", f"a whole number from {low} to {high} ({unit.en})")
    return Field(ge=low, le=high, json_schema_extra=expects._asdict())


def _said(zh: str, en: str, **more: Any) -> Any:
    return Field(json_schema_extra={"zh": zh, "en": en}, **more)


def _name() -> Any:
    return _said("1 到 80 个字的文字", "a text of 1 to 80 characters", min_length=1, max_length=80)


def _flag() -> Any:
    return _said("true 或 false", "true or false")


class WorkingWeek(_Section):
    """Working hours of each weekday, as intervals of local time."""

    monday: Annotated[list[Hours], _said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    tuesday: Annotated[list[Hours], _said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    wednesday: Annotated[list[Hours], _said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    thursday: Annotated[list[Hours], _said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    friday: Annotated[list[Hours], _said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]


class OfficeSettings(_Section):
    """Whose office it is and how it counts."""

    name: Annotated[str, _name()] = "知识产权保护中心"
    name_en: Annotated[str, _name()] = "Intellectual Property Protection Centre"
    language: Annotated[Literal["zh", "en"], _said("zh 或 en", "zh or en")] = "zh"
    timezone: Annotated[
        str,
        AfterValidator(_zone),
        _said("IANA 时区名，如 Asia/Shanghai", "an IANA time zone such as Asia/Shanghai"),
    ] = "Asia/Shanghai"
    working_hours: WorkingWeek = WorkingWeek()
    end_of_day: Annotated[
        Literal["business", "midnight"], _said("business 或 midnight", "business or midnight")
    ] = "business"


class DatabaseSettings(_Section):
    """Where the cases live."""

    url: Annotated[
        str,
        _said(
            "sqlite:///文件 或 postgresql+psycopg://用户@主机/库名",
            "sqlite:///FILE or postgresql+psycopg://user@host/name",
            pattern=r"^(sqlite:///.+|postgresql\+psycopg://.+)$",
        ),
    ] = "sqlite:///var/kuaibao.sqlite3"


class ServerSettings(_Section):
    """How pages are served."""

    host: Annotated[str, _said("监听的地址", "the address to listen on", min_length=1)] = "127.0.0.1"
    port: Annotated[int, _number(1, 65535, Text("端口", "a port"))] = 8000
    threads: Annotated[int, _number(1, 64, Text("线程数", "threads"))] = 8
    trusted_proxies: Annotated[int, _number(0, 4, Text("代理层数", "proxies"))] = 0
    secure_cookies: Annotated[bool, _flag()] = False
    max_request_mb: Annotated[int, _number(1, 512, Text("兆字节", "megabytes"))] = 16


class SecuritySettings(_Section):
    """Sign-in and sessions."""

    session_hours: Annotated[int, _number(1, 168, Text("小时", "hours"))] = 10
    password_length: Annotated[int, _number(8, 128, Text("字符", "characters"))] = 10
    sign_in_attempts: Annotated[int, _number(3, 20, Text("次", "attempts"))] = 5
    sign_in_rest_minutes: Annotated[int, _number(1, 1440, Text("分钟", "minutes"))] = 15


class SchedulerSettings(_Section):
    """How alarms are rung."""

    embedded: Annotated[bool, _flag()] = True
    longest_sleep_seconds: Annotated[int, _number(1, 3600, Text("秒", "seconds"))] = 30
    batch: Annotated[int, _number(1, 10000, Text("条", "alarms"))] = 100


class ProceduresSettings(_Section):
    """Where the procedures are."""

    folder: Annotated[str, _said("文件夹", "a folder", min_length=1)] = "bpmn"


class Named(_Section):
    """A word of the office in both languages."""

    name: Annotated[str, _name()]
    name_en: Annotated[str, _name()]

    @property
    def text(self) -> Text:
        """Give both languages as a value."""
        return Text(self.name, self.name_en)


class LoggingSettings(_Section):
    """What is logged, and for whom."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        _said("debug、info、warning 或 error", "debug, info, warning or error"),
    ] = "info"
    format: Annotated[Literal["console", "json"], _said("console 或 json", "console or json")] = "console"


_WORDS = Text("英文小写短横线的键，值为 name 和 name_en", "lower-case keys, each with name and name_en")


class Settings(_Section):
    """Everything in config.yaml; `root` is the folder that it stands in."""

    root: Path = Field(default=Path(), exclude=True)
    office: OfficeSettings = OfficeSettings()
    database: DatabaseSettings = DatabaseSettings()
    server: ServerSettings = ServerSettings()
    security: SecuritySettings = SecuritySettings()
    scheduler: SchedulerSettings = SchedulerSettings()
    procedures: ProceduresSettings = ProceduresSettings()
    suspension_reasons: Annotated[dict[Key, Named], _said(*_WORDS)] = {}
    roles: Annotated[dict[Key, Named], _said(*_WORDS)] = {}
    logging: LoggingSettings = LoggingSettings()

    @property
    def procedures_folder(self) -> Path:
        """The folder with one folder a procedure."""
        return self.root / self.procedures.folder

    @property
    def var(self) -> Path:
        """The folder for what the office makes: its database file and its secret key."""
        return self.root / "var"

    def database_url(self) -> str:
        """The database's URL: the environment's, else the file's; a relative SQLite file is below `root`."""
        url = os.environ.get(DATABASE_URL) or self.database.url
        prefix, _, file = url.partition("sqlite:///")
        if prefix or not file or Path(file).is_absolute():
            return url
        return f"sqlite:///{(self.root / file).resolve()}"

    def secret_key(self) -> str:
        """The key that signs sessions: the environment's, else one made once in var/secret-key."""
        if given := os.environ.get(SECRET_KEY):
            return given
        file = self.var / "secret-key"
        if not file.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as key:
                key.write(secrets.token_urlsafe(48))
        return file.read_text()

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read and check a file; raise `SettingsRefused` with every problem in it."""
        try:
            return cls.model_validate({**read_mapping(file), "root": file.resolve().parent})
        except ValidationError as error:
            raise SettingsRefused(file, [_sentence(cls, problem) for problem in error.errors()]) from error


def _sentence(settings: type[BaseModel], problem: Any) -> Text:
    place = ".".join(str(part) for part in problem["loc"] if part != "[key]") or "config.yaml"
    if problem["type"] == "extra_forbidden":
        return Text(f"{place}：没有这个设置项", f"{place}: there is no such setting")
    if problem["type"] == "missing":
        return Text(f"{place}：必须填写", f"{place}: is needed")
    expects = _expected(settings, problem["loc"])
    found = repr(problem["input"])[:80]
    return Text(f"{place}：应为{expects.zh}，实为 {found}", f"{place}: expects {expects.en}, not {found}")


def _expected(model: Any, path: tuple[Any, ...]) -> Text:
    """Follow a problem's path through the models to what the last field on it expects."""
    expects = Text("“键: 值”的一组设置", "a group of `key: value` settings")
    for part in path:
        fields = getattr(model, "model_fields", {})
        if part in fields:
            if said := fields[part].json_schema_extra:
                expects = Text(**said)
            model = fields[part].annotation
        elif getattr(model, "__args__", None):
            model = model.__args__[-1]
    return expects
