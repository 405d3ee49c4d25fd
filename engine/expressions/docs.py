"""`docs/expressions.md`: `python -m engine.expressions.docs > docs/expressions.md`."""

import sys
from collections.abc import Iterator

from engine.expressions.frame import BUDGET
from engine.expressions.functions import FUNCTIONS
from engine.expressions.lexer import MAX_SOURCE
from engine.expressions.meanings import MEANINGS
from engine.expressions.parser import MAX_DEPTH
from engine.expressions.sentences import PROBLEMS
from engine.expressions.values import MAX_ITEMS, MAX_TEXT

HEAD = f"""# Expressions, scripts and cells / 表达式、脚本和决策表单元格

Written by `python -m engine.expressions.docs`; a test keeps it current. 本文件由程序生成。

One language for conditions on flows, timers, clocks, correlation keys, script lines, decision tables and `x-show-if`
in forms. It reads like Python, but it is not: it has its own grammar, and nothing in a model runs Python.
流转条件、定时器、时限、消息关联、脚本、决策表和表单显示条件都用同一种表达式。写法与 Python 相近，但不是 Python。

| 写法 / written | 意思 / meaning |
| --- | --- |
| `"外观"` `'a'` `12` `0.5` `true` `false` `null` | 值，中文只能写在半角引号内 / values; Chinese only in straight quotes |
| `right` `applicant.phone` `goods[0].name` `name[0:4]` | 变量、字段、列表的项、文本的一部分 / variables, fields, items, parts |
| `==` `!=` `<` `<=` `>` `>=` `1 < days <= 10` | 比较；日期是文本，如 `"2026-01-31"`，按先后比较 / comparisons; dates are texts and compare in time |
| `in` `not in` | `right in ["design", "invention"]` |
| `and` `or` `not` | 并且、或者、非 / conditions |
| `+ - * / // %` | 算术；文本和列表可用 `+` 连接 / arithmetic; `+` also joins texts and lists |
| `a if c else b` | 条件成立为 a，否则为 b / a where c holds, else b |
| `[1, 2]` `{{"a": 1}}` | 列表、记录 / lists, records |
| `sum(x.value for x in goods if x.seized)` | 逐项处理 / item by item |
| `# …` | 注释；可换行、缩进 / a remark; lines may break anywhere |

A variable or field that is not there is an error, with the name that was probably meant; where it may be missing, say
`default(note, "")` or `exists(note)`. 变量不存在时报错；可能不存在的请写 `default(…)` 或 `exists(…)`。

**Scripts / 脚本**: lines of `name = expression`; all of them are written, or none. 每行“变量 = 表达式”，全部成功才写入。

**Cells of decision tables / 决策表单元格**: `-` any value 任意值; `"a", "b"` one of them 其中之一; `< 5`, `>= "2026-01-01"`;
`[1..5]`, `(1..5]`; `not("a", "b")`; `null`; `? > 3 and ? < 5`, `starts_with(?, "G06F")` with `?` for the value 以 ? 表示被测的值.
Hit policies 命中策略: UNIQUE, FIRST, ANY, RULE ORDER, COLLECT (SUM, MIN, MAX, COUNT).

**Bounds / 限度**: {MAX_SOURCE:,} characters 字符, {MAX_DEPTH} brackets deep 层括号, lists of {MAX_ITEMS:,} items 项, texts of {MAX_TEXT:,}
characters 字, {BUDGET:,} steps 步.
"""


def document() -> str:
    """Write the document."""
    return "\n".join((HEAD, *_functions(), *_problems())) + "\n"


def _functions() -> Iterator[str]:
    yield "## Functions / 函数\n\n| 用法 / usage | 结果 / gives |\n| --- | --- |"
    for name, function in FUNCTIONS.items():
        yield f"| `{function.usage}` | {MEANINGS[name].zh}<br>{MEANINGS[name].en} |"
    yield ""


def _problems() -> Iterator[str]:
    yield "## What may be wrong / 报错\n\n| code | 说明 / message | 改法 / remedy |\n| --- | --- | --- |"
    for code, (message, remedy) in PROBLEMS.items():
        cells = (
            f"{text.zh}<br>{text.en}".replace("|", "\\|").replace("{{", "{").replace("}}", "}")
            for text in (message, remedy)
        )
        yield f"| `{code}` | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(document())
