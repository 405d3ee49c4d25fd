"""How each procedure's forms are answered, where the fields alone do not say it: by form, then by field."""

from collections.abc import Mapping

from web.demo.asking import Habit
from web.demo.habits.infringement import INFRINGEMENT
from web.demo.habits.intake import INTAKE
from web.demo.habits.passing_off import PASSING_OFF
from web.demo.habits.preexamination import PREEXAMINATION

HABITS: Mapping[str, Mapping[str, Mapping[str, Habit]]] = {
    "complaint-intake": INTAKE,
    "patent-infringement": INFRINGEMENT,
    "patent-passing-off": PASSING_OFF,
    "fast-preexamination": PREEXAMINATION,
}


def habits(procedure: str, form: str) -> Mapping[str, Habit]:
    """The habits for a form of a procedure."""
    return HABITS.get(procedure, {}).get(form, {})
