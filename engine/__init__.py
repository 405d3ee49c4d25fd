"""The workflow engine: it knows no procedure by name, no Flask, and reads the wall clock in one place."""
