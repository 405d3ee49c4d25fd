"""Documents of cases: handed out as files, never shown inside the site."""

from io import BytesIO

from flask import Blueprint, Response, send_file

from engine import documents as engine_documents
from engine.errors import NotFound
from web import identity

documents = Blueprint("documents", __name__, url_prefix="/cases/<int:case_id>/documents")
documents.before_request(identity.require)


@documents.get("/<int:document_id>")
def fetch(case_id: int, document_id: int) -> Response:
    """The document as it was handed in; the browser saves it, and believes its type (nosniff)."""
    with identity.reading() as uow:
        found = engine_documents.read(uow, document_id)
    if found.case_id != case_id:
        raise NotFound("document", document_id)
    return send_file(
        BytesIO(found.content),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.name,
        max_age=0,
        etag=False,
    )
