"""Reads: a fixed number of SQL statements each, frozen rows out."""
