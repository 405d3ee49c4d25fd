"""The command `kuaibao`: every sub-command parses, calls once and prints."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from engine.errors import EngineError
from engine.text import Language
from web.cli.console import Console, Refusal, sentences_of

CONFIG = "KUAIBAO_CONFIG"
LANGUAGE = "KUAIBAO_LANG"


ROOMS = {
    "init": "office",
    "serve": "server",
    "scheduler": "server",
    "demo": "demo",
    "deploy": "procedures",
    "lint": "procedures",
    "user": "office",
    "case": "ledgers",
    "task": "tasks",
    "calendar": "publishing",
    "period": "period",
    "journal": "journal",
    "tick": "server",
    "mail": "mail",
}
"""Each command and the module that it is in, imported when the command is called: `period` needs no database."""


class _Commands(click.Group):
    """Prints what was refused in the person's language, and exits 1; a traceback is for our own faults only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order of an office's life."""
        del ctx
        return list(ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module when it is called."""
        del ctx
        if cmd_name not in ROOMS:
            return None
        commands: Sequence[click.Command] = import_module(f"web.cli.{ROOMS[cmd_name]}").commands
        return next((command for command in commands if command.name == cmd_name), None)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (Refusal, EngineError) as error:
            refusal = error if isinstance(error, Refusal) else Refusal(*sentences_of(error))
            console: Console = ctx.obj
            for sentence in refusal.sentences:
                click.echo(console.words(sentence), err=True)
            sys.exit(refusal.code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kuaibao")
@click.option(
    "--config",
    "file",
    type=click.Path(path_type=Path),
    envvar=CONFIG,
    help="The settings file; ./config.yaml when left out.",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    envvar=LANGUAGE,
    help="zh or en; the office's language when left out.",
)
@click.pass_context
def main(ctx: click.Context, file: Path | None, lang: Language | None) -> None:
    """快保 Kuaibao: procedures with legal clocks for an intellectual property protection office."""
    ctx.obj = Console(file, lang)
