"""What BPMN has and we only show: it is drawn, and does nothing when a case runs."""

from engine.spiff.features import ACTIVITIES, EVENTS, Said, containing, ignore
from engine.text import Text

DRAWN = (
    ignore(
        "data-object",
        None,
        ("dataObjectReference",),
        Said(
            ("数据保存在流程变量中", "data lives in the instance's variables"),
            (
                "无须处理；要写变量用表单、脚本或服务。",
                "Nothing to do; forms, scripts and operations write variables.",
            ),
        ),
    ),
    ignore(
        "io-specification",
        Text("输入输出规格（ioSpecification）", "ioSpecification"),
        (*ACTIVITIES, "process"),
        Said(
            ("变量在整个实例内可见", "variables are visible in the whole instance"),
            ("调用活动用 kb:in、kb:out 说明传入传出。", "On call activities say it with kb:in and kb:out."),
        ),
        lambda element: (
            containing("ioSpecification")(element)
            and not containing("multiInstanceLoopCharacteristics")(element)
        ),
    ),
    ignore(
        "performer",
        Text("BPMN 的办理人（potentialOwner 等）", "BPMN's performers (potentialOwner and the like)"),
        (*ACTIVITIES, "process"),
        Said(
            ("办理人由 kb:assignment 决定", "kb:assignment says who may act"),
            ('改用 kb:assignment role="…"。', 'Use kb:assignment role="…".'),
        ),
        containing("resourceRole", "performer", "humanPerformer", "potentialOwner"),
    ),
    ignore(
        "web-service",
        Text("Web 服务操作（operationRef）", "web service operation (operationRef)"),
        ("serviceTask", "sendTask", "receiveTask"),
        Said(
            ("引擎不调用 WSDL 操作", "the engine calls no WSDL operation"),
            (
                "服务任务用 kb:operation，收发任务用 messageRef。",
                "Use kb:operation on service tasks, messageRef on send and receive tasks.",
            ),
        ),
        lambda element: element.get("operationRef") is not None,
    ),
    ignore(
        "property",
        Text("属性（property）", "property"),
        (*ACTIVITIES, *EVENTS, "process"),
        Said(
            ("变量不需要声明", "variables need no declaration"),
            ("无须处理。", "Nothing to do."),
        ),
        containing("property"),
    ),
    ignore(
        "multiplicity",
        Text("参与者数量（participantMultiplicity）", "participantMultiplicity"),
        ("participant",),
        Said(
            ("每个案件运行一个实例", "each case runs one instance"),
            ("要重复办理时用多实例活动。", "Use a multi-instance activity to repeat something."),
        ),
        containing("participantMultiplicity"),
    ),
    ignore(
        "import",
        Text("导入（import）", "import"),
        ("import",),
        Said(
            ("引擎只读本流程包里的文件", "only the files of this bundle are read"),
            ("把要调用的流程放进同一个流程包。", "Put the processes that are called into the same bundle."),
        ),
    ),
)
