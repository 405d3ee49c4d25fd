"""The command `kuaibao`: every sub-command parses, calls once and prints."""

import sys
from pathlib import Path

import click

from engine.text import Language
from web.cli import cases, demo, journal, office, period, procedures, server
from web.cli.console import Console, Refusal

CONFIG = "KUAIBAO_CONFIG"
LANGUAGE = "KUAIBAO_LANG"


class _Commands(click.Group):
    """Prints what was refused in the person's language, and exits 1; a traceback is for our own faults only."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
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


for room in (office, server, procedures, cases, period, journal, demo):
    for command in room.commands:
        main.add_command(command)
