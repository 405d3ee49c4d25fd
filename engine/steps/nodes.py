"""Finding a node of a process, bodies of sub-processes included."""

from engine.graph import Node, Process


def find_node(process: Process, node_id: str) -> Node | None:
    """A node of a process, or of a body inside it."""
    if node_id in process.nodes:
        return process.nodes[node_id]
    found = (find_node(node.body, node_id) for node in process.nodes.values() if node.body is not None)
    return next((node for node in found if node is not None), None)
