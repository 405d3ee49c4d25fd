"""Why a token is parked: a code, and a sentence in both languages."""

from dataclasses import dataclass
from typing import NamedTuple

from engine.errors import BusinessError, DecisionRefused, EngineError, ExpressionRefused
from engine.text import Text

SENTENCES = {
    "expression": Text("表达式无法计算", "An expression could not be evaluated"),
    "decision": Text("决策表没有给出结果", "A decision table gave no answer"),
    "operation": Text("服务操作失败", "A service operation failed"),
    "business-error": Text(
        "服务操作报告的业务错误没有被任何事件捕获", "No event catches the error that the operation reports"
    ),
    "uncaught-error": Text(
        "错误结束事件没有被任何事件捕获", "No event catches the error of an error end event"
    ),
    "no-flow": Text(
        "没有一条流出的顺序流满足条件，也没有默认流",
        "No outgoing flow's condition holds and there is no default",
    ),
    "deadlock": Text(
        "汇聚网关等待的分支已不可能到达", "The join waits for a branch that can no longer arrive"
    ),
    "steps": Text("自动步骤过多，流程没有停下来等待", "Too many automatic steps without a wait"),
    "tokens": Text("同时存在的令牌过多", "Too many tokens at the same time"),
    "instances": Text("多实例活动的实例过多", "Too many instances of a multi-instance activity"),
    "depth": Text("子流程或调用活动嵌套过深", "Sub-processes or call activities are nested too deep"),
    "collection": Text("多实例的集合不是列表", "The collection of a multi-instance activity is not a list"),
    "cardinality": Text("多实例的数量不是非负整数", "The cardinality is not a whole number from 0"),
    "key-empty": Text("消息的关联键没有值", "A correlation key of the message has no value"),
    "timer": Text("定时器无效", "The timer is not valid"),
    "value": Text("变量的值无法保存", "The value of a variable cannot be stored"),
    "link": Text("链接事件没有对应的目标", "The link event has no target"),
    "setup": Text("流程图中缺少必要的设置", "Something that is needed is missing on the diagram"),
}


class Problem(NamedTuple):
    """Why a token is parked as an incident. `code` is one of `SENTENCES`, or the host's own.

    `detail` is for whoever repairs it; `detail_en` is its English, where it has another.
    """

    code: str
    detail: str = ""
    detail_en: str = ""

    @property
    def text(self) -> Text:
        """The sentence for people, with the detail after it."""
        sentence = SENTENCES.get(self.code, SENTENCES["operation"])
        if not self.detail:
            return sentence
        return Text(f"{sentence.zh}：{self.detail}", f"{sentence.en}: {self.detail_en or self.detail}")


@dataclass(eq=False)
class StepFailed(EngineError):
    """A step of the process could not be taken; nothing of it was kept."""

    code: str
    detail: str = ""


def problem_of(error: Exception) -> Problem:
    """Tell an incident's reason from what was raised."""
    if isinstance(error, StepFailed):
        return Problem(error.code, error.detail)
    if isinstance(error, ExpressionRefused):
        return Problem("expression", *_said(error.source, error.text, error.remedy))
    if isinstance(error, DecisionRefused):
        return Problem("decision", *_said("", error.text, error.remedy))
    if isinstance(error, BusinessError):
        return Problem("business-error", f"{error.code} {error.message}".strip())
    return Problem("operation", f"{type(error).__name__}: {error}")


def _said(source: str, text: Text, remedy: Text) -> list[str]:
    """Say it in Chinese and in English."""
    return [" ".join(part for part in (source, *pair) if part) for pair in zip(text, remedy, strict=True)]
