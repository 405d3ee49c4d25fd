"""Every expression and script compiles in the safe language, and is written in no other."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

from engine.errors import ExpressionRefused
from engine.expressions import compile_expression, compile_script
from engine.findings import Finding
from engine.spiff.diagram import Diagram, Known
from engine.spiff.elements import title
from engine.spiff.names import bpmn, child, expression_text, kb, local, own_extensions, script_text
from engine.spiff.rules import Place, error, warning
from engine.text import Text

EXPRESSION = error(
    "expression",
    (
        "{what}的{part}“{source}”第 {column} 列有误：{problem}",
        "{part} “{source}” of the {what} is wrong at column {column}: {problem}",
    ),
    ("{remedy}", "{remedy}"),
)
SCRIPT = error(
    "script",
    (
        "{what}的脚本第 {line} 行有误：{problem}",
        "Line {line} of the script of the {what} is wrong: {problem}",
    ),
    ("{remedy}", "{remedy}"),
)
EMPTY = error(
    "expression-empty",
    ("{what}的{part}是空的", "{part} of the {what} is empty"),
    ("填写表达式，或删除这个元素。", "Write an expression, or remove the element."),
)
CUT = error(
    "expression-cut",
    (
        "{what}的{part}里夹有元素 <{found}>，其后的文字会被丢掉",
        "{part} of the {what} has an element <{found}> in it; the text behind it would be lost",
    ),
    (
        "表达式里只写文字；< 写成 &lt;，或放进 <![CDATA[ ]]>。",
        "Write text only; < is written &lt;, or put all of it into <![CDATA[ ]]>.",
    ),
)
FOREIGN = error(
    "foreign-language",
    (
        "{what}的{part}使用“{language}”，引擎只认识自己的表达式语言",
        "{part} of the {what} is in “{language}”; the engine knows its own expression language only",
    ),
    (
        '改写成本系统的表达式，例如 right == "design"，并删除语言标记；复杂的处理放进服务任务。',
        'Write it as right == "design" and the like, and drop the mark of the language; put more into a service task.',
    ),
)
DECLARED = warning(
    "language-declared",
    (
        "文件声明的语言是“{language}”（{attribute}），表达式仍按本系统的语言读取",
        "The file declares “{language}” ({attribute}); expressions are read in our own language all the same",
    ),
    ("删除该属性。", "Remove the attribute."),
)

OURS = ("", "kuaibao", "urn:kuaibao:expression:1", "text/x-kuaibao")
_HARMLESS = ("http://www.w3.org/1999/xpath", "http://www.w3.org/2001/xmlschema")
_MARKS = re.compile(r"[$#]\{|\{\{|^\s*=[^=]")
PARTS = {
    "conditionExpression": Text("条件", "The condition"),
    "condition": Text("条件", "The condition"),
    "loopCondition": Text("循环条件", "The loop condition"),
    "loopCardinality": Text("实例数量", "The number of instances"),
    "completionCondition": Text("完成条件", "The completion condition"),
    "messagePath": Text("消息取值", "The message path"),
    "dataPath": Text("变量取值", "The data path"),
    "timeDate": Text("时间点", "The date"),
    "timeDuration": Text("时长", "The duration"),
    "timeCycle": Text("周期", "The cycle"),
    "script": Text("脚本", "The script"),
}
_COMPILED = (
    "conditionExpression",
    "condition",
    "loopCondition",
    "loopCardinality",
    "completionCondition",
    "messagePath",
    "dataPath",
)
_ATTRIBUTES = {
    "clock": ("when",),
    "assignment": ("assignee",),
    "key": ("expression",),
    "in": ("expression",),
    "out": ("expression",),
}


def check(diagram: Diagram, known: Known) -> Iterator[Finding]:
    """Find expressions and scripts that would fail, or mean something else."""
    del known
    yield from _declared(diagram)
    for process in diagram.executable:
        for name, part in PARTS.items():
            for node in process.iter(bpmn(name)):
                yield from _element(diagram.place(node.getparent()), node, part)  # type: ignore[arg-type]
        for node in process.iter(bpmn("scriptTask")):
            yield from _script(diagram, node)
        for node in process.iter():
            yield from _own(diagram, node)
    for path in diagram.root.iter(bpmn("messagePath")):
        yield from _element(diagram.place(path), path, PARTS["messagePath"])


def expression_findings(place: Place, part: Text, source: str) -> Iterator[Finding]:
    """Compile one expression."""
    if _MARKS.search(source):
        yield FOREIGN.at(place, part=part, language=source[:60])
        return
    try:
        compile_expression(source)
    except ExpressionRefused as refused:
        shown = source if len(source) <= 60 else source[:59] + "…"  # noqa: PLR2004 - what fits on a line
        yield EXPRESSION.at(
            place, part=part, source=shown, column=refused.column, problem=refused.text, remedy=refused.remedy
        )


def _declared(diagram: Diagram) -> Iterator[Finding]:
    for attribute in ("expressionLanguage", "typeLanguage"):
        language = (diagram.root.get(attribute) or "").strip()
        if language.lower() not in (*OURS, *_HARMLESS):
            yield DECLARED.at(diagram.place(diagram.root), language=language, attribute=attribute)


def _element(place: Place, node: _Element, part: Text) -> Iterator[Finding]:
    language = (node.get("language") or "").strip()
    if language.lower() not in OURS:
        yield FOREIGN.at(place, part=part, language=language)
        return
    inside = next(node.iterchildren("*"), None)
    if inside is not None:
        yield CUT.at(place, part=part, found=local(inside))
        return
    source = expression_text(node)
    if source is None and local(node) != "script":
        yield EMPTY.at(place, part=part)
    elif source is not None and local(node) in _COMPILED:
        yield from expression_findings(place, part, source)


def _script(diagram: Diagram, task: _Element) -> Iterator[Finding]:
    place, part = diagram.place(task), PARTS["script"]
    language = (task.get("scriptFormat") or "").strip()
    script = child(task, "script")
    source = script_text(script)
    if language.lower() not in OURS:
        yield FOREIGN.at(place, part=part, language=language)
    elif not source.strip():
        yield EMPTY.at(place, part=part)
    elif script is not None and next(script.iterchildren("*"), None) is None:
        yield from _compiled_script(place, source)


def _compiled_script(place: Place, source: str) -> Iterator[Finding]:
    if "${" in source:
        yield FOREIGN.at(place, part=PARTS["script"], language="${…}")
        return
    try:
        compile_script(source)
    except ExpressionRefused as refused:
        yield SCRIPT.at(place, line=refused.line, problem=refused.text, remedy=refused.remedy)


def _own(diagram: Diagram, node: _Element) -> Iterator[Finding]:
    for extension in own_extensions(node):
        for element in extension.iter(kb("*")):
            for attribute in _ATTRIBUTES.get(local(element), ()):
                source = (element.get(attribute) or "").strip()
                if source:
                    part = Text(
                        f"{title(local(element)).zh} {attribute}",
                        f"{attribute} of {title(local(element)).en}",
                    )
                    yield from expression_findings(diagram.place(node), part, source)
        if local(extension) == "message" and _throws(node):
            for field in extension.iterchildren(kb("field")):
                source = (field.get("from") or field.get("name") or "").strip()
                part = Text("消息字段", "message field")
                yield from expression_findings(diagram.place(node), part, source)


def _throws(node: _Element) -> bool:
    return local(node) in ("sendTask", "intermediateThrowEvent", "endEvent")
