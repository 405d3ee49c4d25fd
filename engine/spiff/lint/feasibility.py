"""Clocks that the waits on their paths do not leave room for."""

from collections.abc import Iterator, Mapping

from engine.decisions import DecisionTable
from engine.feasibility import Severity, Verdict, verdicts
from engine.feasibility.sentences import names_of, reason_text
from engine.findings import Finding
from engine.forms import Form
from engine.spiff.graphs import Graphs
from engine.spiff.rules import warning
from engine.text import Text

INFEASIBLE = warning(
    "clock-infeasible",
    (
        "时限“{clock}”（{period}）不可能办到：{why}",
        "The clock “{clock}” ({period}) cannot be kept: {why}",
    ),
    (
        "缩短等待，延长时限，或者在等待期间中止时限（kb:suspends 和 suspend-for）；确需如此的，发布时说明理由。",
        "Shorten the wait, lengthen the period, or suspend the clock meanwhile (kb:suspends and suspend-for); if it has to be, give a reason when it is deployed.",
    ),
)
TIGHT = warning(
    "clock-tight",
    (
        "时限“{clock}”（{period}）余地不足：{why}",
        "The clock “{clock}” ({period}) leaves no room: {why}",
    ),
    (
        "核对途中各环节的期限；等待由当事人决定的，考虑约定较短的期限或者中止时限。可以发布。",
        "Look at the limits on the path; where others decide how long it takes, agree on less or suspend the clock. It may be deployed.",
    ),
)
_RULES = {Severity.IMPOSSIBLE: INFEASIBLE, Severity.TIGHT: TIGHT}


def check(
    graphs: Graphs, forms: Mapping[str, Form], tables: Mapping[str, DecisionTable]
) -> Iterator[Finding]:
    """Find the clocks of a file that cannot be kept, and those that may be missed though nobody is late."""
    names = names_of(graphs.all.values())
    for verdict in verdicts(graphs.all, forms, tables, of=graphs.own):
        rule = _RULES.get(verdict.severity)
        if rule is not None:
            yield rule.at(
                graphs.diagram.place_of_id(verdict.element),
                clock=_clock(verdict),
                period=verdict.period.text(),
                why=reason_text(verdict, names),
            )


def _clock(verdict: Verdict) -> Text:
    clock = verdict.clock
    return Text(clock.name or clock.id, clock.name_en or clock.name or clock.id)
