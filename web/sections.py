"""The sections of the settings: their defaults, and what each key expects in both languages."""

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from engine.errors import PeriodInvalid
from engine.office import SuspensionRule
from engine.policies import parse_period
from engine.text import Text


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


def _legal(period: str) -> str:
    if period:
        try:
            parse_period(period)
        except PeriodInvalid as error:
            raise ValueError(period) from error
    return period


class Section(BaseModel):
    """A section: no unknown keys, never changed."""

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


def said(zh: str, en: str, **more: Any) -> Any:
    """A field with what it expects."""
    return Field(json_schema_extra={"zh": zh, "en": en}, **more)


def _name() -> Any:
    return said("1 到 80 个字的文字", "a text of 1 to 80 characters", min_length=1, max_length=80)


def _flag() -> Any:
    return said("true 或 false", "true or false")


class WorkingWeek(Section):
    """Working hours of each weekday, as intervals of local time."""

    monday: Annotated[list[Hours], said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    tuesday: Annotated[list[Hours], said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    wednesday: Annotated[list[Hours], said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    thursday: Annotated[list[Hours], said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]
    friday: Annotated[list[Hours], said(*_HOURS)] = ["08:30-11:30", "13:30-17:00"]


class OfficeSettings(Section):
    """Whose office it is and how it counts."""

    name: Annotated[str, _name()] = "知识产权保护中心"
    name_en: Annotated[str, _name()] = "Intellectual Property Protection Centre"
    language: Annotated[Literal["zh", "en"], said("zh 或 en", "zh or en")] = "zh"
    timezone: Annotated[
        str,
        AfterValidator(_zone),
        said("IANA 时区名，如 Asia/Shanghai", "an IANA time zone such as Asia/Shanghai"),
    ] = "Asia/Shanghai"
    working_hours: WorkingWeek = WorkingWeek()
    end_of_day: Annotated[
        Literal["business", "midnight"], said("business 或 midnight", "business or midnight")
    ] = "business"


class DatabaseSettings(Section):
    """Where the cases live."""

    url: Annotated[
        str,
        said(
            "sqlite:///文件 或 postgresql+psycopg://用户@主机/库名",
            "sqlite:///FILE or postgresql+psycopg://user@host/name",
            pattern=r"^(sqlite:///.+|postgresql\+psycopg://.+)$",
        ),
    ] = "sqlite:///var/kuaibao.sqlite3"


class ServerSettings(Section):
    """How pages are served."""

    host: Annotated[str, said("监听的地址", "the address to listen on", min_length=1)] = "127.0.0.1"
    port: Annotated[int, _number(1, 65535, Text("端口", "a port"))] = 8000
    threads: Annotated[int, _number(1, 64, Text("线程数", "threads"))] = 8
    trusted_proxies: Annotated[int, _number(0, 4, Text("代理层数", "proxies"))] = 0
    secure_cookies: Annotated[bool, _flag()] = False
    max_request_mb: Annotated[int, _number(1, 512, Text("兆字节", "megabytes"))] = 24


class SecuritySettings(Section):
    """Sign-in and sessions."""

    session_hours: Annotated[int, _number(1, 168, Text("小时", "hours"))] = 10
    password_length: Annotated[int, _number(8, 128, Text("字符", "characters"))] = 10
    sign_in_attempts: Annotated[int, _number(3, 20, Text("次", "attempts"))] = 5
    sign_in_rest_minutes: Annotated[int, _number(1, 1440, Text("分钟", "minutes"))] = 15


class SchedulerSettings(Section):
    """How alarms are rung."""

    embedded: Annotated[bool, _flag()] = True
    longest_sleep_seconds: Annotated[int, _number(1, 3600, Text("秒", "seconds"))] = 30
    batch: Annotated[int, _number(1, 10000, Text("条", "alarms"))] = 100


class ForecastSettings(Section):
    """What forecasts are learnt from, and how much of it is enough."""

    least_finished: Annotated[int, _number(10, 1000, Text("个时限", "clocks"))] = 20
    months: Annotated[int, _number(6, 240, Text("月", "months"))] = 36
    kind: Annotated[
        str,
        said(
            "登记事项的字段名，如 right",
            "the name of a registered field such as right",
            pattern=r"^\w{1,80}$",
        ),
    ] = "right"


class ProceduresSettings(Section):
    """Where the procedures are."""

    folder: Annotated[str, said("文件夹", "a folder", min_length=1)] = "bpmn"


class Named(Section):
    """A word of the office in both languages."""

    name: Annotated[str, _name()]
    name_en: Annotated[str, _name()]

    @property
    def text(self) -> Text:
        """Give both languages as a value."""
        return Text(self.name, self.name_en)


class Reason(Named):
    """Why clocks may be suspended; what ends that, and how long it may last at most."""

    resumes: Annotated[str, said("80 个字以内的文字", "a text of at most 80 characters", max_length=80)] = ""
    resumes_en: Annotated[
        str, said("80 个字以内的文字", "a text of at most 80 characters", max_length=80)
    ] = ""
    longest: Annotated[
        str,
        AfterValidator(_legal),
        said("期限，如 60 calendar-days，或留空", "a period such as 60 calendar-days, or nothing"),
    ] = ""

    @property
    def rule(self) -> SuspensionRule | None:
        """What the engine is told, where there is something to tell."""
        if not (self.resumes or self.longest):
            return None
        return SuspensionRule(
            Text(self.resumes, self.resumes_en), parse_period(self.longest) if self.longest else None
        )


class DocumentsSettings(Section):
    """What may be handed in."""

    max_mb: Annotated[int, _number(1, 200, Text("兆字节", "megabytes"))] = 20


class LoggingSettings(Section):
    """What is logged, and for whom."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"],
        said("debug、info、warning 或 error", "debug, info, warning or error"),
    ] = "info"
    format: Annotated[Literal["console", "json"], said("console 或 json", "console or json")] = "console"


REASONS = Text(
    "英文小写短横线的键，值为 name、name_en，另可有 resumes、resumes_en、longest",
    "lower-case keys, each with name and name_en, and perhaps resumes, resumes_en and longest",
)
WORDS = Text("英文小写短横线的键，值为 name 和 name_en", "lower-case keys, each with name and name_en")
