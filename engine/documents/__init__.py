"""Documents of a case: kept as they were handed in, and given to who may read the case."""

from engine.documents.keeping import DocumentFile, add, read

__all__ = ["DocumentFile", "add", "read"]
