"""The settings: config.yaml, checked as a whole at start; an error names the key and what it expects."""

import os
import secrets
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationError

from engine.text import Text
from web.config_file import SettingsRefused, read_mapping
from web.mail_sections import MailSettings, NotificationSettings
from web.sections import (
    REASONS,
    WORDS,
    DatabaseSettings,
    DocumentsSettings,
    ForecastSettings,
    Key,
    LoggingSettings,
    Named,
    OfficeSettings,
    ProceduresSettings,
    Reason,
    SchedulerSettings,
    Section,
    SecuritySettings,
    ServerSettings,
    said,
)

DATABASE_URL = "KUAIBAO_DATABASE_URL"
SECRET_KEY = "KUAIBAO_SECRET_KEY"  # noqa: S105 - the variable's name, not its value


class Settings(Section):
    """Everything in config.yaml; `root` is the folder that it stands in."""

    root: Path = Field(default=Path(), exclude=True)
    office: OfficeSettings = OfficeSettings()
    database: DatabaseSettings = DatabaseSettings()
    server: ServerSettings = ServerSettings()
    security: SecuritySettings = SecuritySettings()
    scheduler: SchedulerSettings = SchedulerSettings()
    notifications: NotificationSettings = NotificationSettings()
    mail: MailSettings = MailSettings()
    forecasts: ForecastSettings = ForecastSettings()
    procedures: ProceduresSettings = ProceduresSettings()
    suspension_reasons: Annotated[dict[Key, Reason], said(*REASONS)] = Field(default_factory=dict)
    documents: DocumentsSettings = DocumentsSettings()
    roles: Annotated[dict[Key, Named], said(*WORDS)] = Field(default_factory=dict)
    logging: LoggingSettings = LoggingSettings()

    @property
    def timezone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.office.timezone)

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
