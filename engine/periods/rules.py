"""The kinds of step in a ledger, and the articles that they rest on."""

from enum import StrEnum
from typing import Final

from engine.text import Text


class Rule(StrEnum):
    """What a step says."""

    START = "start"
    NOT_COUNTED = "start-not-counted"
    FROM_THE_MOMENT = "from-the-moment"
    START_MOVED = "start-moved"
    EXTENSION = "extension"
    COUNT = "count"
    REST = "rest"
    MOVED = "moved-working-day"
    HALF = "half-day"
    SUSPENSION = "suspension"
    OPEN = "suspension-open"
    NO_EFFECT = "suspension-without-effect"
    EXCLUDED = "excluded"
    ROLL = "roll"
    END = "end"
    CALENDAR = "calendar"
    PROVISIONAL = "provisional"
    YEAR_END = "year-end"
    RECOUNTED = "recounted"


NO_ARTICLE: Final = Text("", "")
CIVIL_201_1: Final = Text("《民法典》第201条第1款", "Civil Code, art. 201(1)")
CIVIL_201_2: Final = Text("《民法典》第201条第2款", "Civil Code, art. 201(2)")
CIVIL_202: Final = Text(
    "《民法典》第202条、《专利法实施细则》第5条", "Civil Code, art. 202; Patent Law Rules, rule 5"
)
CIVIL_203_1: Final = Text(
    "《民法典》第203条第1款、《专利法实施细则》第5条", "Civil Code, art. 203(1); Patent Law Rules, rule 5"
)
CIVIL_203_2: Final = Text("《民法典》第203条第2款", "Civil Code, art. 203(2)")
PENALTY_85: Final = Text("《行政处罚法》第85条", "Administrative Penalty Law, art. 85")
