"""Decision tables out of DMN files (1.1 to 1.5).

They are read by ourselves: SpiffWorkflow's cells are Python, and it is wrong about most hit policies in silence.
Every decision must be a decision table. A decision that requires others of the same file has them decided first;
what a file requires of another one, business knowledge models and boxed expressions are refused by name.
"""

from engine.spiff.tables.reading import read_tables

__all__ = ["read_tables"]
