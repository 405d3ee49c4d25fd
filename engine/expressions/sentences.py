"""What can be wrong with an expression: one code each, the sentence and the remedy in both languages."""

from engine.text import Text

PROBLEMS: dict[str, tuple[Text, Text]] = {
    # --- writing ---
    "empty": (
        Text("表达式为空", "The expression is empty"),
        Text('请填写表达式，例如 right == "design"', 'Write an expression, for example right == "design"'),
    ),
    "not-text": (
        Text("表达式必须是文本", "An expression must be text"),
        Text("请把表达式写在引号里", "Write it in quotes"),
    ),
    "too-long": (
        Text("表达式超过 {limit} 个字符", "The expression is longer than {limit} characters"),
        Text("请改用决策表或服务操作", "Use a decision table or a service operation instead"),
    ),
    "too-deep": (
        Text("括号或数据嵌套超过 {limit} 层", "Nested more than {limit} levels deep"),
        Text("请拆成几步，或改用决策表", "Split it into steps, or use a decision table"),
    ),
    "full-width": (
        Text("不能使用全角符号“{found}”", "The full-width character “{found}” is not allowed here"),
        Text("请改用半角符号 {instead}", "Use {instead} instead"),
    ),
    "chinese": (
        Text("中文“{found}”没有放在引号内", "The Chinese text “{found}” is not in quotes"),
        Text('中文只能出现在半角引号内，例如 right_name == "{found}"；变量名请用英文小写加下划线',
             'Put Chinese text in straight quotes, for example right_name == "{found}"; variables have English names'),
    ),
    "character": (
        Text("无法识别的字符“{found}”（{point}）", "Unknown character “{found}” ({point})"),
        Text("请删除该字符", "Delete it"),
    ),
    "operator": (
        Text("不支持的写法“{found}”", "“{found}” is not part of the expression language"),
        Text("{instead}", "{instead}"),
    ),
    "word": (
        Text("不支持的关键字“{found}”", "The word “{found}” is not part of the expression language"),
        Text("表达式只能包含比较、and/or/not、算术、列表和内置函数；其他处理请用服务操作",
             "Expressions have comparisons, and/or/not, arithmetic, lists and functions; use a service operation for more"),
    ),
    "string-open": (
        Text("引号没有成对", "A quote is not closed"),
        Text("请在同一行内补上引号", "Close it on the same line"),
    ),
    "string-escape": (
        Text("不支持的转义“{found}”", "The escape “{found}” is not known"),
        Text(r"只支持 \\ \" \' \n \t", r"Only \\ \" \' \n \t are known"),
    ),
    "string-prefix": (
        Text("引号前不能有字母“{found}”", "A quote may not follow the letters “{found}”"),
        Text("请删除引号前的字母", "Delete the letters before the quote"),
    ),
    "number-form": (
        Text("数字写法不正确：{found}", "{found} is not a number"),
        Text("请只写数字，例如 10 或 0.5；单位写在流程图的时限上", "Write digits only, such as 10 or 0.5"),
    ),
    "expected": (
        Text("此处应为“{wanted}”，却是“{found}”", "Expected “{wanted}” but found “{found}”"),
        Text("请检查括号、逗号和运算符", "Check brackets, commas and operators"),
    ),
    "unfinished": (
        Text("表达式没有写完", "The expression is not complete"),
        Text("请检查是否缺少右括号，或比较符号右边的值", "A closing bracket or a value after an operator is missing"),
    ),
    "surplus": (
        Text("“{found}”是多余的", "“{found}” is too much here"),
        Text("请检查是否缺少运算符，例如 and、or、==", "An operator such as and, or, == may be missing"),
    ),
    "method": (
        Text("不能调用“{found}”：只能调用内置函数", "“{found}” cannot be called: only the built-in functions can"),
        Text('请写成函数，例如 lower(name)、starts_with(name, "A")', 'Write a function: lower(name), starts_with(name, "A")'),
    ),
    "function-unknown": (
        Text("没有名为 {found} 的函数", "There is no function named {found}"),
        Text("{instead}", "{instead}"),
    ),
    "function-uncalled": (
        Text("{found} 是函数名，不能当作变量", "{found} is a function, not a variable"),
        Text("请写成 {found}(…)，或给变量改名", "Write {found}(…), or give the variable another name"),
    ),
    "arguments": (
        Text("函数 {found} 需要 {wanted} 个参数，实际为 {given} 个", "{found} takes {wanted} arguments, not {given}"),
        Text("用法：{usage}", "Usage: {usage}"),
    ),
    "path-wanted": (
        Text("函数 {found} 的第一个参数应为变量或变量的字段", "The first argument of {found} must be a variable or a field of one"),
        Text("例如 {found}(applicant.phone)", "For example {found}(applicant.phone)"),
    ),
    "name-hidden": (
        Text("名称 {found} 以下划线开头，不允许使用", "The name {found} starts with an underscore and is not allowed"),
        Text("请改用英文小写名称", "Use a name in lower-case English"),
    ),
    "is-literal": (
        Text("is 只能用于 null、true、false", "“is” goes with null, true and false only"),
        Text("比较值请用 ==", "Compare values with =="),
    ),
    # --- cells of decision tables ---
    "cell-boolean": (
        Text("单元格里的条件没有用 ? 表示被测的值", "The condition in the cell does not say ? for the value that is tested"),
        Text("请写 > 5，或写 ? > 5 and ? < 10", "Write > 5, or ? > 5 and ? < 10"),
    ),
    "no-order": (
        Text("{kind}没有大小之分", "A {kind} has no order"),
        Text("请直接写值", "Write the value alone"),
    ),
    "interval-kinds": (
        Text("区间两端的类型不一致", "The ends of the interval are of different kinds"),
        Text("两端须同为数字，或同为文本（日期）", "Both must be numbers, or both texts (dates)"),
    ),
    "interval-backwards": (
        Text("区间的起点不在终点之前，没有任何值符合", "The interval begins at or after its end, so nothing fits"),
        Text("请交换两端，或检查括号", "Swap the ends, or check the brackets"),
    ),
    # --- scripts ---
    "statement": (
        Text("每一行必须是“变量 = 表达式”", "Every line must be “name = expression”"),
        Text("例如 total = fine + confiscated", "For example total = fine + confiscated"),
    ),
    "assign-field": (
        Text("只能给整个变量赋值，不能给字段或元素赋值", "Only whole variables can be assigned, not fields or items"),
        Text("请写成 name = {{...}} 或使用服务操作", "Assign the whole variable, or use a service operation"),
    ),
    "assign-twice": (
        Text("不支持“{found}=”这种写法", "“{found}=” is not supported"),
        Text("请写成 x = x {found} 1", "Write x = x {found} 1"),
    ),
    "assign-reserved": (
        Text("不能给 {found} 赋值：该名称由系统保留", "{found} cannot be assigned: the name is reserved"),
        Text("请换一个变量名", "Choose another name"),
    ),
    # --- running ---
    "name-unknown": (
        Text("没有名为 {found} 的变量{near}", "There is no variable named {found}{near}"),
        Text("请检查拼写；可能没有值时请写 default({found}, …) 或 exists({found})",
             "Check the spelling; where it may be missing write default({found}, …) or exists({found})"),
    ),
    "field-unknown": (
        Text("数据中没有字段 {found}", "The record has no field {found}"),
        Text("可能没有值时请写 default(…, 默认值)", "Where it may be missing write default(…, value)"),
    ),
    "index-out": (
        Text("列表中没有第 {found} 项", "The list has no item {found}"),
        Text("请先用 len(…) 检查长度，或写 default(…, 默认值)", "Check len(…) first, or write default(…, value)"),
    ),
    "null-access": (
        Text("值为空（null），不能读取其内容", "The value is null and has nothing inside"),
        Text("请写 default(…, 默认值)", "Write default(…, value)"),
    ),
    "no-fields": (
        Text("{kind}没有字段或元素", "A {kind} has no fields or items"),
        Text("只有记录（a.b）和列表（a[0]）可以这样读取；处理文本和日期请用函数",
             "Only records (a.b) and lists (a[0]) do; use functions for text and dates"),
    ),
    "index-kind": (
        Text("{kind}不能作为下标", "A {kind} cannot be an index"),
        Text("列表用整数，记录用文本", "Lists take whole numbers, records take text"),
    ),
    "null-compare": (
        Text("空值（null）不能比较大小", "null cannot be compared for order"),
        Text("请先判断 x != null，或写 default(x, 0)", "Test x != null first, or write default(x, 0)"),
    ),
    "not-comparable": (
        Text("{left}与{right}不能比较大小", "A {left} cannot be compared with a {right} for order"),
        Text("两边类型须一致；可用 to_number(…) 或 to_text(…) 转换", "Make both the same kind, with to_number(…) or to_text(…)"),
    ),
    "not-computable": (
        Text("{left}与{right}不能做“{found}”运算", "“{found}” does not work on a {left} and a {right}"),
        Text("文本与数字请先用 to_number(…) 或 to_text(…) 转换；日期请用 add_days、days_between",
             "Convert with to_number(…) or to_text(…); for dates use add_days and days_between"),
    ),
    "not-contained": (
        Text("in 右边应为列表、文本或记录，不能是{right}", "“in” needs a list, text or record on its right, not a {right}"),
        Text('例如 right in ["design", "invention"]', 'For example right in ["design", "invention"]'),
    ),
    "division-by-zero": (
        Text("除数为零", "Division by zero"),
        Text("请先判断除数不为零", "Test the divisor first"),
    ),
    "number-too-large": (
        Text("数字过大", "The number is too large"),
        Text("请检查数据", "Check the data"),
    ),
    "too-big": (
        Text("结果超过 {limit} 项或字符", "The result has more than {limit} items or characters"),
        Text("请改用服务操作", "Use a service operation instead"),
    ),
    "too-costly": (
        Text("计算量过大，已停止", "The calculation was stopped because it is too long"),
        Text("请缩小列表，或改用服务操作", "Use shorter lists, or a service operation"),
    ),
    "not-iterable": (
        Text("{kind}不能逐项处理", "A {kind} has no items to go through"),
        Text("for … in 右边应为列表", "The right side of for … in must be a list"),
    ),
    "argument-kind": (
        Text("函数 {found} 的参数应为{wanted}，实际为{kind}", "{found} takes a {wanted}, not a {kind}"),
        Text("用法：{usage}", "Usage: {usage}"),
    ),
    "argument-value": (
        Text("函数 {found} 无法处理“{value}”", "{found} cannot use “{value}”"),
        Text("用法：{usage}", "Usage: {usage}"),
    ),
    "empty-list": (
        Text("函数 {found} 的列表为空", "{found} was given an empty list"),
        Text("请先判断 len(…) > 0", "Test len(…) > 0 first"),
    ),
    "unknown-kind": (
        Text("变量中有系统不认识的数据类型 {found}", "A variable holds a kind of data that is not known: {found}"),
        Text("变量只能是文本、数字、真假、日期、列表和记录", "Variables hold text, numbers, booleans, dates, lists and records"),
    ),
    "not-boolean": (
        Text("条件的结果应为 true 或 false，实际为{kind}", "A condition must give true or false, not a {kind}"),
        Text('请写出比较，例如 approved == "yes" 或 note != null', 'Write a comparison, such as approved == "yes" or note != null'),
    ),
    "failed": (
        Text("无法计算（{found}）", "It could not be calculated ({found})"),
        Text("请检查变量的值", "Check the variables"),
    ),
}  # fmt: skip
