"""`kuaibao`, run in a folder of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from tests.web.little_office import ROOT
from web.cli import main

BPMN = ROOT / "bpmn"
KUAIBAO = Path(sys.executable).with_name("kuaibao")
QUIET = {
    "KUAIBAO_LANG": "",
    "KUAIBAO_DATABASE_URL": "",
    "KUAIBAO_DEMO_PASSWORD": "",
    "KUAIBAO_SECRET_KEY": "",
}


class Answer:
    """What a command printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.lines]


class Command:
    """The command with its settings; it must end well unless another code is expected."""

    def __init__(self, folder: Path, *, like: "Command | None" = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "config.yaml", folder / "config.yaml")
        (folder / "bpmn").symlink_to(BPMN)
        if like is not None:
            shutil.copytree(like.folder / "var", folder / "var")

    @property
    def database(self) -> Path:
        return self.folder / "var" / "kuaibao.sqlite3"

    def __call__(
        self, *args: str | Path, code: int = 0, lang: str = "en", given: str | None = None, **env: str
    ) -> Answer:
        """Run it in this process."""
        runner = CliRunner(env={**QUIET, **env})
        words = ["--config", str(self.folder / "config.yaml"), "--lang", lang, *map(str, args)]
        result = runner.invoke(main, words, input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, (result.exit_code, result.stdout, result.stderr)
        return Answer(result.exit_code, result.stdout, result.stderr)

    def really(self, *args: str | Path, lang: str = "en", **env: str) -> Answer:
        """Run it as people do: the installed script, in a process of its own, in the folder."""
        result = subprocess.run(
            [str(KUAIBAO), "--lang", lang, *map(str, args)],
            cwd=self.folder,
            env={**os.environ, **QUIET, **env},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Answer(result.returncode, result.stdout, result.stderr)


def tasks_of(kuaibao: Command, login: str, number: str) -> Sequence[Sequence[str]]:
    """The tasks of a case that a person sees: id, place, urgency, number, name, title."""
    return [row for row in kuaibao("task", "list", "--as", login).rows if len(row) > 3 and row[3] == number]
