"""Known ways out of sandboxes, and known bombs: each is refused, quickly, and nothing else is ever raised."""

from datetime import datetime
from time import process_time

import pytest

from engine.errors import ExpressionRefused
from engine.expressions import compile_expression, compile_script

NOW = datetime.fromisoformat("2026-09-24T09:00:00+08:00")
QUICK = 20.0  # seconds of processor time: it does not hang

ESCAPES = [
    "__import__('os').system('id')",
    "__builtins__",
    "__name__",
    "__debug__",
    "().__class__",
    "().__class__.__bases__[0].__subclasses__()",
    "''.__class__.__mro__[1].__subclasses__()[132].__init__.__globals__['sys']",
    "[].__class__.__base__",
    "{}.__class__",
    "(1).__class__",
    "1 .real",
    "'a'.join",
    "a.__class__",
    "a['__class__']",
    "a.__dict__",
    "a.__getattribute__('x')",
    "a.keys()",
    "a.pop('x')",
    "a.update({'x': 1})",
    "a.get.__self__",
    "rows.append(1)",
    "rows.__iadd__([1])",
    "rows.sort()",
    "'{0.__class__}'.format(a)",
    "'{a.__class__}'.format_map(a)",
    "'%s' % a",
    "'%(x)s' % a",
    "f'{a.__class__}'",
    "f'{__import__(\"os\")}'",
    "b'abc'",
    "u'abc'",
    "eval('1')",
    "exec('1')",
    "compile('1', '', 'eval')",
    "open('/etc/passwd')",
    "input()",
    "globals()",
    "locals()",
    "vars()",
    "dir(a)",
    "getattr(a, 'x')",
    "setattr(a, 'x', 1)",
    "hasattr(a, 'x')",
    "type(a)",
    "type('X', (), {})",
    "object()",
    "super()",
    "help()",
    "breakpoint()",
    "print(a)",
    "memoryview(a)",
    "iter(rows)",
    "next(rows)",
    "map(len, rows)",
    "lambda: 1",
    "(lambda x: x)(1)",
    "(x := 1)",
    "[(x := i) for i in rows]",
    "yield 1",
    "(yield)",
    "await a",
    "import os",
    "from os import path",
    "class A: pass",
    "def f(): pass",
    "del a",
    "raise a",
    "assert a",
    "global a",
    "with a: pass",
    "while true: a",
    "a = 1",
    "a; b",
    "a\nb",
    "*rows",
    "[*rows]",
    "{**a}",
    "len(*rows)",
    "len(**a)",
    "len.__globals__",
    "len['x']",
    "(len)(rows)",
    "[len][0](rows)",
    "default.__wrapped__",
    "today.__class__",
    "now.tzinfo",
    "rows[::2]",
    "rows[...]",
    "...",
    "{x: 1 for x in rows}",
    "{x for x in rows}",
    "[x for x in rows if (y := x)]",
    "[x async for x in rows]",
    "[x for x, y in rows]",
    "[_ for _ in rows]",
    "[x for x.y in rows]",
    "a @ a",
    "~1",
    "1 << 99999",
    "1j",
    "0b1",
    "not",
    "if",
    "else",
    "()()",
    "\\",
    "\u202ea",
    "ａ",
    "ﬁ",
    "Ⅷ",
    "a\u200b",
    "\ufeff__class__",
    "\ud800",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_a_known_escape_is_refused(source):
    variables = {"a": {"x": 1}, "rows": [1, 2], "i": 1}
    with pytest.raises(ExpressionRefused):
        compile_expression(source).evaluate(variables, now=NOW)
    assert variables == {"a": {"x": 1}, "rows": [1, 2], "i": 1}


def test_data_cannot_shadow_a_function_or_the_moment():
    variables = {"len": lambda _: 99, "today": "1999-01-01", "now": "x", "rows": [1]}
    assert compile_expression("len(rows)").evaluate(variables, now=NOW) == 1
    assert compile_expression("today").evaluate(variables, now=NOW) == "2026-09-24"


def test_data_runs_no_code_of_its_own():
    class Trap:
        def __eq__(self, other):
            raise AssertionError

        __hash__ = None

        def __bool__(self):
            raise AssertionError

    for source in (
        "a == 1",
        "a and 1",
        "a in [1]",
        "[x == 1 for x in rows]",
        "rows == [1]",
        "1 in rows",
        "not a",
        "rows",
    ):
        with pytest.raises(ExpressionRefused) as refused:
            compile_expression(source).evaluate({"a": Trap(), "rows": [Trap()]}, now=NOW)
        assert refused.value.problem == "unknown-kind"


BOMBS = [
    "9**9**9",
    "'a' * 10**9",
    "'a' * 1000000000",
    "[0] * 1000000000",
    "(" * 10_000,
    "[" * 10_000,
    "{" * 5_000,
    "(" * 5_000 + "1" + ")" * 5_000,
    "[" * 500 + "]" * 500,
    "not (" * 2_000 + "1" + ")" * 2_000,
    "-(" * 2_000 + "1" + ")" * 2_000,
    "len(" * 1_000 + "a" + ")" * 1_000,
    "a[" * 1_000 + "0" + "]" * 1_000,
    "x if (" * 500,
    "*".join(["9999999999999999999999999999999999999999"] * 400),
    "1e308 * 10",
    "1e308 + 1e308 - 1e308",
    "huge * huge",
    "huge + 1",
    "huge / 3",
    "1.5 + huge",
    "to_text(huge)",
    "'x' + to_text(huge)",
    "floor(1e308)",
    "round(1e308)",
    "[a for a in r for b in r for c in r for d in r]",
    "[1 for a in r for b in r for c in r for d in r if false]",
    "sum(1 for a in r for b in r for c in r)",
    "[[[[1 for a in r] for b in r] for c in r] for d in r]",
    "any(a == b for a in r for b in r for c in r)",
    "[r == r2 for a in r for b in r]",
    "[a in r for a in r for b in r]",
    "[join(words, ',') for a in r]",
    "[replace(text, 'a', text) for a in r]",
    "replace(text, 'a', text)",
    "[split(text, 'a') for a in r]",
    "[upper(text) for a in r for b in r]",
    "[matches(text, '*a*a*a*a*a*a*b') for a in r]",
    "[sorted(r) for a in r for b in r]",
    "[distinct(r) for a in r]",
    "[contains(text, 'b') for a in r for b in r]",
    "[text + text for a in r for b in r]",
    "[r + r for a in r for b in r]",
    "[r[1:] for a in r for b in r]",
    "[text[1:] for a in r for b in r]",
    "[min(r) for a in r for b in r]",
    "[all(r) for a in r for b in r]",
    "[exists(zz) for a in r for b in r]",
    "deep",
]


def _deep(levels):
    found = []
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize("source", BOMBS, ids=lambda source: source[:40])
def test_a_bomb_is_refused_quickly(source):
    variables = {
        "r": list(range(1000)),
        "r2": list(range(1000)),
        "words": ["abcdefgh"] * 1000,
        "text": "a" * 90_000,
        "huge": 10**5_000,
        "deep": _deep(5_000),
        "x": 1,
    }
    began = process_time()
    with pytest.raises(ExpressionRefused):
        compile_expression(source).evaluate(variables, now=NOW)
    assert process_time() - began < QUICK


def test_deep_values_are_compared_without_recursion():
    variables = {"one": _deep(5_000), "same": _deep(5_000), "other": _deep(4_999)}
    assert compile_expression("one == same").evaluate(variables, now=NOW)
    assert compile_expression("one != other").evaluate(variables, now=NOW)


def test_a_long_flat_expression_simply_runs():
    assert compile_expression("+".join(["1"] * 5_000)).evaluate({}, now=NOW) == 5_000
    assert compile_expression(" or ".join(["a"] * 2_000)).evaluate({"a": 0}, now=NOW) == 0
    assert compile_expression("not " * 3_001 + "a").evaluate({"a": 0}, now=NOW) is True
    assert compile_expression("-" * 3_001 + "a").evaluate({"a": 2}, now=NOW) == -2
    assert compile_expression("a" + ".a" * 3).evaluate({"a": {"a": {"a": {"a": 5}}}}, now=NOW) == 5
    assert compile_expression("1 if a else " * 1_500 + "2").evaluate({"a": 0}, now=NOW) == 2


@pytest.mark.parametrize(
    "script",
    [
        "\n".join(["a = [1, 1]", *(f"{chr(97 + i)} = [{chr(96 + i)}, {chr(96 + i)}]" for i in range(1, 26))]),
        "a = 'ab'\n" + "\n".join(["a = a + a"] * 40),
        "a = [1]\n" + "\n".join(["a = a + a"] * 40),
        "a = 99999999\n" + "\n".join(["a = a * a"] * 40),
        "a = []\n" + "\n".join(["a = [a]"] * 500),
        "\n".join(["a = sum(x for x in r for y in r if true)"] * 400),
    ],
)
def test_a_script_cannot_grow_without_end(script):
    began = process_time()
    with pytest.raises(ExpressionRefused):
        compile_script(script).run({"r": list(range(300))}, now=NOW)
    assert process_time() - began < QUICK
