"""What every command stands on: the settings and the person's language, each read when first needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import click
import orjson

from engine.errors import BundleRefused, CalendarRefused, EngineError, FormInvalid, InfeasibleClock
from engine.text import Language, Text
from web.config_file import SettingsRefused
from web.errors import answer
from web.settings import Settings


class Refusal(Exception):
    """What the person asked for cannot be done; `sentences` say why, `code` is the exit code."""

    def __init__(self, *sentences: Text, code: int = 1) -> None:
        super().__init__(*(sentence.en for sentence in sentences))
        self.sentences, self.code = sentences, code


class Console:
    """One run of the command."""

    def __init__(self, file: Path | None, language: Language | None) -> None:
        self.file, self.given = file, language

    @cached_property
    def settings(self) -> Settings:
        """The settings: the named file, else ./config.yaml, else the defaults in the current folder."""
        file = self.file or Path("config.yaml")
        if self.file is None and not file.exists():
            return Settings(root=Path.cwd())
        try:
            return Settings.read(file)
        except SettingsRefused as refused:
            raise Refusal(
                *(Text(f"{file}：{p.zh}", f"{file}: {p.en}") for p in refused.problems), code=2
            ) from refused

    @property
    def language(self) -> Language:
        """The asked-for language, else the office's, else Chinese where the settings cannot be read."""
        if self.given is not None:
            return self.given
        try:
            return self.settings.office.language
        except Refusal:
            return "zh"

    def words(self, text: Text) -> str:
        """A text in the person's language."""
        return text.to(self.language)

    def say(self, zh: str, en: str) -> None:
        """Print a sentence."""
        click.echo(self.words(Text(zh, en)))

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn what the engine refuses into sentences."""
        try:
            yield
        except EngineError as error:
            raise Refusal(*sentences_of(error)) from error


def sentences_of(error: EngineError) -> list[Text]:
    """What was refused: the sentence, then every finding that it rests on."""
    found = error.problems if isinstance(error, FormInvalid) else ()
    if isinstance(error, BundleRefused | InfeasibleClock):
        found = error.findings
    if isinstance(error, CalendarRefused):
        return [answer(error)[1], *(remark_line(finding) for finding in error.findings)]
    return [answer(error)[1], *(finding_line(finding) for finding in found)]


def finding_line(finding: Any) -> Text:
    """A finding as one line for people."""
    place = f"{finding.file}#{finding.element}" if finding.element else finding.file
    word = Text("错误", "error") if finding.severity == "error" else Text("警告", "warning")
    return Text(
        f"{place} [{word.zh} {finding.rule}] {finding.message.zh.rstrip('。')}。{finding.remedy.zh}",
        f"{place} [{word.en} {finding.rule}] {finding.message.en.rstrip('.')}. {finding.remedy.en}",
    )


def remark_line(finding: Any) -> Text:
    """A finding, or a remark, that names its place by itself."""
    word = Text("警告", "warning") if finding.severity == "warning" else Text("错误", "error")
    message, remedy = finding.message, finding.remedy
    return Text(
        f"[{word.zh}] {message.zh.rstrip('。')}。{remedy.zh}",
        f"[{word.en}] {message.en.rstrip('.')}. {remedy.en}",
    )


def json_option(what: str) -> dict[str, Any]:
    """How an option takes a JSON object: written out, or @FILE."""
    return {"default": "{}", "callback": _json, "metavar": "JSON|@FILE", "help": f"{what}, as a JSON object."}


def _json(_ctx: click.Context, parameter: click.Parameter, written: str) -> dict[str, Any]:
    try:
        value = orjson.loads(Path(written[1:]).read_bytes() if written.startswith("@") else written)
    except (orjson.JSONDecodeError, OSError) as error:
        raise click.BadParameter(str(error), param=parameter) from error
    if not isinstance(value, dict):
        raise click.BadParameter("a JSON object is needed: {…}", param=parameter)
    return value


pass_console = click.make_pass_decorator(Console)
