"""One bad file of the corpus."""

from dataclasses import dataclass, field

from engine.blueprint import Vocabulary

OFFICE = Vocabulary(
    roles=frozenset({"case-handler", "supervisor", "director"}),
    operations=frozenset({"operate"}),
    reasons=frozenset({"appraisal", "hearing"}),
    processes=frozenset({"elsewhere"}),
)


@dataclass(frozen=True)
class Case:
    """`rule` must be among the findings; `warns`: it is a warning, the file may still run."""

    name: str
    content: bytes
    rule: str
    warns: bool = False
    file: str = "p.bpmn"
    others: dict[str, bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, bytes]:
        return {self.file: self.content, **self.others}


def case(
    name: str,
    text: str | bytes,
    rule: str,
    *,
    warns: bool = False,
    file: str = "p.bpmn",
    others: dict[str, bytes] | None = None,
) -> Case:
    content = text.encode() if isinstance(text, str) else text
    return Case(name, content, rule, warns, file, others or {})
