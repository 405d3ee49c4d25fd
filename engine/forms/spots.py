"""Where a schema stands while a form file is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import ExpressionRefused
from engine.expressions import Expression, compile_expression
from engine.forms.document import Report
from engine.forms.fields import NO_TEXT
from engine.text import Text

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A schema in its file: where findings go, its JSON pointer, how to call it, and the type of its values."""

    report: Report
    pointer: str
    where: Text
    kind: str
    schema: Mapping[str, Any]

    def add(self, code: str, **facts: object) -> None:
        """Add a finding here."""
        self.report.add(code, self.pointer, where=self.where, **facts)

    def wrong(self, keyword: str, zh: str, en: str) -> None:
        """Report the value of a keyword, and what it should be."""
        self.add("form-value", found=keyword, wanted=Text(zh, en))

    def string(self, keyword: str) -> str:
        """Read a text; an empty one where there is none."""
        value = self.schema.get(keyword, "")
        if isinstance(value, str):
            return value.strip()
        self.wrong(keyword, "请写文本。", "Write a text.")
        return ""

    def pair(self, keyword: str) -> Text:
        """Read a pair `[Chinese, English]`."""
        value = self.schema.get(keyword)
        if value is None:
            return NO_TEXT
        if is_pair(value):
            return Text(*value)
        self.wrong(keyword, "请写成 [中文, English]。", "Write [Chinese, English].")
        return NO_TEXT

    def flag(self, keyword: str) -> bool:
        """Read true or false."""
        return self.schema.get(keyword, False) is True

    def expression(self, keyword: str) -> Expression | None:
        """Read an expression."""
        source = self.schema.get(keyword)
        if source is None:
            return None
        try:
            return compile_expression(source)
        except ExpressionRefused as error:
            self.add("form-show-if", found=str(source)[:80], why=error.text, wanted=error.remedy)
            return None


def is_pair(value: Any) -> bool:
    """Whether it is a pair of texts."""
    return isinstance(value, list) and len(value) == _PAIR and all(isinstance(one, str) for one in value)
