"""BPMN, read: the only importer of SpiffWorkflow. `read` gives a blueprint to run, or findings that say why not."""

from engine.spiff.loading import load
from engine.spiff.reading import Reading, read
from engine.spiff.single import lint_file, read_file

__all__ = ["Reading", "lint_file", "load", "read", "read_file"]
