"""Documents of a case: what is accepted, what they are called, who reads them."""

import hashlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import cases, documents
from engine.documents.names import LONGEST, clean
from engine.documents.types import TYPES, type_of
from engine.errors import DocumentRefused, MoveRefused, NotAllowed, NotFound, Recused
from tests.drawing import simple
from tests.office import Now, Office, office_value

PNG = b"\x89PNG\r\n\x1a\n" + bytes(10)
JPEG = b"\xff\xd8\xff\xe0" + bytes(10)
PDF = b"%PDF-1.7\n..."


def package(*parts: str) -> bytes:
    """A package as word processors write it."""
    content = BytesIO()
    with ZipFile(content, "w") as zipped:
        for part in parts:
            zipped.writestr(part, "<xml/>")
    return content.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture
def case(office: Office) -> int:
    office.deploy(simple())
    return office.file("simple")


def add(
    office: Office, case: int, name: str = "委托书.pdf", content: bytes = PDF, by: str = "handler"
) -> int:
    with office.as_(by) as uow:
        return documents.add(uow, case, name, content)


def test_a_document_is_kept_as_it_was_handed_in_and_journaled(office: Office, case: int):
    number = add(office, case)
    with office.reading("supervisor") as uow:
        found = documents.read(uow, number)
    digest = hashlib.sha256(PDF).hexdigest()
    assert (found.name, found.media_type, found.content, found.sha256) == (
        "委托书.pdf",
        "application/pdf",
        PDF,
        digest,
    )
    entry = office.journal(case)[-1]
    assert (entry.kind, entry.facts["sha256"], entry.facts["size"]) == ("document-added", digest, len(PDF))
    assert office.verify() == []


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("案情说明\r\n第二行\t。".encode(), "text/plain"),
        (b"\xef\xbb\xbfwith a mark", "text/plain"),
        (b"<script>alert(1)</script>", "text/plain"),
        (b"PK is how this text begins", "text/plain"),
    ],
)
def test_the_type_is_what_the_content_is(content: bytes, media_type: str):
    found = type_of(content)
    assert found is not None
    assert found.media_type == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03",  # a program
        b"GIF89a\x00",
        "中文".encode("gbk"),
        b"text with \x00 in it",
        b"text with \x1b[31m in it",
        b"text with \x7f in it",
        b"PK\x03\x04 cut off",
        package("anything.txt"),
        package("word/document.xml"),
        package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    ],
)
def test_anything_else_is_refused(office: Office, case: int, content: bytes):
    with pytest.raises(DocumentRefused) as refused:
        add(office, case, content=content)
    assert refused.value.rule == "document-type"


@given(st.binary(min_size=1, max_size=400))
def test_no_content_breaks_the_reading_of_its_type(content: bytes):
    assert type_of(content) in (None, *TYPES)


def test_an_empty_one_and_one_too_large_are_refused(office: Office, case: int):
    with pytest.raises(DocumentRefused, match="document-empty"):
        add(office, case, content=b"")
    office.engine.office = office_value(document_limit=2 * 1024 * 1024)
    with pytest.raises(DocumentRefused) as refused:
        add(office, case, content=PDF + bytes(2 * 1024 * 1024))
    assert (refused.value.rule, refused.value.limit) == ("document-too-large", "2 MB")
    assert add(office, case, content=PDF + bytes(2 * 1024 * 1024 - len(PDF)))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("鉴定委托书.pdf", "鉴定委托书.pdf"),
        ("C:\\Users\\a\\scan.PDF", "scan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("report.exe", "report.exe.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ('q"uo<te>?.pdf', "q_uo_te__.pdf"),
        ("  .pdf", "文件.pdf"),
        ("", "文件.pdf"),
        ("...", "文件.pdf"),
        ("x" * 500 + ".pdf", "x" * LONGEST + ".pdf"),
    ],
)
def test_a_name_is_what_it_looks_like_and_ends_as_its_type_does(given_name: str, kept: str):
    assert clean(given_name, (".pdf",)) == kept


@given(st.text(max_size=300))
def test_no_name_stays_dangerous(name: str):
    kept = clean(name, (".jpg", ".jpeg"))
    assert kept.endswith((".jpg", ".jpeg"))
    assert len(kept) <= LONGEST + 5
    assert not set(kept) & set('\\/:*?"<>|\r\n\t\x00\u202e\u200b')
    assert kept.isprintable()
    assert clean(kept, (".jpg", ".jpeg")) == kept


def test_who_may_read_the_case_may_read_its_documents(office: Office, case: int):
    number = add(office, case)
    for login in ("admin", "modeler"):
        with pytest.raises(NotAllowed), office.reading(login) as uow:
            documents.read(uow, number)
        with pytest.raises(NotAllowed):
            add(office, case, by=login)
    with office.as_("handler") as uow:
        cases.recuse(uow, case, office.ids["handler"], note="回避")
    with pytest.raises(Recused), office.reading("handler") as uow:
        documents.read(uow, number)
    with pytest.raises(Recused):
        add(office, case)
    with pytest.raises(NotFound), office.reading("supervisor") as uow:
        documents.read(uow, 4711)


def test_nothing_is_added_to_a_case_that_is_not_there_or_has_closed(office: Office, case: int, now: Now):
    with pytest.raises(NotFound):
        add(office, 4711)
    with office.as_("director") as uow:
        cases.cancel(uow, case, reason="撤回")
    with pytest.raises(MoveRefused):
        add(office, case)
