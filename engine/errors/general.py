"""What is refused of cases, tasks, forms, messages and the record."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.findings import Finding
from engine.text import Text

UNSAID = Text("", "")


@dataclass(eq=False)
class EngineError(Exception):
    """The engine refuses."""

    def __str__(self) -> str:
        """For logs and developers: the class's sentence and its facts."""
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        sentence = (type(self).__doc__ or "").strip()
        return f"{sentence} ({facts})" if facts else sentence


# --- what was asked for is not there, or not allowed ---------------------------------------------------------


@dataclass(eq=False)
class NotFound(EngineError):
    """There is no such thing."""

    kind: str
    key: str | int


@dataclass(eq=False)
class NotAllowed(EngineError):
    """The person may not do this."""

    action: str
    reason: str = ""


@dataclass(eq=False)
class FourEyes(NotAllowed):
    """Who did the earlier step may not do this one."""

    activity: str = ""


@dataclass(eq=False)
class Recused(NotAllowed):
    """The person is recused from this case (回避)."""


@dataclass(eq=False)
class Interrupted(EngineError):
    """The database failed in the middle of a step, of which nothing may count; its error is the cause."""


@dataclass(eq=False)
class DatabaseNotReady(EngineError):
    """The database has no tables yet, or those of another version."""

    problem: str


@dataclass(eq=False)
class DatabaseUnreachable(DatabaseNotReady):
    """The database does not answer."""


@dataclass(eq=False)
class TooFewHandlers(EngineError):
    """The activity needs more handlers than the case names."""

    needed: int
    named: int


# --- somebody else was first -----------------------------------------------------------------------------------


@dataclass(eq=False)
class Conflict(EngineError):
    """Somebody else changed it first."""

    kind: str
    key: str | int


@dataclass(eq=False)
class AlreadyDone(Conflict):
    """The task has already been completed or closed."""

    state: str = ""


@dataclass(eq=False)
class StaleForm(Conflict):
    """Fields were changed by someone else after this form was opened."""

    fields: Sequence[str] = ()


@dataclass(eq=False)
class MoveRefused(EngineError):
    """The move is not possible in this state."""

    kind: str
    state: str
    move: str


# --- what was typed --------------------------------------------------------------------------------------------


@dataclass(eq=False)
class FormInvalid(EngineError):
    """The form's values break its schema; `problems` maps a field's JSON pointer to finding texts."""

    problems: Sequence[Finding]


@dataclass(eq=False)
class BundleRefused(EngineError):
    """The definition may not be deployed; nothing was."""

    findings: Sequence[Finding]


@dataclass(eq=False)
class NumberPatternInvalid(EngineError):
    """The pattern of case numbers cannot be used; `rule` says why."""

    pattern: str
    rule: str


@dataclass(eq=False)
class ExpressionRefused(EngineError):
    """The expression is not in the safe language, or could not be evaluated.

    `problem` is a code, `text` and `remedy` say it to people; `line` and `column` count from 1.
    """

    source: str
    problem: str
    line: int = 1
    column: int = 0
    text: Text = UNSAID
    remedy: Text = UNSAID


@dataclass(eq=False)
class DecisionRefused(EngineError):
    """The decision table gives no answer: no rule matches, two do where one may, or a cell cannot be evaluated.

    `problem` is a code; `rules` are row numbers, from 1; `text` and `remedy` say it to people.
    """

    table: str
    problem: str
    rules: Sequence[int] = ()
    text: Text = UNSAID
    remedy: Text = UNSAID


@dataclass(eq=False)
class PasswordRefused(EngineError):
    """The password is shorter than the office accepts."""

    shortest: int


# --- messages --------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class MessageUnknown(EngineError):
    """No deployed definition waits for a message of this name."""

    name: str


@dataclass(eq=False)
class MessageAmbiguous(EngineError):
    """More than one instance waits for this message with the same keys."""

    name: str
    cases: Sequence[str] = ()


# --- where a case stands ---------------------------------------------------------------------------------------


@dataclass(eq=False)
class BusinessError(EngineError):
    """An operation says that the rules of the business do not allow it; a boundary event may catch its code."""

    code: str
    message: str = ""


@dataclass(eq=False)
class NotWaiting(EngineError):
    """The token does not wait for this, or no longer."""

    token: int | None
    wanted: str


# --- the record ------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class JournalBroken(EngineError):
    """The journal's hash chain does not hold."""

    case: str
    entry: int
    problem: str
