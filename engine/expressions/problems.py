"""The refusal of an expression: a code and a place inside this package, an error with sentences outside."""

from engine.errors import ExpressionRefused
from engine.expressions.sentences import PROBLEMS
from engine.text import Text


class Refusal(Exception):
    """Refused at a place of the source (`at` is an offset); `facts` fill the sentence."""

    def __init__(self, code: str, at: int = 0, **facts: str | int | Text) -> None:
        super().__init__(code, at, facts)
        self.code, self.at, self.facts = code, at, facts


def _fill(template: Text, facts: dict[str, str | int | Text]) -> Text:
    zh = {name: fact.zh if isinstance(fact, Text) else fact for name, fact in facts.items()}
    en = {name: fact.en if isinstance(fact, Text) else fact for name, fact in facts.items()}
    return Text(template.zh.format(**zh), template.en.format(**en))


def refused(source: str, refusal: Refusal) -> ExpressionRefused:
    """Give the error that names the line and the column (both from 1) of the refusal."""
    message, remedy = PROBLEMS[refusal.code]
    before = source[: refusal.at]
    return ExpressionRefused(
        source=source,
        problem=refusal.code,
        line=before.count("\n") + 1,
        column=refusal.at - (before.rfind("\n") + 1) + 1,
        text=_fill(message, refusal.facts),
        remedy=_fill(remedy, refusal.facts),
    )
