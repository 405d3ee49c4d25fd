"""What BPMN has and we do not run: refused with the reason and the remedy, or drawn only. `docs/bpmn.md` is made from it."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml.etree import _Element

from engine.findings import Severity
from engine.spiff.elements import title
from engine.spiff.names import child, children
from engine.spiff.nodes import event_definitions
from engine.spiff.rules import Rule, error, warning
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One feature: the elements that may show it, how to see it, and the rule that says so."""

    feature: Text
    elements: tuple[str, ...]
    shows: Callable[[_Element], bool]
    rule: Rule

    @property
    def refused(self) -> bool:
        """Whether it keeps a definition from being deployed; otherwise it is drawn and not run."""
        return self.rule.severity is Severity.ERROR


REFUSALS: list[Refusal] = []


def _always(element: _Element) -> bool:
    del element
    return True


def _attribute(name: str, *usual: str) -> Callable[[_Element], bool]:
    """Show where an attribute says something else than is usual."""
    return lambda element: (element.get(name) or usual[0]).strip() not in usual


def _truth(name: str) -> Callable[[_Element], bool]:
    return lambda element: element.get(name) == "true"


def _with(*names: str) -> Callable[[_Element], bool]:
    return lambda element: any(True for _ in children(element, *names))


@dataclass(frozen=True, slots=True)
class _Said:
    """Reason and remedy, in both languages."""

    why: tuple[str, str]
    remedy: tuple[str, str]


def _refuse(
    code: str,
    feature: Text | None,
    elements: tuple[str, ...],
    said: _Said,
    shows: Callable[[_Element], bool] = _always,
) -> None:
    name = feature or title(elements[0])
    message = (
        f"{{what}}：不支持{name.zh}：{said.why[0]}",
        f"{{what}}: {name.en} does not run here: {said.why[1]}",
    )
    REFUSALS.append(Refusal(name, elements, shows, error(f"refused-{code}", message, said.remedy)))


def _ignore(
    code: str,
    feature: Text | None,
    elements: tuple[str, ...],
    said: _Said,
    shows: Callable[[_Element], bool] = _always,
) -> None:
    name = feature or title(elements[0])
    message = (
        f"{{what}}：{name.zh}只显示、不执行：{said.why[0]}",
        f"{{what}}: {name.en} is shown and not run: {said.why[1]}",
    )
    REFUSALS.append(Refusal(name, elements, shows, warning(f"not-run-{code}", message, said.remedy)))


_ACTIVITIES = (
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask",
    "subProcess", "callActivity",
)  # fmt: skip
_EVENTS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
_COMPENSATION = _Said(
    ("引擎不会自动撤销已完成的步骤", "the engine does not undo what was done by itself"),
    (
        "改用错误或升级事件，接一个明确写出更正步骤的任务。",
        "Use an error or escalation event that leads to a task which says what to correct.",
    ),
)
_CHOREOGRAPHY = _Said(
    (
        "编排图描述多方约定，没有可执行的流程",
        "a choreography is an agreement between parties; nothing in it runs",
    ),
    (
        "改为协作图：每一方一个泳池，用消息往来。",
        "Draw a collaboration instead: a pool for each party, with messages.",
    ),
)
_CONVERSATION = _Said(
    ("会话图没有可执行的流程", "a conversation has nothing that runs"),
    ("删除会话元素，改画流程和消息流。", "Remove it, and draw the process and its message flows."),
)

