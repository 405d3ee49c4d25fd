"""What can be wrong with a form file."""

from dataclasses import dataclass

from engine.findings import Finding, Severity
from engine.text import Text

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class _Rule:
    severity: Severity
    message: Text
    remedy: Text


def _rule(severity: Severity, zh: str, en: str, remedy_zh: str, remedy_en: str) -> _Rule:
    return _Rule(severity, Text(zh, en), Text(remedy_zh, remedy_en))


RULES: dict[str, _Rule] = {
    # --- the file ---
    "form-too-large": _rule(_ERROR, "文件有 {found} 字节，过大", "The file has {found} bytes, which is too large", "请删减字段或拆成几个表单。", "Use fewer fields, or several forms."),
    "form-empty": _rule(_ERROR, "文件是空的", "The file is empty", "请用表单设计器重新导出。", "Export it again from the form editor."),
    "form-encoding": _rule(_ERROR, "文件的编码是 {found}，不是 UTF-8", "The file is encoded as {found}, not UTF-8", "请另存为 UTF-8。", "Save it as UTF-8."),
    "form-json": _rule(_ERROR, "第 {line} 行第 {column} 列不是正确的 JSON：{found}", "Line {line}, column {column}, is not JSON: {found}", "请检查引号、逗号和括号。", "Check quotes, commas and brackets."),
    "form-not-json": _rule(_ERROR, "文件不是 JSON（{found}）", "The file is not JSON ({found})", "请用表单设计器重新导出。", "Export it again from the form editor."),
    "form-duplicate": _rule(_ERROR, "“{found}”写了两次", "“{found}” stands twice", "请删除其中一个。", "Delete one of them."),
    "form-root": _rule(_ERROR, "最外层须为 type 为 object 的一组字段", "The outermost schema must be of type object, with properties", '请写 {{"type": "object", "properties": {{…}}}}。', 'Write {{"type": "object", "properties": {{…}}}}.'),
    "form-dialect": _rule(_ERROR, "$schema 是“{found}”，不是 2020-12 版", "$schema is “{found}”, not draft 2020-12", "请写 https://json-schema.org/draft/2020-12/schema，或删除 $schema。", "Write https://json-schema.org/draft/2020-12/schema, or delete $schema."),
    "form-key": _rule(_ERROR, "x-key“{found}”不可用", "The x-key “{found}” cannot be used", "请用小写字母、数字和连字符，例如 check-papers。", "Use lower-case letters, digits and hyphens, such as check-papers."),
    "form-key-file": _rule(_WARNING, "x-key“{found}”与文件名不一致", "The x-key “{found}” is not the file's name", "请使两者一致。", "Make them the same."),
    "form-many": _rule(_ERROR, "表单超过 {limit} 个字段或选项", "The form has more than {limit} fields or choices", "请拆成几个表单。", "Split it into several forms."),
    "form-deep": _rule(_ERROR, "字段嵌套超过 {limit} 层", "Fields are nested more than {limit} levels deep", "请减少嵌套。", "Nest them less."),
    # --- keywords ---
    "form-keyword": _rule(_ERROR, "{where}有未知的关键字“{found}”{near}", "{where} has the unknown keyword “{found}”{near}", "请检查拼写，或删除它。", "Check the spelling, or delete it."),
    "form-keyword-place": _rule(_ERROR, "{where}：关键字“{found}”不能用于类型 {kind}", "{where}: the keyword “{found}” does not go with the type {kind}", "请删除它，或修改类型。", "Delete it, or change the type."),
    "form-value": _rule(_ERROR, "{where}：“{found}”的值不正确", "{where}: the value of “{found}” is wrong", "{wanted}", "{wanted}"),
    "form-type": _rule(_ERROR, "{where}的类型“{found}”不可用", "{where} has the type “{found}”, which cannot be used", "可用：string、integer、number、boolean、array、object，只能写一个。", "One of string, integer, number, boolean, array, object."),
    "form-format": _rule(_ERROR, "{where}的格式“{found}”不可用", "{where} has the format “{found}”, which cannot be used", "可用：date、date-time、time、email、uri。", "One of date, date-time, time, email, uri."),
    "form-widget": _rule(_ERROR, "{where}的控件“{found}”不能用于类型 {kind}", "{where} has the widget “{found}”, which does not go with the type {kind}", "可用：{wanted}。", "One of {wanted}."),
    "form-items": _rule(_ERROR, "{where}没有写明每一项的类型（items）", "{where} does not say what its items are", "请写 items；表格写 type 为 object 的 items。", "Write items; for a table, items of type object."),
    "form-ref": _rule(_ERROR, "{where}引用“{found}”，本文件中没有", "{where} refers to “{found}”, which is not in this file", "只能引用本文件的 #/$defs/…；不会读取网络或其他文件。", "Only #/$defs/… of this file; nothing is read from elsewhere."),
    "form-ref-cycle": _rule(_ERROR, "{where}引用自己，没有尽头", "{where} refers to itself without end", "请断开循环引用。", "Break the circle."),
    "form-pattern": _rule(_ERROR, "{where}的正则表达式“{found}”有误", "{where} has the pattern “{found}”, which is wrong", "可用字符、[…]、( )、|、^、$、.、* + ? {{m,n}}；长度不超过 500。", "There are characters, […], ( ), |, ^, $, ., * + ? {{m,n}}; at most 500 characters."),
    "form-pattern-feature": _rule(_ERROR, "{where}的正则表达式“{found}”用了不支持的功能", "{where} has the pattern “{found}” with a feature that is not supported", "不支持环视、反向引用、标志和 \\b、\\p 等。", "There is no look-around, no back-reference, no flag, no \\b or \\p."),
    "form-pattern-work": _rule(_ERROR, "{where}的正则表达式“{found}”可能耗时过长", "{where} has the pattern “{found}”, which may take too long", "请避免重复套重复（如 (a+)+），用 {{m,n}} 写明次数，并以 ^ 开头。", "Avoid repetitions of repetitions such as (a+)+, give counts as {{m,n}}, and begin with ^."),
    # --- names ---
    "form-name": _rule(_ERROR, "字段名“{found}”不可用", "The field name “{found}” cannot be used", "请用英文字母开头，只含字母、数字和下划线。", "Begin with a letter, and use letters, digits and underscores only."),
    "form-name-reserved": _rule(_ERROR, "字段名“{found}”由系统保留", "The field name “{found}” is reserved", "请换一个名称；函数名和 case_number 等系统变量不能作字段名（只读显示除外）。", "Choose another: names of functions and of the system's variables cannot be fields, unless they are only shown."),
    "form-required": _rule(_ERROR, "{where}要求填写“{found}”，但没有这个字段", "{where} requires “{found}”, which is no field", "请更正 required。", "Correct required."),
    "form-order": _rule(_ERROR, "x-order 中的“{found}”不是字段", "“{found}” in x-order is no field", "请更正 x-order。", "Correct x-order."),
    "form-readonly": _rule(_ERROR, "{where}是表格或分组里的只读字段", "{where} is a read-only field inside a table or a group", "请把整个表格或分组设为只读，或改用 static 控件。", "Make the whole table or group read-only, or use the widget static."),
    "form-show-if": _rule(_ERROR, "{where}的条件“{found}”有误：{why}", "{where} has the condition “{found}”, which is wrong: {why}", "{wanted}", "{wanted}"),
    "form-show-if-circle": _rule(_ERROR, "字段 {found} 的显示条件互相依赖", "The conditions of the fields {found} wait for each other", "请断开循环。", "Break the circle."),
    "form-unknown-field": _rule(_ERROR, "{where}提到的“{found}”不是字段", "{where} names “{found}”, which is no field", "请更正字段名。", "Correct the name."),
    "form-labels": _rule(_ERROR, "{where}的 x-enum-labels 与 enum 不对应", "The x-enum-labels of {where} do not fit its enum", "每个选项写一对 [中文, English]，个数与 enum 相同。", "Write a pair [Chinese, English] for each choice of enum."),
    # --- warnings ---
    "form-title": _rule(_WARNING, "{where}没有标题", "{where} has no title", "请写 title。", "Write a title."),
    "form-title-en": _rule(_WARNING, "{where}没有英文标题", "{where} has no English title", "请写 x-title-en。", "Write x-title-en."),
    "form-no-labels": _rule(_WARNING, "{where}的选项没有名称", "The choices of {where} have no labels", "请写 x-enum-labels。", "Write x-enum-labels."),
    "form-if": _rule(_WARNING, "{where}的 if 没有 required：字段为空时条件也成立", "The “if” of {where} has no required: it also holds when the field is empty", "请在 if 中加上 required。", "Add required to the if."),
    "form-readonly-required": _rule(_WARNING, "{where}只读，却要求填写", "{where} is read-only and yet required", "请从 required 中删除。", "Remove it from required."),
}  # fmt: skip


def finding(code: str, file: str, element: str, **facts: object) -> Finding:
    """Find this at a place of a file: `element` is a JSON pointer into it."""
    rule = RULES[code]
    message, remedy = (_filled(template, facts) for template in (rule.message, rule.remedy))
    return Finding(file, element, rule.severity, code, message, remedy)


def _filled(template: Text, facts: dict[str, object]) -> Text:
    zh = {name: fact.zh if isinstance(fact, Text) else fact for name, fact in facts.items()}
    en = {name: fact.en if isinstance(fact, Text) else fact for name, fact in facts.items()}
    return Text(template.zh.format(**zh), template.en.format(**en))
