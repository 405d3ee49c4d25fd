"""What the engine refuses, as a status and a sentence in both languages that carries the error's facts."""

from collections.abc import Mapping

from engine import errors
from engine.errors import EngineError
from engine.text import Text
from engine.tokens import StepFailed
from engine.tokens.problems import problem_of
from web import words
from web.answers import Answer, fixed
from web.clock_answers import CLOCK_ANSWERS
from web.desk_answers import DESK_ANSWERS


def _not_found(error: errors.NotFound) -> Text:
    kind = words.thing(error.kind)
    return Text(f"没有这{kind.zh}（{error.key}）。", f"There is no such {kind.en} ({error.key}).")


def _not_allowed(error: errors.NotAllowed) -> Text:
    action, reason = words.action(error.action), words.refusal(error.reason)
    return Text(
        f"您不能{action.zh}" + (f"：{reason.zh}。" if reason.zh else "。"),
        f"You may not {action.en}" + (f": {reason.en}." if reason.en else "."),
    )


def _four_eyes(error: errors.FourEyes) -> Text:
    if error.reason == "self":
        return Text("申请人本人不能批准，须由他人审批。", "Who asks may not decide; somebody else has to.")
    return Text(
        "您办理过前面的环节，本环节须由他人办理。",
        "You did an earlier step; somebody else has to do this one.",
    )


def _too_few(error: errors.TooFewHandlers) -> Text:
    return Text(
        f"本环节须有不少于 {error.needed} 名办案人员，现指定了 {error.named} 名。",
        f"This step needs at least {error.needed} handlers; the case names {error.named}.",
    )


def _conflict(error: errors.Conflict) -> Text:
    kind = words.thing(error.kind)
    return Text(
        f"这{kind.zh}刚刚被他人修改，请刷新后再试。",
        f"Somebody else has just changed this {kind.en}. Look at it anew.",
    )


def _already_done(error: errors.AlreadyDone) -> Text:
    state = words.state(error.state or "completed")
    return Text(
        f"这项任务{state.zh}，不能再次办理。您填写的内容列在下面，没有写入案件。",
        f"This task is {state.en} and cannot be done again. What you typed is shown below; the case was not changed.",
    )


def _stale(error: errors.StaleForm) -> Text:
    fields = list(error.fields)
    return Text(
        f"您打开表单之后，他人修改了：{'、'.join(fields)}。请核对后再次提交。",
        f"After you opened this form somebody else changed: {', '.join(fields)}. Compare, then submit again.",
    )


def _move(error: errors.MoveRefused) -> Text:
    state, move = words.state(error.state), words.action(error.move)
    return Text(f"当前状态为“{state.zh}”，不能{move.zh}。", f"It is {state.en}, so you cannot {move.en}.")


def _form(error: errors.FormInvalid) -> Text:
    number = len(error.problems)
    return Text(f"请更正以下 {number} 处", f"{number} to correct" if number != 1 else "Please correct this")


def _bundle(error: errors.BundleRefused) -> Text:
    number = len(error.findings)
    return Text(
        f"流程包有 {number} 处问题，没有发布。",
        f"The definition has {number} problems; nothing was deployed.",
    )


def _expression(error: errors.ExpressionRefused) -> Text:
    zh, en = error.text.zh or error.problem, error.text.en or error.problem
    return Text(
        f"表达式不能使用：{error.source}（{zh}）", f"The expression cannot be used: {error.source} ({en})"
    )


def _decision(error: errors.DecisionRefused) -> Text:
    said = error.text
    return Text(
        f"决策表“{error.table}”没有结论：{said.zh or error.problem}",
        f"Decision table “{error.table}” gives no answer: {said.en or error.problem}",
    )


def _password(error: errors.PasswordRefused) -> Text:
    return Text(
        f"密码至少 {error.shortest} 个字符。", f"A password has at least {error.shortest} characters."
    )


def _number(error: errors.NumberPatternInvalid) -> Text:
    rule = words.rule(error.rule)
    return Text(
        f"案号格式“{error.pattern}”不能使用：{rule.zh}。",
        f"Cases cannot be numbered by “{error.pattern}”: {rule.en}.",
    )