_refuse(
    "complex-gateway",
    None,
    ("complexGateway",),
    _Said(
        ("BPMN 没有给出它确定的含义", "BPMN gives it no certain meaning"),
        (
            "改用排他、包容或并行网关，把条件写在流出的顺序流上。",
            "Use exclusive, inclusive or parallel gateways with conditions on their flows.",
        ),
    ),
)
_refuse(
    "transaction",
    None,
    ("transaction",),
    _Said(
        (
            "事务靠补偿撤销，引擎不做补偿",
            "a transaction is undone by compensation, which the engine does not do",
        ),
        (
            "改为普通子流程，用错误边界事件处理失败。",
            "Use a sub-process with an error boundary event for the failure.",
        ),
    ),
)
_refuse(
    "ad-hoc",
    None,
    ("adHocSubProcess",),
    _Said(
        ("其中的任务没有规定的次序", "the tasks in it have no order"),
        (
            "改为普通子流程，用包容网关或条件顺序流表示可选的任务。",
            "Use a sub-process with an inclusive gateway or conditional flows for what is optional.",
        ),
    ),
)
_refuse("compensation-event", None, ("compensateEventDefinition",), _COMPENSATION)
_refuse(
    "compensation-handler",
    Text("补偿活动", "compensation activity"),
    _ACTIVITIES,
    _COMPENSATION,
    _truth("isForCompensation"),
)
_refuse(
    "cancel-event",
    None,
    ("cancelEventDefinition",),
    _Said(
        ("取消事件只属于事务子流程", "cancel events belong to transactions only"),
        ("改用错误事件或终止事件。", "Use an error or a terminate event."),
    ),
)
_refuse(
    "token-quantity",
    Text("令牌数量", "token quantity"),
    _ACTIVITIES,
    _Said(
        (
            "startQuantity 和 completionQuantity 只能是 1",
            "startQuantity and completionQuantity can only be 1",
        ),
        (
            "要等几个分支用并行网关，要做几次用多实例。",
            "Wait for branches with a parallel gateway; repeat with multi-instance.",
        ),
    ),
    lambda element: (
        _attribute("startQuantity", "1")(element) or _attribute("completionQuantity", "1")(element)
    ),
)
_refuse(
    "multiple-event",
    Text("多重事件", "multiple event"),
    _EVENTS,
    _Said(
        ("一个事件上有几个事件定义", "one event has several event definitions"),
        (
            "每个事件只留一个定义：几个边界事件并列，或在事件网关后各接一个捕获事件。",
            "Give each event one definition: several boundary events, or one catch event each behind an event gateway.",
        ),
    ),
    lambda element: sum(1 for _ in event_definitions(element)) > 1,
)
_refuse(
    "parallel-multiple",
    Text("并行多重事件", "parallel multiple event"),
    _EVENTS,
    _Said(
        ("要等齐几个事件（parallelMultiple）", "it waits for several events at once (parallelMultiple)"),
        (
            "用并行网关分开，每个分支一个捕获事件，再汇合。",
            "Split with a parallel gateway, catch one event a branch, and join.",
        ),
    ),
    _truth("parallelMultiple"),
)
_refuse(
    "instantiate",
    Text("由消息新建实例的任务或网关", "task or gateway that starts an instance"),
    ("receiveTask", "eventBasedGateway"),
    _Said(
        (
            "流程只能由开始事件启动（instantiate）",
            "a process is started by its start events only (instantiate)",
        ),
        ("改用消息开始事件。", "Use a message start event."),
    ),
    _truth("instantiate"),
)
_refuse(
    "parallel-event-gateway",
    Text("并行事件网关", "parallel event-based gateway"),
    ("eventBasedGateway",),
    _Said(
        ("事件网关只等第一个发生的事件", "an event-based gateway goes on with the first event only"),
        (
            "要等齐几个事件，用并行网关加捕获事件。",
            "To wait for all of them use a parallel gateway with catch events.",
        ),
    ),
    _attribute("eventGatewayType", "Exclusive"),
)
_refuse(
    "multi-instance-behavior",
    Text("多实例的事件行为", "multi-instance behaviour"),
    ("multiInstanceLoopCharacteristics",),
    _Said(
        (
            "behavior 只能是 All（全部完成或完成条件成立后继续）",
            "behavior can only be All (go on when all are done, or the completion condition holds)",
        ),
        ("删除 behavior，改用完成条件（completionCondition）。", "Remove it, and use a completionCondition."),
    ),
    lambda element: (
        _attribute("behavior", "All")(element) or child(element, "complexBehaviorDefinition") is not None
    ),
)
_refuse(
    "data-store",
    None,
    ("dataStore", "dataStoreReference"),
    _Said(
        ("引擎不读写外部数据存储", "the engine neither reads nor writes one"),
        (
            "需要读写外部系统时用服务任务（kb:operation）；仅作说明时改用文字注释。",
            "Use a service task (kb:operation) to reach another system, or a text annotation if it only explains.",
        ),
    ),
)
_refuse(
    "data-mapping",
    Text("数据关联上的赋值或转换", "assignment or transformation on a data association"),
    ("dataInputAssociation", "dataOutputAssociation"),
    _Said(
        (
            "数据在流程变量里，不随数据关联流动",
            "data lives in variables; nothing moves along a data association",
        ),
        (
            "改用脚本任务，或调用活动的 kb:in、kb:out。",
            "Use a script task, or kb:in and kb:out of a call activity.",
        ),
    ),
    _with("transformation", "assignment"),
)
_refuse(
    "choreography",
    Text("编排图", "choreography"),
    (
        "choreography", "globalChoreographyTask", "choreographyTask", "callChoreography", "subChoreography",
    ),
    _CHOREOGRAPHY,
)  # fmt: skip
_refuse(
    "conversation",
    Text("会话图", "conversation"),
    ("conversation", "subConversation", "callConversation", "globalConversation"),
    _CONVERSATION,
)
_refuse(
    "global-task",
    Text("全局任务", "global task"),
    ("globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"),
    _Said(
        ("调用活动只能调用流程", "call activities can call processes only"),
        ("把它画成只有一个任务的流程。", "Draw it as a process with one task."),
    ),
)
_refuse(
    "implicit-throw",
    None,
    ("implicitThrowEvent",),
    _Said(
        ("它只用于多实例的事件行为", "it serves multi-instance behaviour only"), ("删除它。", "Remove it.")
    ),
)
_refuse(
    "must-understand",
    Text("必须理解的扩展（mustUnderstand）", "extension that must be understood"),
    ("extension",),
    _Said(
        ("引擎不认识这个扩展", "the engine does not know this extension"),
        ("删除该扩展，改用 kb: 扩展元素。", "Remove it, and use our kb: extension elements."),
    ),
    _truth("mustUnderstand"),
)

