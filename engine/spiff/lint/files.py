"""Files that are no BPMN at all, said plainly."""

from lxml.etree import _Element

from engine.findings import Finding
from engine.spiff.names import BPMN, bpmn, local, namespace
from engine.spiff.parser import PARSERS
from engine.spiff.rules import Place, error
from engine.spiff.xml import MAX_BYTES, XmlRefused
from engine.text import Text

FLOW = bpmn("sequenceFlow")
EXPORT = (
    "请在流程设计器中重新导出为 BPMN 2.0 XML（.bpmn）。",
    "Export it again from the modeler as BPMN 2.0 XML (.bpmn).",
)

REFUSALS = {
    rule.code: rule
    for rule in (
        error("empty-file", ("文件是空的", "The file is empty"), EXPORT),
        error(
            "too-large",
            (
                f"文件有 {{detail}} 字节，超过上限 {MAX_BYTES} 字节",
                f"The file has {{detail}} bytes, more than the limit of {MAX_BYTES}",
            ),
            (
                "请把流程拆成几个文件，并删除嵌入的图片等内容。",
                "Split the process into several files, and remove embedded pictures and the like.",
            ),
        ),
        error(
            "not-xml",
            (
                "文件不是 XML（可能是文本、压缩包、Visio 或 Office 文档）",
                "The file is not XML (it may be text, an archive, a Visio or an Office document)",
            ),
            EXPORT,
        ),
        error(
            "html", ("文件是网页（HTML），不是流程图", "The file is a web page (HTML), not a diagram"), EXPORT
        ),
        error(
            "doctype",
            (
                "文件含有 DOCTYPE 或实体声明，出于安全原因不予读取",
                "The file has a DOCTYPE or entity declarations; these are not read, for safety",
            ),
            (
                "删除 <!DOCTYPE …> 和 <!ENTITY …>，把实体换成它们所代表的文字。",
                "Remove <!DOCTYPE …> and <!ENTITY …>, and write out what the entities stand for.",
            ),
        ),
        error(
            "too-deep",
            (
                "XML 元素嵌套过深（超过 {detail} 层）",
                "XML elements are nested too deeply (more than {detail} levels)",
            ),
            (
                "减少子流程的嵌套，改用调用活动。",
                "Nest fewer sub-processes; use call activities instead.",
            ),
        ),
        error(
            "encoding",
            (
                "文件不能按编码 {detail} 解码（第 {line} 行附近）",
                "The file cannot be decoded as {detail} (near line {line})",
            ),
            (
                "另存为 UTF-8；使用其他编码（如 GB18030）时，第一行的 encoding 必须与实际编码一致。",
                "Save it as UTF-8; with another encoding (such as GB18030) the first line's encoding must be the real one.",
            ),
        ),
        error(
            "not-well-formed",
            (
                "第 {line} 行不是格式正确的 XML：{detail}",
                "Line {line} is not well-formed XML: {detail}",
            ),
            (
                "检查该行的标签是否配对、引号是否成对、& 和 < 是否写成 &amp; 和 &lt;。",
                "Check on that line that tags and quotes are closed, and that & and < are written &amp; and &lt;.",
            ),
        ),
    )
}

TOO_MANY = error(
    "too-many-elements",
    (
        "文件有 {count} 个{what}，超过上限 {limit}",
        "The file has {count} {what}, more than the limit of {limit}",
    ),
    (
        "把流程拆成几个，用调用活动连接。",
        "Split the process into several and join them with call activities.",
    ),
)
MOST_NODES, MOST_FLOWS, MOST_ELEMENTS = 5_000, 10_000, 150_000

WRONG_ROOT = error(
    "wrong-root",
    (
        "根元素是 <{name}>（命名空间 {found}），不是 BPMN 2.0 的 <definitions>：{guess}",
        "The root element is <{name}> (namespace {found}), not BPMN 2.0's <definitions>: {guess}",
    ),
    EXPORT,
)

_GUESSES = (
    ("http://schema.omg.org/spec/BPMN/1", "这是 BPMN 1.x", "this is BPMN 1.x"),
    (
        "http://www.omg.org/spec/BPMN/2010",
        "BPMN 命名空间的版本不对",
        "the BPMN namespace has the wrong version",
    ),
    ("http://www.wfmc.org/", "这是 XPDL", "this is XPDL"),
    (
        "http://www.omg.org/spec/DMN/",
        "这是决策表（DMN），应以 .dmn 命名",
        "this is a decision table (DMN): name it .dmn",
    ),
    (
        "https://www.omg.org/spec/DMN/",
        "这是决策表（DMN），应以 .dmn 命名",
        "this is a decision table (DMN): name it .dmn",
    ),
    ("http://www.omg.org/spec/CMMN/", "这是案例模型（CMMN）", "this is a case model (CMMN)"),
    ("http://docs.oasis-open.org/wsbpel/", "这是 BPEL", "this is BPEL"),
    ("http://www.w3.org/2000/svg", "这是图片（SVG）", "this is a picture (SVG)"),
    ("http://www.w3.org/1999/xhtml", "这是网页（XHTML）", "this is a web page (XHTML)"),
    ("http://jbpm.org/", "这是旧版 jBPM 流程", "this is an old jBPM process"),
)


def refused(file: str, problem: XmlRefused) -> Finding:
    """Say why a file was not read."""
    place = Place(file, "" if problem.line is None else f"line {problem.line}")
    return REFUSALS[problem.problem].at(place, detail=problem.detail, line=problem.line or 1)


def wrong_root(file: str, root: _Element) -> Finding | None:
    """Find a file of another kind."""
    found, name = namespace(root), local(root)
    if found == BPMN and name == "definitions":
        return None
    return WRONG_ROOT.at(
        Place(file, root.get("id", "")), name=name, found=found or "—", guess=_guess(found, name)
    )


def too_many(file: str, root: _Element) -> Finding | None:
    """Find a file that nobody drew."""
    nodes, flows, elements = 0, 0, 0
    for node in root.iter("*"):
        elements += 1
        nodes += node.tag in PARSERS
        flows += node.tag == FLOW
    for count, limit, what in (
        (nodes, MOST_NODES, Text("流程元素", "flow nodes")),
        (flows, MOST_FLOWS, Text("顺序流", "sequence flows")),
        (elements, MOST_ELEMENTS, Text("XML 元素", "XML elements")),
    ):
        if count > limit:
            return TOO_MANY.at(Place(file, root.get("id", ""), what), count=count, limit=limit)
    return None


def _guess(found: str | None, name: str) -> Text:
    for start, zh, en in _GUESSES:
        if (found or "").startswith(start):
            return Text(zh, en)
    if found is None and name == "definitions":
        return Text("缺少 BPMN 命名空间声明", "the BPMN namespace is not declared")
    if found == BPMN:
        return Text("只有流程的一部分", "this is only a part of a diagram")
    return Text("无法识别的格式", "an unknown format")
