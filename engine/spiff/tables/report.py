"""Where findings are put while one file of decision tables is read."""

from dataclasses import dataclass, field, replace

from engine.errors import ExpressionRefused
from engine.findings import Finding, Severity
from engine.spiff.rules import Place, Rule
from engine.spiff.tables import rules
from engine.text import Text

_MAX_FINDINGS = 200
_MAX_SOURCE = 80


@dataclass(slots=True)
class Report:
    """The findings of a file; the rest of an endless row of them is dropped."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    errors: int = 0

    def add(self, rule: Rule, element: str, what: Text, **facts: object) -> None:
        """Add what was found at an element."""
        self.errors += rule.severity is Severity.ERROR
        if len(self.findings) < _MAX_FINDINGS:
            found = rule.at(Place(self.file, element, what), **facts)
            self.findings.append(replace(found, message=_capital(found.message)))

    def refused(self, element: str, what: Text, error: ExpressionRefused) -> None:
        """Add that an expression is wrong."""
        source = error.source if len(error.source) <= _MAX_SOURCE else error.source[:_MAX_SOURCE] + "…"
        self.add(rules.EXPRESSION, element, what, source=source, why=error.text, remedy=error.remedy)


def _capital(text: Text) -> Text:
    return Text(text.zh, text.en[:1].upper() + text.en[1:])