_ignore(
    "data-object",
    None,
    ("dataObjectReference",),
    _Said(
        ("数据保存在流程变量中", "data lives in the instance's variables"),
        (
            "无须处理；要写变量用表单、脚本或服务。",
            "Nothing to do; forms, scripts and operations write variables.",
        ),
    ),
)
_ignore(
    "io-specification",
    Text("输入输出规格（ioSpecification）", "ioSpecification"),
    (*_ACTIVITIES, "process"),
    _Said(
        ("变量在整个实例内可见", "variables are visible in the whole instance"),
        ("调用活动用 kb:in、kb:out 说明传入传出。", "On call activities say it with kb:in and kb:out."),
    ),
    lambda element: (
        _with("ioSpecification")(element) and not _with("multiInstanceLoopCharacteristics")(element)
    ),
)
_ignore(
    "performer",
    Text("BPMN 的办理人（potentialOwner 等）", "BPMN's performers (potentialOwner and the like)"),
    (*_ACTIVITIES, "process"),
    _Said(
        ("办理人由 kb:assignment 决定", "kb:assignment says who may act"),
        ('改用 kb:assignment role="…"。', 'Use kb:assignment role="…".'),
    ),
    _with("resourceRole", "performer", "humanPerformer", "potentialOwner"),
)
_ignore(
    "web-service",
    Text("Web 服务操作（operationRef）", "web service operation (operationRef)"),
    ("serviceTask", "sendTask", "receiveTask"),
    _Said(
        ("引擎不调用 WSDL 操作", "the engine calls no WSDL operation"),
        (
            "服务任务用 kb:operation，收发任务用 messageRef。",
            "Use kb:operation on service tasks, messageRef on send and receive tasks.",
        ),
    ),
    lambda element: element.get("operationRef") is not None,
)
_ignore(
    "property",
    Text("属性（property）", "property"),
    (*_ACTIVITIES, *_EVENTS, "process"),
    _Said(
        ("变量不需要声明", "variables need no declaration"),
        ("无须处理。", "Nothing to do."),
    ),
    _with("property"),
)
_ignore(
    "multiplicity",
    Text("参与者数量（participantMultiplicity）", "participantMultiplicity"),
    ("participant",),
    _Said(
        ("每个案件运行一个实例", "each case runs one instance"),
        ("要重复办理时用多实例活动。", "Use a multi-instance activity to repeat something."),
    ),
    _with("participantMultiplicity"),
)
_ignore(
    "import",
    Text("导入（import）", "import"),
    ("import",),
    _Said(
        ("引擎只读本流程包里的文件", "only the files of this bundle are read"),
        ("把要调用的流程放进同一个流程包。", "Put the processes that are called into the same bundle."),
    ),
)
