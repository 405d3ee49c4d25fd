"""The type of a document, by what it holds: its name and what a browser says of it prove nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

_OFFICE = "application/vnd.openxmlformats-officedocument"
_PRINTABLE = frozenset("\t\n\r\f")
_SPACE = " "


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type that is accepted; `endings` are those of its names, the usual one first."""

    media_type: str
    endings: Sequence[str]
    holds: Callable[[bytes], bool]


def type_of(content: bytes) -> DocumentType | None:
    """What a document is; None where it is nothing that is accepted."""
    return next((one for one in TYPES if one.holds(content)), None)


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _packed(part: str) -> Callable[[bytes], bool]:
    """A package of parts, as word processors write it; one with macros in it is not accepted."""

    def holds(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with ZipFile(BytesIO(content)) as package:
                names = package.namelist()
        except (BadZipFile, ValueError, NotImplementedError):
            return False
        macros = any(name.endswith("vbaProject.bin") for name in names)
        return "[Content_Types].xml" in names and part in names and not macros

    return holds


def _plain(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(one >= _SPACE or one in _PRINTABLE for one in text) and "\x7f" not in text


TYPES: Sequence[DocumentType] = (
    DocumentType("application/pdf", (".pdf",), _begins(b"%PDF-")),
    DocumentType("image/png", (".png",), _begins(b"\x89PNG\r\n\x1a\n")),
    DocumentType("image/jpeg", (".jpg", ".jpeg"), _begins(b"\xff\xd8\xff")),
    DocumentType(f"{_OFFICE}.wordprocessingml.document", (".docx",), _packed("word/document.xml")),
    DocumentType(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), _packed("xl/workbook.xml")),
    DocumentType("text/plain", (".txt", ".csv", ".md"), _plain),
)
"""Plain text comes last: what the others begin with could be read as text, too."""
