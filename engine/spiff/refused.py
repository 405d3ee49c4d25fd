"""What BPMN has and we do not run: refused by name, with the reason and the remedy."""

from engine.spiff.features import ACTIVITIES, EVENTS, Said, containing, holding, refuse, unlike
from engine.spiff.names import child
from engine.spiff.nodes import event_definitions
from engine.text import Text

_COMPENSATION = Said(
    ("引擎不会自动撤销已完成的步骤", "the engine does not undo what was done by itself"),
    (
        "改用错误或升级事件，接一个明确写出更正步骤的任务。",
        "Use an error or escalation event that leads to a task which says what to correct.",
    ),
)
_CHOREOGRAPHY = Said(
    (
        "编排图描述多方约定，没有可执行的流程",
        "a choreography is an agreement between parties; nothing in it runs",
    ),
    (
        "改为协作图：每一方一个泳池，用消息往来。",
        "Draw a collaboration instead: a pool for each party, with messages.",
    ),
)
_CONVERSATION = Said(
    ("会话图没有可执行的流程", "a conversation has nothing that runs"),
    ("删除会话元素，改画流程和消息流。", "Remove it, and draw the process and its message flows."),
)

REFUSED = (
    refuse(
        "complex-gateway",
        None,
        ("complexGateway",),
        Said(
            ("BPMN 没有给出它确定的含义", "BPMN gives it no certain meaning"),
            (
                "改用排他、包容或并行网关，把条件写在流出的顺序流上。",
                "Use exclusive, inclusive or parallel gateways with conditions on their flows.",
            ),
        ),
    ),
    refuse(
        "transaction",
        None,
        ("transaction",),
        Said(
            (
                "事务靠补偿撤销，引擎不做补偿",
                "a transaction is undone by compensation, which the engine does not do",
            ),
            (
                "改为普通子流程，用错误边界事件处理失败。",
                "Use a sub-process with an error boundary event for the failure.",
            ),
        ),
    ),
    refuse(
        "ad-hoc",
        None,
        ("adHocSubProcess",),
        Said(
            ("其中的任务没有规定的次序", "the tasks in it have no order"),
            (
                "改为普通子流程，用包容网关或条件顺序流表示可选的任务。",
                "Use a sub-process with an inclusive gateway or conditional flows for what is optional.",
            ),
        ),
    ),
    refuse("compensation-event", None, ("compensateEventDefinition",), _COMPENSATION),
    refuse(
        "compensation-handler",
        Text("补偿活动", "compensation activity"),
        ACTIVITIES,
        _COMPENSATION,
        holding("isForCompensation"),
    ),
    refuse(
        "cancel-event",
        None,
        ("cancelEventDefinition",),
        Said(
            ("取消事件只属于事务子流程", "cancel events belong to transactions only"),
            ("改用错误事件或终止事件。", "Use an error or a terminate event."),
        ),
    ),
    refuse(
        "token-quantity",
        Text("令牌数量", "token quantity"),
        ACTIVITIES,
        Said(
            (
                "startQuantity 和 completionQuantity 只能是 1",
                "startQuantity and completionQuantity can only be 1",
            ),
            (
                "要等几个分支用并行网关，要做几次用多实例。",
                "Wait for branches with a parallel gateway; repeat with multi-instance.",
            ),
        ),
        lambda element: unlike("startQuantity", "1")(element) or unlike("completionQuantity", "1")(element),
    ),
    refuse(
        "multiple-event",
        Text("多重事件", "multiple event"),
        EVENTS,
        Said(
            ("一个事件上有几个事件定义", "one event has several event definitions"),
            (
                "每个事件只留一个定义：几个边界事件并列，或在事件网关后各接一个捕获事件。",
                "Give each event one definition: several boundary events, or one catch event each behind an event gateway.",
            ),
        ),
        lambda element: sum(1 for _ in event_definitions(element)) > 1,
    ),
    refuse(
        "parallel-multiple",
        Text("并行多重事件", "parallel multiple event"),
        EVENTS,
        Said(
            ("要等齐几个事件（parallelMultiple）", "it waits for several events at once (parallelMultiple)"),
            (
                "用并行网关分开，每个分支一个捕获事件，再汇合。",
                "Split with a parallel gateway, catch one event a branch, and join.",
            ),
        ),
        holding("parallelMultiple"),
    ),
    refuse(
        "instantiate",
        Text("由消息新建实例的任务或网关", "task or gateway that starts an instance"),
        ("receiveTask", "eventBasedGateway"),
        Said(
            (
                "流程只能由开始事件启动（instantiate）",
                "a process is started by its start events only (instantiate)",
            ),
            ("改用消息开始事件。", "Use a message start event."),
        ),
        holding("instantiate"),
    ),
    refuse(
        "parallel-event-gateway",
        Text("并行事件网关", "parallel event-based gateway"),
        ("eventBasedGateway",),
        Said(
            ("事件网关只等第一个发生的事件", "an event-based gateway goes on with the first event only"),
            (
                "要等齐几个事件，用并行网关加捕获事件。",
                "To wait for all of them use a parallel gateway with catch events.",
            ),
        ),
        unlike("eventGatewayType", "Exclusive"),
    ),
    refuse(
        "multi-instance-behavior",
        Text("多实例的事件行为", "multi-instance behaviour"),
        ("multiInstanceLoopCharacteristics",),
        Said(
            (
                "behavior 只能是 All（全部完成或完成条件成立后继续）",
                "behavior can only be All (go on when all are done, or the completion condition holds)",
            ),
            (
                "删除 behavior，改用完成条件（completionCondition）。",
                "Remove it, and use a completionCondition.",
            ),
        ),
        lambda element: (
            unlike("behavior", "All")(element) or child(element, "complexBehaviorDefinition") is not None
        ),
    ),
    refuse(
        "data-store",
        None,
        ("dataStore", "dataStoreReference"),
        Said(
            ("引擎不读写外部数据存储", "the engine neither reads nor writes one"),
            (
                "需要读写外部系统时用服务任务（kb:operation）；仅作说明时改用文字注释。",
                "Use a service task (kb:operation) to reach another system, or a text annotation if it only explains.",
            ),
        ),
    ),
    refuse(
        "data-mapping",
        Text("数据关联上的赋值或转换", "assignment or transformation on a data association"),
        ("dataInputAssociation", "dataOutputAssociation"),
        Said(
            (
                "数据在流程变量里，不随数据关联流动",
                "data lives in variables; nothing moves along a data association",
            ),
            (
                "改用脚本任务，或调用活动的 kb:in、kb:out。",
                "Use a script task, or kb:in and kb:out of a call activity.",
            ),
        ),
        containing("transformation", "assignment"),
    ),
    refuse(
        "choreography",
        Text("编排图", "choreography"),
        (
            "choreography",
            "globalChoreographyTask",
            "choreographyTask",
            "callChoreography",
            "subChoreography",
        ),
        _CHOREOGRAPHY,
    ),
    refuse(
        "conversation",
        Text("会话图", "conversation"),
        ("conversation", "subConversation", "callConversation", "globalConversation"),
        _CONVERSATION,
    ),
    refuse(
        "global-task",
        Text("全局任务", "global task"),
        ("globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"),
        Said(
            ("调用活动只能调用流程", "call activities can call processes only"),
            ("把它画成只有一个任务的流程。", "Draw it as a process with one task."),
        ),
    ),
    refuse(
        "implicit-throw",
        None,
        ("implicitThrowEvent",),
        Said(
            ("它只用于多实例的事件行为", "it serves multi-instance behaviour only"),
            ("删除它。", "Remove it."),
        ),
    ),
    refuse(
        "must-understand",
        Text("必须理解的扩展（mustUnderstand）", "extension that must be understood"),
        ("extension",),
        Said(
            ("引擎不认识这个扩展", "the engine does not know this extension"),
            ("删除该扩展，改用 kb: 扩展元素。", "Remove it, and use our kb: extension elements."),
        ),
        holding("mustUnderstand"),
    ),
)
