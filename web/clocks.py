"""A clock's ledger: the page, and the document for the file. What is asked about a clock is in web.asking."""

from io import BytesIO

from flask import Blueprint, request, send_file
from werkzeug.wrappers import Response

from engine.queries import ledgers
from engine.text import Text
from web import identity, languages, pages, problems
from web.assets import AssetsNotBuilt
from web.ledgers import document
from web.ledgers.press import press

clocks = Blueprint("clocks", __name__, url_prefix="/cases/<int:case_id>/clocks/<int:clock_id>")
clocks.before_request(identity.require)
_NO_FONTS = Text(
    "打印用的字体没有安装，无法生成 PDF，请系统管理员运行 make assets。",
    "The fonts of printed documents are missing: an administrator has to run `make assets`.",
)


@clocks.get("")
def ledger(case_id: int, clock_id: int) -> str:
    """时限台账."""
    with identity.reading() as uow:
        found = ledgers.read(uow, case_id, clock_id)
        sheet = document.of(uow, found, languages.language())
        return pages.show_in(
            uow,
            "pages/ledger.html",
            file=found.file,
            clock=found.clock,
            sheet=sheet.data,
            agrees=found.agrees,
        )


@clocks.get("/ledger.pdf")
def printed(case_id: int, clock_id: int) -> Response:
    """The ledger as a document for the file; `lang` chooses its language."""
    with identity.reading() as uow:
        chosen = languages.LANGUAGES.get(request.args.get("lang", ""), languages.language())
        sheet = document.of(uow, ledgers.read(uow, case_id, clock_id), chosen)
    content = BytesIO(press().pdf(sheet.data, sheet.at))
    return send_file(content, mimetype="application/pdf", download_name=sheet.name)


@clocks.errorhandler(AssetsNotBuilt)
def no_fonts(_: AssetsNotBuilt) -> tuple[str, int]:
    """The fonts of printed documents have not been built."""
    return problems.page(503, _NO_FONTS)
