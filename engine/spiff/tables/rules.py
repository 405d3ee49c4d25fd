"""What can be wrong with a decision table file."""

from engine.spiff.rules import error, warning

_EXPORT = (
    "请在决策表设计器中重新导出为 DMN（.dmn）。",
    "Export it again from the table editor as DMN (.dmn).",
)
_FILE = "{detail}"

UNREADABLE = {
    "empty-file": error("dmn-empty-file", ("文件是空的", "The file is empty"), _EXPORT),
    "too-large": error("dmn-too-large", ("文件有 {detail} 字节，过大", "The file has {detail} bytes, which is too large"), ("请把决策表拆成几个文件。", "Split the tables into several files.")),
    "not-xml": error("dmn-not-xml", ("文件不是 XML，不是决策表", "The file is not XML and no decision table"), _EXPORT),
    "html": error("dmn-html", ("文件是网页（HTML），不是决策表", "The file is a web page (HTML), not a decision table"), _EXPORT),
    "doctype": error("dmn-doctype", ("文件含有 DOCTYPE 或实体声明，出于安全原因不予读取", "The file has a DOCTYPE or entities; these are not read, for safety"), ("请删除 <!DOCTYPE …> 和 <!ENTITY …>。", "Remove <!DOCTYPE …> and <!ENTITY …>.")),
    "too-deep": error("dmn-too-deep", ("XML 元素嵌套过深", "XML elements are nested too deeply"), _EXPORT),
    "encoding": error("dmn-encoding", ("文件不能按编码 {detail} 解码", "The file cannot be decoded as {detail}"), ("请另存为 UTF-8；使用 GB18030 等编码时，第一行的 encoding 必须与实际编码一致。", "Save it as UTF-8; with another encoding the first line's encoding must be the real one.")),
    "not-well-formed": error("dmn-not-well-formed", ("第 {line} 行不是格式正确的 XML：{detail}", "Line {line} is not well-formed XML: {detail}"), ("请检查该行的标签、引号，以及 & 和 < 是否写成 &amp; 和 &lt;。", "Check tags and quotes on that line, and that & and < are written &amp; and &lt;.")),
}  # fmt: skip

