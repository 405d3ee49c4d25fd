"""Adding a document to a case, and reading it again."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from engine.documents.names import clean
from engine.documents.types import type_of
from engine.errors import DocumentRefused, MoveRefused, NotFound
from engine.model import Document, DocumentContent
from engine.steps.loading import lock_case
from engine.steps.rights import require_reader
from engine.uow import UnitOfWork

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document with its bytes."""

    id: int
    case_id: int
    name: str
    media_type: str
    sha256: str
    content: bytes


def add(uow: UnitOfWork, case_id: int, name: str, content: bytes) -> int:
    """Add a document to an open case; its number.

    Its type is what its content is, whatever it is called; its name is cleaned and ends as the type does. NotFound,
    NotAllowed, Recused, MoveRefused (the case is closed); DocumentRefused with the rule: empty, too-large, type.
    """
    require_reader(uow, case_id)
    if not content:
        raise DocumentRefused("document-empty")
    if len(content) > uow.office.document_limit:
        raise DocumentRefused("document-too-large", f"{uow.office.document_limit / _MEGABYTE:g} MB")
    found = type_of(content)
    if found is None:
        raise DocumentRefused("document-type", "PDF, PNG, JPEG, DOCX, XLSX, TXT")
    case = lock_case(uow, case_id)
    if not case.open:
        raise MoveRefused("case", case.state, "document")
    row = Document(
        case_id=case_id,
        name=clean(name, found.endings),
        media_type=found.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=uow.actor.person_id,
        added_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.session.add(DocumentContent(document_id=row.id, content=content))
    facts = {"name": row.name, "media_type": row.media_type, "size": row.size, "sha256": row.sha256}
    uow.book(case).write("document-added", document=row.id, **facts)
    return row.id


def read(uow: UnitOfWork, document_id: int) -> DocumentFile:
    """Read a document; who may read its case may. NotFound, NotAllowed, Recused."""
    query = select(Document, DocumentContent.content).join(
        DocumentContent, DocumentContent.document_id == Document.id
    )
    found = uow.session.execute(query.where(Document.id == document_id)).one_or_none()
    if found is None:
        raise NotFound("document", document_id)
    row, content = found
    require_reader(uow, row.case_id)
    return DocumentFile(row.id, row.case_id, row.name, row.media_type, row.sha256, content)
