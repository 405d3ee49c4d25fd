"""How each element runs, in a sentence: for the document, and for whoever draws."""

from engine.text import Text

MEANINGS = {
    "startEvent": Text(
        "案件从无触发的开始事件启动；消息、定时、信号、条件开始事件由相应的触发启动。",
        "A case begins at the start event without a trigger; the others begin it when theirs comes.",
    ),
    "endEvent": Text(
        "结束一个分支，所有分支都结束时流程办结；终止结束事件立即结束整个流程或子流程。",
        "Ends a branch; when all have ended the process is done. A terminate end ends all of its scope at once.",
    ),
    "intermediateCatchEvent": Text(
        "等待消息、时间、信号或条件；链接从同名的抛出事件继续。",
        "Waits for a message, a time, a signal or a condition; a link goes on from the throw of its name.",
    ),
    "intermediateThrowEvent": Text(
        "发出消息、信号或升级后立即继续；无触发的只作里程碑。",
        "Throws a message, a signal or an escalation and goes on at once; without one it is a milestone.",
    ),
    "boundaryEvent": Text(
        "附着在活动上；中断的结束该活动，不中断的另开分支，消息、信号和周期定时可反复触发。",
        "Sits on an activity: an interrupting one ends it, another one adds a branch, again and again for messages, signals and cycles.",
    ),
    "task": Text("立即通过。", "Passes at once."),
    "userTask": Text(
        "在候选组（kb:assignment）的待办中等待办理，用表单（kb:form）填写数据。",
        "Waits on the worklist of its group (kb:assignment), with a form (kb:form).",
    ),
    "manualTask": Text("同用户任务，但没有表单。", "Like a user task, without a form."),
    "serviceTask": Text("执行登记的操作（kb:operation）。", "Runs a registered operation (kb:operation)."),
    "businessRuleTask": Text(
        "按决策表（kb:decision）得出结果并写入变量。",
        "Asks a decision table (kb:decision) and writes its outputs.",
    ),
    "scriptTask": Text(
        "逐行执行“变量 = 表达式”，全部成功才写入。",
        "Lines of “name = expression”, all of them or none.",
    ),
    "sendTask": Text("发出消息后立即继续。", "Sends its message and goes on at once."),
    "receiveTask": Text(
        "等待消息，用 kb:key 与案件对应。", "Waits for its message; kb:key says which one is meant."
    ),
    "exclusiveGateway": Text(
        "走第一条条件成立的流出（按文件中的次序），都不成立时走默认流。",
        "Takes the first flow whose condition holds, in the order of the file, else the default one.",
    ),
    "parallelGateway": Text(
        "走全部流出；汇合时每条流入各等一个令牌，循环中也正确。",
        "Takes all flows; as a join it waits for one token on each, also in loops.",
    ),
    "inclusiveGateway": Text(
        "走所有条件成立的流出；汇合时等齐仍可能到达的分支。",
        "Takes every flow whose condition holds; as a join it waits for the branches that may still come.",
    ),
    "eventBasedGateway": Text(
        "等待其后的几个事件，先发生的决定走向。",
        "Waits for the events behind it; the first one decides.",
    ),
    "subProcess": Text(
        "内含的流程办完后继续；triggeredByEvent 的为事件子流程，在流程运行期间随时可被触发。",
        "Goes on when what is in it is done; with triggeredByEvent it is armed as long as its scope runs.",
    ),
    "callActivity": Text(
        "运行另一个流程，变量用 kb:in、kb:out 传入传出。",
        "Runs another process, with variables in and out by kb:in and kb:out.",
    ),
    "sequenceFlow": Text(
        "可从任务、排他和包容网关带条件流出；从任务流出的几条同时走。",
        "May have a condition behind activities, exclusive and inclusive gateways; several out of an activity go at once.",
    ),
    "lane": Text(
        "其中没有 kb:assignment 的任务使用泳道的 kb:assignment。",
        "Tasks in it without a kb:assignment take the lane's.",
    ),
    "participant": Text(
        "泳池只显示；流程包运行一个主流程，其余供调用。",
        "Pools are drawn; a bundle runs one main process, others are there to be called.",
    ),
    "multiInstanceLoopCharacteristics": Text(
        "对集合的每一项或按数量执行多遍，并行或依次，可由完成条件提前结束，结果按输入的次序汇总。",
        "Runs for each item of a collection, or a number of times, at once or one after the other; a completion condition may end it early; results keep the order of the input.",
    ),
    "standardLoopCharacteristics": Text(
        "条件成立时再执行一遍，最多 loopMaximum 遍。",
        "Runs again while its condition holds, loopMaximum times at most.",
    ),
}
