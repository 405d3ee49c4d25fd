"""What a timer is called: the name of the event that is drawn with it."""

from engine.steps.host import CaseHost
from engine.text import Text
from engine.tokens import Run, Wait


def timer_name(run: Run, host: CaseHost, subject: str) -> Text | None:
    """The name of the node whose alarm has this subject; None where it has none, or nobody waits any more."""
    _, token, branch = subject.split(":", 2)
    for wait in run.waits():
        if (wait.token, wait.branch or "") == (int(token), branch):
            return _name(host, wait)
    return None


def _name(host: CaseHost, wait: Wait) -> Text | None:
    """Behind an event gateway the catching event's own name."""
    nodes = host.process(wait.place.process).nodes
    node = nodes.get(wait.branch or "", wait.node)
    return Text(node.name, node.name_en) if node.name else None
