"""流程定义: what is deployed, its versions, its diagram, its clocks."""

import json
from typing import Any

from flask import Blueprint as Pages
from flask import Response, request

from engine import definitions
from engine.blueprint import Blueprint
from engine.errors import NotFound
from engine.graph import Kind
from engine.text import Text
from web import facts, identity, pages, security
from web.feasibility import feasibility

catalogue = Pages("catalogue", __name__, url_prefix="/procedures")
catalogue.before_request(identity.require)


@catalogue.get("")
def listing() -> str:
    """The latest version of every definition."""
    with identity.reading() as uow:
        return pages.show_in(uow, "pages/procedures.html", rows=definitions.all_latest(uow))


@catalogue.get("/<key>")
def version(key: str) -> str:
    """One version, the latest unless another is asked for."""
    security.allow_diagram()
    with identity.reading() as uow:
        rows = definitions.versions(uow, key)
        wanted = request.args.get("version", type=int)
        row = next((each for each in rows if wanted in (None, each.version)), None)
        if row is None:
            raise NotFound("definition", key)
        drawn = _drawn(uow.deployed(row.id).blueprint)
        return pages.show_in(uow, "pages/procedure.html", rows=rows, row=row, **drawn)


def _drawn(blueprint: Blueprint) -> dict[str, Any]:
    found = feasibility(blueprint, request.args.get("clock", ""))
    asked = found.chosen.process if found.chosen else request.args.get("process", "")
    nodes = list(facts.nodes(blueprint))
    own = [
        (Text("全案", "the whole case"), clock)
        for each in blueprint.processes.values()
        for clock in each.clocks
    ]
    return {
        "blueprint": blueprint,
        "feasibility": found,
        "marks": json.dumps(found.marks) if found.marks else None,
        "process": asked if asked in blueprint.processes else blueprint.main,
        "names": facts.names(blueprint),
        "steps": [node for node in nodes if node.kind in (Kind.USER, Kind.MANUAL)],
        "clocks": own
        + [(Text(node.name or node.id, node.name_en), clock) for node in nodes for clock in node.clocks],
    }


@catalogue.get("/<key>/<int:number>/<process>.bpmn")
def diagram(key: str, number: int, process: str) -> Response:
    """The file in which a process of a version is drawn."""
    with identity.reading() as uow:
        return Response(definitions.diagram(uow, key, number, process), mimetype="application/xml")