def _message(error: errors.MessageUnknown) -> Text:
    return Text(f"没有流程等待消息“{error.name}”。", f"No definition waits for a message “{error.name}”.")


def _ambiguous(error: errors.MessageAmbiguous) -> Text:
    cases = list(error.cases)
    return Text(
        f"消息“{error.name}”同时对应多个案件：{'、'.join(cases)}。",
        f"Message “{error.name}” fits more than one case: {', '.join(cases)}.",
    )


def _business(error: errors.BusinessError) -> Text:
    return Text(
        f"业务规则不允许：{error.message or error.code}",
        f"The rules do not allow it: {error.message or error.code}",
    )


def _unreachable(error: errors.DatabaseUnreachable) -> Text:
    zh, en = "数据库没有应答，请检查地址和服务", "The database does not answer; is it up, at this address?"
    return Text(f"{zh}：{error.problem}", f"{en} {error.problem}")


def _step_failed(error: StepFailed) -> Text:
    said = problem_of(error).text
    return Text(f"流程无法继续：{said.zh}", f"The case cannot go on: {said.en}")


def _journal(error: errors.JournalBroken) -> Text:
    return Text(
        f"案件 {error.case} 的办理日志第 {error.entry} 条校验不通过，请立即联系系统管理员。",
        f"Entry {error.entry} of the journal of case {error.case} does not hold. Call an administrator at once.",
    )


ANSWERS: Mapping[type[EngineError], Answer] = {
    errors.NotFound: Answer(404, _not_found),
    errors.NotAllowed: Answer(403, _not_allowed),
    errors.FourEyes: Answer(403, _four_eyes),
    errors.Recused: Answer(
        403, fixed("您已在本案中回避，不能查看或办理。", "You are recused from this case.")
    ),
    errors.TooFewHandlers: Answer(422, _too_few),
    errors.Conflict: Answer(409, _conflict),
    errors.AlreadyDone: Answer(409, _already_done),
    errors.StaleForm: Answer(409, _stale),
    errors.MoveRefused: Answer(409, _move),
    errors.BusinessError: Answer(422, _business),
    StepFailed: Answer(422, _step_failed),
    errors.NotWaiting: Answer(
        409, fixed("案件已不在这个环节，请刷新后再试。", "The case no longer waits here. Look at it anew.")
    ),
    errors.FormInvalid: Answer(422, _form),
    errors.BundleRefused: Answer(422, _bundle),
    errors.ExpressionRefused: Answer(422, _expression),
    errors.DecisionRefused: Answer(422, _decision),
    errors.PasswordRefused: Answer(422, _password),
    errors.NumberPatternInvalid: Answer(422, _number),
    **CLOCK_ANSWERS,
    **DESK_ANSWERS,
    errors.MessageUnknown: Answer(404, _message),
    errors.MessageAmbiguous: Answer(409, _ambiguous),
    errors.JournalBroken: Answer(500, _journal),
    errors.DatabaseUnreachable: Answer(503, _unreachable),
    errors.DatabaseNotReady: Answer(
        503,
        fixed("数据库尚未就绪，请先运行 kuaibao init。", "The database is not ready: run `kuaibao init`."),
    ),
    errors.Interrupted: Answer(
        503,
        fixed(
            "数据库暂时不可用，操作没有完成，请稍后再试。",
            "The database failed; nothing was done. Try again.",
        ),
    ),
    EngineError: Answer(422, fixed("系统没有接受这项操作。", "The engine refused this.")),
}


def answer(error: EngineError) -> tuple[int, Text]:
    """Give the status and the sentence of an error: its own class's, else its nearest base's."""
    found = next(ANSWERS[base] for base in type(error).__mro__ if base in ANSWERS)
    return found.status, found.sentence(error)


_STALE = Text(
    "您打开表单之后，他人修改了下列内容。请核对后再次提交，以您最后提交的为准。",
    "Somebody else has changed what is below. Compare, then submit again: the last answer counts.",
)


def at_the_form(error: EngineError | None) -> Text | None:
    """The sentence above a form; None where the form's own list of problems says it all."""
    if error is None or isinstance(error, errors.FormInvalid):
        return None
    return _STALE if isinstance(error, errors.StaleForm) else answer(error)[1]
