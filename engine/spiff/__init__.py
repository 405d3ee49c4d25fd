"""BPMN, read: the only importer of SpiffWorkflow. `read` gives a blueprint to run, or findings that say why not."""

from engine.spiff.reading import Reading, read

__all__ = ["Reading", "read"]
