"""Whether a file follows the BPMN 2.0 schema, by the schema that SpiffWorkflow ships; said so that people can read it."""

import re
from functools import lru_cache
from threading import Lock

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator

from engine.findings import Finding
from engine.spiff.rules import Place, error, place_of
from engine.text import Text

SCHEMA = error(
    "schema",
    (
        "{what}（第 {line} 行）不符合 BPMN 2.0 规范：{problem}",
        "{what} (line {line}) does not follow the BPMN 2.0 schema: {problem}",
    ),
    (
        "用流程设计器打开并重新保存；手工编辑时请核对该处元素的名称、顺序和属性。",
        "Open and save it again in the modeler; if it was edited by hand, check names, order and attributes there.",
    ),
)
MOST = 20  # findings of one file: after that they repeat each other
_LOCK = Lock()
_NAMESPACE = re.compile(r"\{[a-z]+:[^}]*\}")
_DUPLICATE_ID = re.compile(r"The value '.*' of simple type 'xs:ID'|valid value of the atomic type 'xs:ID'")
_SENTENCES = tuple(
    (re.compile(pattern, re.DOTALL), Text(*said))
    for pattern, said in (
        (
            r"Element '(.+?)': This element is not expected\. Expected is (?:one of )?\( (.+?) \)\.",
            ("元素 {0} 不应出现在这里，这里应为：{1}", "the element {0} is not expected here; expected: {1}"),
        ),
        (
            r"Element '(.+?)': This element is not expected\.",
            ("元素 {0} 不应出现在这里", "the element {0} is not expected here"),
        ),
        (
            r"Element '(.+?)': Missing child element\(s\)\. Expected is (?:one of )?\( (.+?) \)\.",
            ("元素 {0} 缺少子元素：{1}", "the element {0} lacks a child: {1}"),
        ),
        (
            r"Element '(.+?)', attribute '(.+?)': The attribute '.+' is not allowed\.",
            ("元素 {0} 不能有属性 {1}", "the element {0} may not have the attribute {1}"),
        ),
        (
            r"Element '(.+?)': The attribute '(.+?)' is required but missing\.",
            ("元素 {0} 缺少属性 {1}", "the element {0} lacks the attribute {1}"),
        ),
        (
            r"Element '(.+?)', attribute '(.+?)': \[facet '\w+'\] The value '(.*?)' is not an element of the set \{(.+)\}\.",
            (
                "元素 {0} 的属性 {1} 的值“{2}”不在允许的值 {3} 之中",
                "“{2}” is not among the values of {1} of {0}: {3}",
            ),
        ),
        (
            r"Element '(.+?)', attribute '(.+?)': '(.*?)' is not a valid value of the (?:\w+ type|union type) '(.+?)'\.",
            ("元素 {0} 的属性 {1} 的值“{2}”不是 {3}", "“{2}”, the value of {1} of {0}, is no {3}"),
        ),
        (
            r"Element '(.+?)': '(.*?)' is not a valid value of the (?:\w+ type|union type) '(.+?)'\.",
            ("元素 {0} 的内容“{1}”不是 {2}", "“{1}”, the content of {0}, is no {2}"),
        ),
        (
            r"Element '(.+?)': Character content other than whitespace is not allowed.*",
            ("元素 {0} 里不能有文字", "the element {0} may have no text in it"),
        ),
        (
            r"Element '(.+?)': The element type is abstract\.",
            ("元素 {0} 是抽象的，不能直接使用", "the element {0} is abstract and cannot be used as such"),
        ),
    )
)


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    schema: etree.XMLSchema = BpmnValidator().validator
    return schema


def against_schema(file: str, root: etree._Element) -> list[Finding]:
    """Find where the tree breaks the schema. A repeated id is for the rules on ids."""
    with _LOCK:  # one schema object keeps one error log
        schema = _schema()
        if schema.validate(root):
            return []
        broken = [(entry.line, entry.message, entry.path) for entry in schema.error_log]  # type: ignore[attr-defined]
    repeated = _repeated_ids(root)
    told = [entry for entry in broken if not _is_repeated(entry[1], repeated)]
    return [
        SCHEMA.at(_place(file, root, path), line=line, problem=_plain(message))
        for line, message, path in told[:MOST]
    ]


def _repeated_ids(root: etree._Element) -> set[str]:
    seen: set[str] = set()
    return {each for node in root.iter("*") if (each := node.get("id")) and (each in seen or seen.add(each))}  # type: ignore[func-returns-value]


def _is_repeated(message: str, repeated: set[str]) -> bool:
    return bool(_DUPLICATE_ID.search(message)) and any(f"'{each}'" in message for each in repeated)


def _place(file: str, root: etree._Element, path: str | None) -> Place:
    """Give the place that libxml2's path leads to."""
    try:
        found = root.getroottree().xpath(
            path or "/*", namespaces={key: uri for key, uri in root.nsmap.items() if key}
        )
    except etree.XPathError:
        found = None
    node = found[0] if isinstance(found, list) and found else root
    return place_of(file, node if isinstance(node, etree._Element) else root)  # noqa: SLF001 - lxml's type has no public name


def _plain(message: str) -> Text:
    """Say libxml2's sentence in both languages, without the namespaces that it writes out."""
    bare = _NAMESPACE.sub("", message)
    for pattern, said in _SENTENCES:
        found = pattern.fullmatch(bare)
        if found is not None:
            return Text(said.zh.format(*found.groups()), said.en.format(*found.groups()))
    return Text(bare, bare)