WRONG_ROOT = error(
    "dmn-wrong-root",
    ("根元素是 <{name}>（命名空间 {found}），不是 DMN 的 <definitions>", "The root element is <{name}> (namespace {found}), not DMN's <definitions>"),
    _EXPORT,
)  # fmt: skip
NO_DECISION = error(
    "dmn-no-decision",
    ("文件中没有决策", "The file has no decision"),
    ("请至少画一个决策，并为它建立决策表。", "Draw at least one decision and give it a decision table."),
)
TOO_MANY = error(
    "dmn-too-many",
    ("{what}的{kind}超过 {limit} 个", "{what} has more than {limit} {kind}"),
    ("请拆成几个决策表。", "Split it into several tables."),
)
ID = error(
    "dmn-id",
    ("{what}没有可用的编号（id=“{found}”）", "{what} has no usable id (id=“{found}”)"),
    ("编号用字母开头，只含字母、数字、- 和 _；流程图用它引用决策。", "An id begins with a letter and has letters, digits, - and _ only; diagrams refer to it."),
)  # fmt: skip
DUPLICATE = error(
    "dmn-duplicate",
    ("编号“{found}”出现了两次", "The id “{found}” stands twice"),
    ("请给每个决策不同的编号。", "Give each decision an id of its own."),
)
NO_TABLE = error(
    "dmn-no-table",
    ("{what}没有决策表", "{what} has no decision table"),
    ("请为它建立决策表，或删除该决策。", "Give it a decision table, or delete the decision."),
)
NOT_A_TABLE = error(
    "dmn-not-a-table",
    ("{what}的逻辑是“{found}”，不是决策表", "The logic of {what} is “{found}”, not a decision table"),
    ("请改成决策表；只有一个公式时，可在流程图中用脚本任务写“变量 = 表达式”。",
     "Make it a decision table; a single formula can be a script task, “name = expression”, on the diagram."),
)  # fmt: skip
HIT_POLICY = error(
    "dmn-hit-policy",
    ("{what}的命中策略“{found}”未知", "The hit policy “{found}” of {what} is not known"),
    (
        "可用：UNIQUE、FIRST、ANY、RULE ORDER、COLLECT。",
        "There are UNIQUE, FIRST, ANY, RULE ORDER and COLLECT.",
    ),
)
HIT_POLICY_REFUSED = error(
    "dmn-hit-policy-refused",
    ("{what}的命中策略 {found} 不受支持", "The hit policy {found} of {what} is not supported"),
    ("请按重要程度排列规则，并改用 {instead}。", "Put the rules in order of importance and use {instead}."),
)
AGGREGATION = error(
    "dmn-aggregation",
    ("{what}的汇总方式“{found}”不能用", "The aggregation “{found}” of {what} cannot be used"),
    ("COLLECT 且只有一个输出时，可用 SUM、MIN、MAX、COUNT；其他情况请删除汇总方式。",
     "SUM, MIN, MAX and COUNT go with COLLECT and a single output; otherwise remove it."),
)  # fmt: skip
LANGUAGE = error(
    "dmn-language",
    ("{what}使用表达式语言“{found}”", "{what} is written in the expression language “{found}”"),
    ("请删除 expressionLanguage，并用本系统的表达式改写。", "Remove expressionLanguage and write it in the expression language of this system."),
)  # fmt: skip
EXPRESSION = error(
    "dmn-expression",
    ("{what}的表达式“{source}”有误：{why}", "The expression “{source}” of {what} is wrong: {why}"),
    ("{remedy}", "{remedy}"),
)
NO_OUTPUT = error(
    "dmn-no-output",
    ("{what}没有输出列", "{what} has no output"),
    ("请至少添加一个输出，并填写变量名。", "Add at least one output with the name of a variable."),
)
OUTPUT_NAME = error(
    "dmn-output-name",
    ("{what}的变量名“{found}”不可用", "The variable name “{found}” of {what} cannot be used"),
    ("请用小写英文字母、数字和下划线，以字母开头，不与函数名、系统变量或其他输出重名。",
     "Use lower-case letters, digits and underscores, begin with a letter, and avoid names of functions, of the system and of other outputs."),
)  # fmt: skip
NO_INPUT_EXPRESSION = error(
    "dmn-input-missing",
    ("{what}没有输入表达式", "{what} has no input expression"),
    ("请填写变量名，例如 right。", "Write the name of a variable, such as right."),
)
NO_RULE = error(
    "dmn-no-rule",
    ("{what}没有规则", "{what} has no rules"),
    ("请至少添加一行规则。", "Add at least one rule."),
)
CELL_COUNT = error(
    "dmn-cell-count",
    (
        "{what}有 {given} 个{kind}单元格，应为 {wanted} 个",
        "{what} has {given} {kind} cells instead of {wanted}",
    ),
    _EXPORT,
)
OUTPUT_EMPTY = error(
    "dmn-output-empty",
    ("{what}的输出是空的", "The output of {what} is empty"),
    ("请填写结果；确实没有结果时写 null。", "Write a result, or null where there is none."),
)
REQUIRED_ELSEWHERE = error(
    "dmn-required-elsewhere",
    (
        "{what}依赖“{found}”，本文件中没有这个决策",
        "{what} requires “{found}”, which is no decision of this file",
    ),
    ("请把所依赖的决策表放进同一个文件。", "Put the required decision into the same file."),
)
REQUIRED_KNOWLEDGE = error(
    "dmn-required-knowledge",
    ("{what}引用业务知识模型“{found}”，不受支持", "{what} uses the business knowledge model “{found}”, which is not supported"),
    ("请把它改成一个被依赖的决策表。", "Make it a decision table that this one requires."),
)  # fmt: skip
REQUIRED_CYCLE = error(
    "dmn-required-cycle",
    ("{what}直接或间接依赖自己", "{what} requires itself, directly or through others"),
    ("请断开循环依赖。", "Break the circle."),
)
BARE_NAME = warning(
    "dmn-bare-name",
    ("{what}中的 {found} 没有加引号，被当作变量", "{found} in {what} has no quotes and is read as a variable"),
    ('如果是文本，请写成 "{found}"。', 'If it is a text, write "{found}".'),
)  # fmt: skip
OUTPUT_VALUE = warning(
    "dmn-output-value",
    ("{what}的结果 {found} 不符合该列的类型或允许值", "The result {found} of {what} is not of the column's type or allowed values"),
    ("请修改结果，或修改该列的类型、允许值。", "Change the result, or the column's type or allowed values."),
)  # fmt: skip
OVERLAP = warning(
    "dmn-overlap",
    ("{what}第 {first} 行和第 {second} 行重叠，例如 {values}", "Rows {first} and {second} of {what} overlap, for example {values}"),
    ("命中策略为 UNIQUE 时运行会出错；请修改条件，或改用 FIRST。", "With UNIQUE this fails when it happens; change the conditions, or use FIRST."),
)  # fmt: skip
DEAD = warning(
    "dmn-unreachable",
    ("{what}第 {row} 行永远不会生效：前面的规则已全部覆盖", "Row {row} of {what} never counts: the rows before it take everything"),
    ("请删除该行，或把它移到前面。", "Delete it, or move it up."),
)  # fmt: skip
IMPOSSIBLE = warning(
    "dmn-impossible",
    ("{what}第 {row} 行永远不会符合：单元格与该列的类型或允许值不一致", "Row {row} of {what} never matches: a cell contradicts its column's type or allowed values"),
    ("请检查引号、类型和允许值。", "Check quotes, type and allowed values."),
)  # fmt: skip
GAP = warning(
    "dmn-gap",
    ("{what}没有规则对应：{values}", "{what} has no rule for {values}"),
    ("请补充规则、默认输出，或在输入列写明允许值；否则遇到时任务会异常。",
     "Add a rule or a default output, or list the allowed values of the input; otherwise this fails when it happens."),
)  # fmt: skip
