"""What was found of a clock, in both languages: the path with its waits, their sum, and what is not known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from engine.feasibility.course import Path
from engine.feasibility.ground import scopes
from engine.feasibility.lengths import Length
from engine.feasibility.verdicts import Severity, Verdict
from engine.feasibility.waits import Cause, Unknown
from engine.graph import Process
from engine.text import Text

Names = Mapping[str, Text]

_MOST_CONDITIONS: Final = 3
SEVERITIES: Final = {
    Severity.IMPOSSIBLE: Text("不可行", "Impossible"),
    Severity.TIGHT: Text("余地不足", "Tight"),
    Severity.UNKNOWN: Text("尚难断定", "Not certain"),
    Severity.FINE: Text("可行", "Feasible"),
}
_CAUSES: Final = {
    Cause.TIMER: Text(
        "“{node}”的时间“{text}”办案时才能确定", "“{node}”: the time “{text}” is known only in the case"
    ),
    Cause.OUTSIDE: Text("“{node}”等待外部答复，没有设期限", "“{node}” waits for others without a limit"),
    Cause.CALL: Text(
        "“{node}”调用的流程“{text}”不在本流程包，用时未知",
        "“{node}” calls the process “{text}”, which is not in this bundle: its time is not known",
    ),
    Cause.ROUNDS: Text("自“{node}”起每多一轮，再加{each}", "each further round from “{node}” adds {each}"),
    Cause.ITEMS: Text("“{node}”每多一项，再加{each}", "each further item of “{node}” adds {each}"),
    Cause.ENDLESS: Text("从起算环节到不了停止环节", "its stop cannot be reached from its start"),
}


def names_of(processes: Iterable[Process]) -> dict[str, Text]:
    """The names of all nodes."""
    return {
        node.id: Text(node.name or node.id, node.name_en or node.name or node.id)
        for process in processes
        for scope in scopes(process)
        for node in scope.nodes.values()
    }


def name(names: Names, node: str) -> Text:
    """What a node is called."""
    return names.get(node, Text(node, node))


def steps_text(path: Path, names: Names) -> Text:
    """The waits on a path, one after the other; empty where there are none."""
    said = [(name(names, step.node), step.length.text()) for step in path.steps]
    return Text(
        " → ".join(f"“{node.zh}”{length.zh}" for node, length in said),
        " → ".join(f"“{node.en}” {length.en}" for node, length in said),
    )


def unknown_text(unknown: Unknown, names: Names) -> Text:
    """What is not known of a wait."""
    template, node, each = _CAUSES[unknown.cause], name(names, unknown.node), unknown.each.text()
    return Text(
        template.zh.format(node=node.zh, text=unknown.text, each=each.zh),
        template.en.format(node=node.en, text=unknown.text, each=each.en),
    )


def range_text(length: Length) -> Text:
    """The calendar days that a length takes, where they are not the same on every day; else empty."""
    least, most = length.calendar()
    if least == most:
        return Text("", "")
    return Text(f"{least}至{most}个日历日", f"{least} to {most} calendar days")


def conditions_text(conditions: Sequence[str]) -> Text:
    """The conditions under which it is so, in brackets; a few of many. Empty where there are none."""
    if not conditions:
        return Text("", "")
    shown, more = conditions[:_MOST_CONDITIONS], len(conditions) > _MOST_CONDITIONS
    return Text(
        f"（条件：{'；'.join(shown)}{'等' if more else ''}）",
        f" (where {'; '.join(shown)}{' …' if more else ''})",
    )


def reason_text(verdict: Verdict, names: Names) -> Text:
    """Why a clock cannot be kept, or may not be, with the path, the sum and its conditions."""
    path = verdict.path
    end, length, steps = name(names, path.end), path.length.text(), steps_text(path, names)
    given = [*([verdict.clock.when] if verdict.clock.when else []), *path.given]
    where = conditions_text(tuple(dict.fromkeys(given)))
    if verdict.forced:
        zh, en = (
            f"到“{end.zh}”至少须等待{length.zh}",
            f"reaching “{end.en}” takes waits of at least {length.en}",
        )
    else:
        zh = f"各环节都不超期，到“{end.zh}”也可能用去{length.zh}"
        en = f"with every step in time, reaching “{end.en}” may take {length.en}"
    return Text(f"{zh}：{steps.zh}{where.zh}", f"{en}: {steps.en}{where.en}")
