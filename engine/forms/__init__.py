"""Forms: a JSON Schema with our own keywords, held against what people fill in."""

from engine.errors import FormInvalid
from engine.forms.fields import Choice, Field, Limits
from engine.forms.form import Form
from engine.forms.reading import read_form

__all__ = ["Choice", "Field", "Form", "FormInvalid", "Limits", "read_form"]
