"""The functions of the language. Only these can be called; each says what it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias

from engine.expressions import dates, library
from engine.expressions.frame import Frame
from engine.expressions.problems import Refusal
from engine.expressions.values import kind_of, known
from engine.text import Text

Body: TypeAlias = Callable[..., Any]

_KINDS: dict[str, tuple[tuple[type, ...], Text]] = {
    "any": ((object,), Text("值", "value")),
    "text": ((str,), Text("文本", "text")),
    "date": ((str,), Text("日期文本", "date as text")),
    "number": ((int, float), Text("数字", "number")),
    "whole": ((int,), Text("整数", "whole number")),
    "list": ((list,), Text("列表", "list")),
    "sized": ((str, list, dict), Text("文本、列表或记录", "text, list or record")),
    "scalar": ((str, int, float, type(None)), Text("文本、数字或真假值", "text, number or boolean")),
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the kinds of its parameters, how many must be given, and whether the last one repeats."""

    name: str
    usage: str
    body: Body
    kinds: tuple[str, ...]
    least: int
    repeats: bool = False

    @property
    def wanted(self) -> str:
        """How many arguments it takes, for people."""
        most = "…" if self.repeats else str(len(self.kinds))
        return most if most == str(self.least) else f"{self.least}-{most}"

    def takes(self, count: int) -> bool:
        """Whether it may be called with so many arguments."""
        return self.least <= count and (self.repeats or count <= len(self.kinds))

    def call(self, frame: Frame, at: int, values: list[Any]) -> Any:
        """Check the kinds and call."""
        for index, value in enumerate(values):
            classes, wanted = _KINDS[self.kinds[min(index, len(self.kinds) - 1)]]
            if not isinstance(value, classes):
                kind = kind_of(value)
                raise Refusal(
                    "argument-kind", at, found=self.name, wanted=wanted, kind=kind, usage=self.usage
                )
        try:
            return known(self.body(frame, *values), at)
        except library.Unfit as unfit:
            raise self._refusal(unfit, at) from None
        except Refusal as refusal:
            refusal.at = refusal.at or at
            raise

    def _refusal(self, unfit: library.Unfit, at: int) -> Refusal:
        if unfit.value is None:
            return Refusal("empty-list", at, found=self.name)
        return Refusal("argument-value", at, found=self.name, value=str(unfit.value)[:60], usage=self.usage)


def _function(usage: str, body: Body, kinds: str = "", least: int | None = None) -> Function:
    """Read a row of the table below; a `*` after the last kind says that it repeats."""
    parameters = tuple(kinds.rstrip("*").split())
    name = usage.partition("(")[0]
    return Function(
        name, usage, body, parameters, len(parameters) if least is None else least, kinds.endswith("*")
    )


def _never(_frame: Frame, *_values: Any) -> Any:
    """`default` and `exists` are compiled by themselves: their first argument may be missing."""
    raise AssertionError


FUNCTIONS: dict[str, Function] = {
    function.name: function
    for function in (
        _function('default(applicant.phone, "")', _never, "any any"),
        _function("exists(applicant.phone)", _never, "any"),
        _function("is_empty(note)", library.is_empty, "any"),
        _function("len(handlers)", library.length, "sized"),
        _function("lower(name)", library.lower, "text"),
        _function("upper(name)", library.upper, "text"),
        _function("trim(name)", library.trim, "text"),
        _function('contains(name, "part")', library.contains, "sized any"),
        _function('starts_with(classification, "G06F")', library.starts_with, "text text"),
        _function('ends_with(name, "公司")', library.ends_with, "text text"),
        _function('matches(classification, "G06F*")', library.matches, "text text"),
        _function('replace(name, "-", "")', library.replace, "text text text"),
        _function('split(classes, ";")', library.split, "text text"),
        _function('join(names, "、")', library.join, "list text"),
        _function("to_text(amount)", library.to_text, "scalar"),
        _function('to_number("12.5")', library.to_number, "scalar"),
        _function("round(amount, 2)", library.rounded, "number whole", least=1),
        _function("floor(amount)", library.floor, "number"),
        _function("ceil(amount)", library.ceiling, "number"),
        _function("abs(amount)", library.absolute, "number"),
        _function("min(a, b)", library.least, "any*", least=1),
        _function("max(a, b)", library.greatest, "any*", least=1),
        _function("sum(item.value for item in goods)", library.total, "list"),
        _function("any(item.seized for item in goods)", library.any_of, "list"),
        _function("all(item.seized for item in goods)", library.all_of, "list"),
        _function("sorted(names)", library.in_order, "list"),
        _function("distinct(names)", library.distinct, "list"),
        _function("today()", dates.today),
        _function("now()", dates.now),
        _function('date("2026-01-31")', dates.day, "date"),
        _function("add_days(received_on, 15)", dates.add_days, "date whole"),
        _function("add_months(received_on, 1)", dates.add_months, "date whole"),
        _function("days_between(received_on, today)", dates.days_between, "date date"),
        _function("hours_between(opened_at, now)", dates.hours_between, "date date"),
        _function("year_of(received_on)", dates.year_of, "date"),
        _function("month_of(received_on)", dates.month_of, "date"),
        _function("day_of(received_on)", dates.day_of, "date"),
        _function("weekday_of(received_on)", dates.weekday_of, "date"),
    )
}  # fmt: skip

_ELSEWHERE = {
    "str": "to_text", "string": "to_text", "int": "to_number", "float": "to_number", "number": "to_number", "length": "len",
    "size": "len", "count": "len", "strip": "trim", "lowercase": "lower", "uppercase": "upper", "startswith": "starts_with",
    "endswith": "ends_with", "ceiling": "ceil", "substring": "name[0:4]", "datetime": "date", "get": "default",
    "coalesce": "default", "ifnull": "default", "hasVariable": "exists", "defined": "exists", "like": "matches", "unique": "distinct",
    "set": "distinct", "mean": "sum(x) / len(x)", "bool": "x != null", "list": "[…]", "dict": "{…}",
}  # fmt: skip


def unknown_function(name: str, at: int) -> Refusal:
    """Give the refusal of a function that is not there, with the one that was probably meant."""
    near = [_ELSEWHERE[name]] if name in _ELSEWHERE else get_close_matches(name, FUNCTIONS, n=1)
    if near:
        return Refusal("function-unknown", at, found=name, instead=Text(f"请用 {near[0]}", f"Use {near[0]}"))
    available = ", ".join(sorted(FUNCTIONS))
    return Refusal(
        "function-unknown", at, found=name, instead=Text(f"可用函数：{available}", f"There are {available}")
    )
