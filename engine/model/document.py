"""Documents of a case: what a request or a step rests on."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.orm import NUMBER, Base, Instant, Numbered, reference


class Document(Numbered, Base):
    """A document as it was handed in; `size` in bytes, `sha256` in hex digits. It is never changed."""

    __tablename__ = "document"

    case_id: Mapped[int] = reference("cases.id", index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(NUMBER)
    sha256: Mapped[str] = mapped_column(String(64))
    added_by: Mapped[int | None] = reference("person.id", optional=True)
    added_at: Mapped[datetime] = mapped_column(Instant)


class DocumentContent(Base):
    """A document's bytes, apart from its row: lists do not carry them."""

    __tablename__ = "document_content"

    document_id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
