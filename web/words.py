"""The words for what the engine names by keys: things, actions, states, rules, kinds of links and units."""

from collections.abc import Mapping

from engine.errors import PeriodInvalid
from engine.policies import RungBase, parse_rung
from engine.text import Text
from web.rules import RULES

_THINGS = {
    "absence": Text("项休假登记", "absence"),
    "delivery": Text("封邮件", "mail"),
    "task": Text("项任务", "task"),
    "case": Text("个案件", "case"),
    "clock": Text("个时限", "clock"),
    "definition": Text("个流程定义", "definition"),
    "person": Text("名人员", "person"),
    "process": Text("个流程", "process"),
    "incident": Text("项异常", "incident"),
    "form": Text("份表单", "form"),
    "page": Text("个页面", "page"),
    "request": Text("项申请", "request"),
    "document": Text("份文件", "document"),
    "instruction": Text("项督办", "instruction"),
    "calendar": Text("个日历来源", "calendar source"),
    "revision": Text("次修订", "revision"),
}
_ACTIONS = {
    "record-absence": Text("登记他人休假", "record this person's absences"),
    "cancel-absence": Text("撤销他人休假", "cancel this person's absences"),
    "deliveries": Text("查看邮件发送情况", "see the mails"),
    "set-email": Text("设置邮箱", "set the mail address"),
    "claim": Text("签收这项任务", "claim this task"),
    "unclaim": Text("退回这项任务", "put this task back"),
    "assign": Text("转办这项任务", "assign this task"),
    "return": Text("退回这项任务", "return this task"),
    "complete": Text("办理这项任务", "complete this task"),
    "draft": Text("保存草稿", "save a draft"),
    "see": Text("查看这个案件", "see this case"),
    "read": Text("查看这个案件", "see this case"),
    "start": Text("新建这类案件", "open a case of this kind"),
    "cancel": Text("撤销这个案件", "cancel this case"),
    "suspend": Text("中止计时", "suspend this"),
    "resume": Text("恢复计时", "resume this"),
    "extend": Text("延长这个时限", "extend this clock"),
    "correct": Text("更正起算", "correct the start"),
    "request": Text("提出这项申请", "ask for this"),
    "grant": Text("批准这项申请", "grant this request"),
    "refuse": Text("不予批准这项申请", "refuse this request"),
    "withdraw": Text("撤回", "withdraw it"),
    "document": Text("添加文件", "add a document"),
    "instruct": Text("发出督办", "issue an instruction"),
    "acknowledge": Text("签收这项督办", "acknowledge this instruction"),
    "reply": Text("答复这项督办", "answer this instruction"),
    "close": Text("办结这项督办", "close this instruction"),
    "reopen": Text("要求重新答复", "ask for another answer"),
    "call-off": Text("撤回这项督办", "withdraw this instruction"),
    "recuse": Text("登记回避", "mark somebody as recused"),
    "prioritise": Text("调整紧急程度", "change the priority"),
    "retry": Text("重试", "retry this"),
    "watch": Text("查看时限看板", "see the deadlines"),
    "add": Text("新增人员", "add people"),
    "deploy": Text("发布流程", "deploy a definition"),
    "calendar": Text("更改工作日历", "change the calendar"),
    "preview": Text("预览", "preview it"),
    "publish": Text("发布", "publish it"),
    "drop": Text("删除", "drop it"),
    "change": Text("更改", "change it"),
}
_REFUSALS = {
    "role": Text("您不具有办理所需的角色", "it needs a role that you do not have"),
    "assigned": Text("任务已由他人签收", "somebody else has it"),
    "unassigned": Text("请先签收", "claim it first"),
    "four-eyes": Text(
        "您办理过前一环节，须由他人办理", "you did an earlier step; somebody else has to do this one"
    ),
    "recused": Text("您已在本案中回避", "you are recused from this case"),
    "among": Text("您不是本案指定的办案人员", "you are not one of the named handlers"),
    "suspended": Text("案件已中止", "the case is suspended"),
    "person": Text("请先以本人账号登录", "a person has to do it"),
    "assignee": Text("任务不在您名下", "it is not yours"),
    "supervisor": Text("须由科室负责人办理", "a supervisor has to do it"),
    "inactive": Text("对方账号已停用", "that person is no longer active"),
    "self": Text("申请人本人不能批准", "who asks may not approve"),
    "involved": Text("您不是本案的经办人员", "you do not work on this case"),
    "addressee": Text("这项督办不由您答复", "it is for somebody else to answer"),
    "issuer": Text("须由督办人或局领导办理", "who issued it, or a director, has to do it"),
    "asker": Text("只有申请人可以撤回", "only who asked may withdraw it"),
}
_STATES = {
    "over": Text("已结束", "over"),
    "sent": Text("已发送", "sent"),
    "waiting": Text("待发送", "waiting"),
    "open": Text("待办", "open"),
    "running": Text("办理中", "running"),
    "suspended": Text("已中止", "suspended"),
    "completed": Text("已办结", "completed"),
    "cancelled": Text("已撤销", "cancelled"),
    "terminated": Text("已终止", "terminated"),
    "stopped": Text("已停止", "stopped"),
    "failed": Text("异常", "failed"),
    "draft": Text("草稿", "a draft"),
    "published": Text("已发布", "published"),
    "dropped": Text("已删除", "dropped"),
}
_REQUEST_KINDS = {
    "suspend": Text("申请中止", "Ask to suspend"),
    "resume": Text("申请恢复", "Ask to resume"),
    "extend": Text("申请延长", "Ask to extend"),
    "correct": Text("更正起算", "Correct the start"),
}
_REQUEST_NOUNS = {
    "suspend": Text("中止申请", "suspension"),
    "resume": Text("恢复申请", "resumption"),
    "extend": Text("延长申请", "extension"),
    "correct": Text("更正起算申请", "correction of the start"),
}
_REQUEST_MOVES = {
    "decide": Text("审批", "Decide"),
    "grant": Text("批准", "Grant"),
    "refuse": Text("不予批准", "Refuse"),
}
_REQUEST_STATES = {
    "asked": Text("待审批", "waiting"),
    "granted": Text("已批准", "granted"),
    "refused": Text("不予批准", "refused"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "lapsed": Text("已失效", "lapsed"),
}
_INSTRUCTION_STATES = {
    "issued": Text("待签收", "to be acknowledged"),
    "acknowledged": Text("待答复", "to be answered"),
    "answered": Text("已答复", "answered"),
    "closed": Text("已办结", "closed"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
_UNITS = {
    "hours": Text("个工作小时", "working hours"),
    "working-days": Text("个工作日", "working days"),
    "calendar-days": Text("日", "days"),
    "months": Text("个月", "months"),
}
_KINDS = {
    "promise": Text("承诺时限", "Promise"),
    "ordinary": Text("法定时限", "Ordinary period"),
    "activity": Text("环节时限", "Step"),
    "party": Text("当事人期限", "A party's period"),
}
_PRIORITIES = (Text("普通", "normal"), Text("加急", "high"), Text("特急", "urgent"))
_LINKS = {"started-from": (Text("发起的案件", "Started"), Text("来源案件", "Started from"))}


def _word(words: Mapping[str, Text], key: str) -> Text:
    return words.get(key) or Text(key, key)


def thing(kind: str) -> Text:
    """What something is; the Chinese with its measure word."""
    return _word(_THINGS, kind)


def action(key: str) -> Text:
    """What somebody wanted to do."""
    return _word(_ACTIONS, key)


def refusal(key: str) -> Text:
    """Why somebody may not."""
    return _word(_REFUSALS, key)


def state(key: str) -> Text:
    """The state of a case, a task, a clock, a request or an instruction."""
    return _word({**_INSTRUCTION_STATES, **_REQUEST_STATES, **_STATES}, key)


def instruction_state(key: str) -> Text:
    """What became of an instruction."""
    return _word(_INSTRUCTION_STATES, key)


def request_kind(key: str) -> Text:
    """What is asked for about a clock."""
    return _word(_REQUEST_KINDS, key)


def request_noun(key: str) -> Text:
    """A request, as a noun."""
    return _word(_REQUEST_NOUNS, key)


def request_move(key: str) -> Text:
    """What is done with a request, on a button."""
    return _word(_REQUEST_MOVES, key)


def request_state(key: str) -> Text:
    """What became of a request."""
    return _word(_REQUEST_STATES, key)


def rule(key: str) -> Text:
    """The rule by which a clock or a period refuses."""
    return _word(RULES, key)


def unit(key: str) -> Text:
    """A unit of periods."""
    return _word(_UNITS, key)


def amount(number: int, key: str) -> Text:
    """An amount of a unit: 10 日, 3 working days."""
    words = unit(key)
    english = words.en.removesuffix("s") if number == 1 else words.en
    return Text(f"{number} {words.zh}", f"{number} {english}")


def clock_kind(key: str) -> Text:
    """Promise, ordinary period, or a step's own clock."""
    return _word(_KINDS, key)


def priority(level: int) -> Text:
    """How urgent, from 0 to 2."""
    return _PRIORITIES[max(0, min(level, len(_PRIORITIES) - 1))]


def link(kind: str, *, outgoing: bool) -> Text:
    """How two cases belong together, seen from this one."""
    out, back = _LINKS.get(kind, (Text("关联案件", "Linked"), Text("关联案件", "Linked")))
    return out if outgoing else back


def rung(at: str) -> Text:
    """Where an escalation rung stands: 过半, 届满前 2 个工作日, 届满."""
    try:
        place = parse_rung(at)
    except PeriodInvalid:
        return Text(at, at)
    if place.base is RungBase.SHARE:
        return Text(f"期限已用 {place.amount}%", f"{place.amount}% used")
    if place.base is RungBase.END or place.unit is None:
        return Text("届满", "at the end")
    length = amount(place.amount, place.unit)
    before = place.base is RungBase.BEFORE_END
    return Text(
        f"届满{'前' if before else '后'} {length.zh}",
        f"{length.en} {'before' if before else 'after'} the end",
    )
