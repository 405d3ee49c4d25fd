"""`kuaibao deploy` and `lint`: what the modeler owns, on its way into the office."""

import json
from pathlib import Path

import click

from engine import definitions
from engine.bundles import read_folder
from engine.findings import Finding, Severity
from engine.spiff import lint_file
from engine.text import Text
from web.cli import clock_table
from web.cli.console import Refusal, finding_line
from web.cli.desk import Desk, pass_desk


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--note", default="", help="What is new in this version.")
@click.option("--strict", is_flag=True, help="Refuse a definition that has warnings, too.")
@click.option("--reason", default="", help="Why it is deployed although a clock of it cannot be kept.")
@pass_desk
def deploy(desk: Desk, folder: Path, note: str, strict: bool, reason: str) -> None:  # noqa: FBT001 - click hands flags over by name
    """Deploy a procedure's FOLDER, or every procedure below it; each is deployed whole or not at all."""
    folders = procedure_folders(folder)
    if not folders:
        raise Refusal(Text(f"{folder} 中没有 .bpmn 文件", f"{folder}: there is no .bpmn file"), code=2)
    for found in folders:
        deploy_folder(desk, found, note=note, strict=strict, reason=reason)


def procedure_folders(folder: Path) -> list[Path]:
    """The folder itself when it holds a diagram, else those directly below it that do."""
    if any(folder.glob("*.bpmn")):
        return [folder]
    return sorted({file.parent for file in folder.glob("*/*.bpmn")})


def deploy_folder(desk: Desk, folder: Path, *, note: str, strict: bool = False, reason: str = "") -> None:
    """Deploy one procedure and say which version it became."""
    with desk.unit_of_work() as uow:
        bundle = read_folder(folder)
        row = definitions.deploy(uow, bundle, note=note, accept_warnings=not strict, reason=reason)
    if row.created:
        desk.say(
            f"已发布 {row.name.zh} 第 {row.version} 版", f"Deployed {row.name.en}, version {row.version}"
        )
    else:
        desk.say(
            f"{row.name.zh} 第 {row.version} 版没有变化",
            f"{row.name.en}, version {row.version}: nothing has changed",
        )


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--clocks", is_flag=True, help="List every clock with the waits on its paths, too.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of findings for programs.")
@pass_desk
def lint(desk: Desk, files: tuple[Path, ...], clocks: bool, as_json: bool) -> None:  # noqa: FBT001 - click hands flags over by name
    """Check diagrams, decision tables and forms; exits 1 when one has an error."""
    findings = [finding for file in files for finding in lint_file(file)]
    drawn = [clock_table.judged(file) for file in files if clocks and file.name.lower().endswith(".bpmn")]
    if as_json:
        rows = [_row(desk, finding) for finding in findings]
        told = [clock_table.row(one, names) for found, names in drawn for one in found]
        said = {"findings": rows, "clocks": told} if clocks else rows
        click.echo(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        for line in (
            line for found, names in drawn for one in found for line in clock_table.lines(one, names)
        ):
            click.echo(desk.words(line))
        _tell(desk, len(files), findings)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise SystemExit(1)


def _tell(desk: Desk, files: int, findings: list[Finding]) -> None:
    for finding in findings:
        click.echo(desk.words(finding_line(finding)))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    desk.say(
        f"{files} 个文件，{errors} 个错误，{len(findings) - errors} 个警告",
        f"{files} files, {errors} errors, {len(findings) - errors} warnings",
    )


def _row(desk: Desk, finding: Finding) -> dict[str, str]:
    return {
        "file": finding.file,
        "element": finding.element,
        "severity": finding.severity.value,
        "rule": finding.rule,
        "message": desk.words(finding.message),
        "remedy": desk.words(finding.remedy),
    }


commands = (deploy, lint)
