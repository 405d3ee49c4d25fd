"""The press: typst, its fonts and the template, without a file written and without a look at the machine's own fonts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Self

import orjson
import typst

from web import assets
from web.ledgers.glyphs import Glyphs

_HERE: Final = Path(__file__).parent
_TEMPLATE: Final = _HERE / "ledger.typ"
_ARCHIVE: Final = "a-2a"
"""PDF/A: readable in decades, with every font inside, and for screen readers."""


@dataclass(frozen=True, slots=True)
class Press:
    """Fonts that are read once a process."""

    fonts: typst.Fonts
    glyphs: Glyphs

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Take the fonts of a folder; any other font in the world is left alone."""
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
        return cls(fonts, Glyphs.of(folder / assets.FONTS[0]))

    def pdf(self, data: Mapping[str, Any], at: datetime) -> bytes:
        """Print a document as PDF/A; the same data at the same instant give the same bytes."""
        compiler, sheet = self._compiler(), self._inputs(data)
        stamp = int(at.astimezone(UTC).timestamp())
        made = compiler.compile(format="pdf", sys_inputs=sheet, pdf_standards=_ARCHIVE, timestamp=stamp)
        return bytes(made)  # type: ignore[arg-type]  # a PDF is one file

    def pictures(self, data: Mapping[str, Any], dots: int = 110) -> list[bytes]:
        """The pages as PNG, for somebody to look at; `dots` an inch."""
        made = self._compiler().compile(format="png", sys_inputs=self._inputs(data), ppi=dots)
        return [made] if isinstance(made, bytes) else list(made or ())

    def _compiler(self) -> typst.Compiler:
        """One for each document: it belongs to one thread, and what it reads stays in typst's own memory."""
        return typst.Compiler(
            str(_TEMPLATE), root=str(_HERE), font_paths=self.fonts, ignore_system_fonts=True
        )

    def _inputs(self, data: Mapping[str, Any]) -> dict[str, str]:
        return {"data": orjson.dumps(self._seen(data)).decode()}

    def _seen(self, value: Any) -> Any:
        """Every text of the data with nothing in it that does not show."""
        if isinstance(value, str):
            return self.glyphs.printable(value)
        if isinstance(value, Mapping):
            return {name: self._seen(each) for name, each in value.items()}
        return [self._seen(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def press() -> Press:
    """The process's press; AssetsNotBuilt where its fonts are missing."""
    return Press.at(assets.fonts())
