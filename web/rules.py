"""The rules by which a clock, a suspension or a period refuses, in words."""

from collections.abc import Mapping

from engine.text import Text

RULES: Mapping[str, Text] = {
    # suspensions and their ends
    "future": Text("日期不得晚于今天", "the day may not lie in the future"),
    "before-suspension": Text("恢复日不得早于中止的生效日", "it cannot go on before it was suspended"),
    "before-start": Text("生效日不得早于时限起算日", "the day is before the clock's start"),
    "before-last-resumption": Text(
        "生效日不得早于同一事由上次恢复之日", "the day is before the last resumption from the same reason"
    ),
    "already": Text("已因同一事由中止，尚未恢复", "it is suspended for this reason already"),
    "not-suspended": Text("没有因该事由中止", "it is not suspended for this reason"),
    "reason": Text("该时限不因这一事由中止", "the clock may not be suspended for this reason"),
    "reason-unknown": Text("没有这一中止事由", "there is no such reason"),
    "note": Text("请写明文书或理由", "a document or a note is needed"),
    # extensions
    "not-extensible": Text("该时限不得延长", "this clock may not be extended"),
    "role": Text("您不具有批准的权限", "it needs a role that you do not have"),
    "four-eyes": Text("申请人本人不得批准", "who asks for it may not grant it"),
    "amount": Text("请填写大于零的整数", "give a whole number above zero"),
    "ended": Text("期限已届满", "the period has ended"),
    "number": Text("已达到允许延长的次数", "it has been extended as often as allowed"),
    "cap": Text("超过允许延长的上限", "it is more than allowed"),
    "granted-late": Text(
        "申请虽在届满前提出，但批准时期限已届满", "it was asked for in time, but the period has ended since"
    ),
    # requests
    "pending": Text("同样的申请正在等待审批", "the same has been asked for and waits for a decision"),
    "decision": Text("不予批准须写明理由", "a refusal needs its reason"),
    "start-future": Text("起算不得晚于现在", "the start may not lie in the future"),
    "start-too-early": Text(
        "起算不得早于案件登记日之前一年", "the start is more than a year before the case was opened"
    ),
    "start-same": Text("与现有起算日相同", "it is the start already"),
    # absences
    "absence-order": Text("结束日期不得早于开始日期", "the last day may not be before the first"),
    "absence-past": Text("休假已经结束", "it is over already"),
    "absence-too-long": Text("一次登记不得超过 366 日", "it may not be longer than 366 days"),
    "absence-note": Text("说明不得超过 300 字", "the note may have at most 300 characters"),
    "absence-overlap": Text("与已登记的休假重叠", "it overlaps with one that is recorded already"),
    "deputy-self": Text("本人不能作自己的代理人", "nobody stands in for themselves"),
    "deputy-inactive": Text("代理人的账号已停用", "the deputy is no longer active"),
    "deputy-role": Text(
        "代理人须具有与休假人相同的角色", "the deputy needs a role that the person has as well"
    ),
    "deputy-cycle": Text("代理关系构成循环，届时无人接收提醒", "the deputies would stand in for one another"),
    # instructions
    "instruction-text": Text("请写明督办意见", "say what is to be done"),
    "instruction-answer": Text("请写明答复内容", "say what the answer is"),
    "instruction-note": Text("请写明处理意见", "say what was done, or why"),
    "instruction-long": Text("文字过长", "the text is too long"),
    "instruction-day": Text("请填写答复期限", "give the day by which to answer"),
    "instruction-past": Text("答复期限须晚于现在", "it has to be answered later than now"),
    "instruction-far": Text("答复期限不得超过一年", "it has to be answered within a year"),
    "instruction-self": Text("不能督办本人", "nobody instructs themselves"),
    "instruction-inactive": Text("对方账号已停用", "that person is no longer active"),
    "instruction-staff": Text("对方不办理案件", "that person works on no cases"),
    "instruction-recused": Text("对方已在本案中回避", "that person is recused from this case"),
    # documents
    "document-empty": Text("文件是空的", "it is empty"),
    "document-too-large": Text("文件超过允许的大小", "it is larger than allowed:"),
    "document-type": Text("不是可以接收的文件类型", "its type is not accepted; these are:"),
    # periods and dates
    "not-a-day": Text("请填写日期", "give a day"),
    "day-unreadable": Text("日期无法识别", "the day cannot be read"),
    "amount-not-positive": Text("期限须大于零", "a period is more than zero"),
    "too-long": Text("期限过长", "the period is too long"),
    "unit-unknown": Text("没有这一期限单位", "there is no such unit"),
    "period-unreadable": Text("期限无法识别", "the period cannot be read"),
    "span-unreadable": Text("起止日期无法识别", "the span cannot be read"),
    "rung-unreadable": Text("督办级别的位置无法识别", "the rung's place cannot be read"),
    "share-out-of-range": Text("比例须在 1% 至 100% 之间", "a share is from 1% to 100%"),
    "hours-missing": Text("没有设定工作时间", "there are no working hours"),
    "hours-and-days": Text("按小时的期限不能与按日的合并", "hours and days cannot be summed"),
    "suspension-open": Text("中止尚未恢复", "a suspension is still open"),
    "suspension-before-start": Text("中止早于期限起算", "a suspension is before the start"),
    "suspension-too-long": Text("中止时间过长", "a suspension is too long"),
    "resumed-before-effective": Text("恢复日早于生效日", "it is resumed before it takes effect"),
    "beyond-9999": Text("日期超出可计算的范围", "the date is beyond what can be counted"),
    # calendars
    "scope-unknown": Text("请选择范围", "choose a scope"),
    "source-missing": Text("请写明依据的文件", "name the document"),
    "overlay-never-valid": Text("有效期的截止早于开始", "it would be valid until before it begins"),
    "overlay-contradicts-itself": Text("同一日有两种不同的安排", "a day is set in two ways"),
    "hours-unreadable": Text("时段无法识别，应写作 08:30-11:30", "hours are written like 08:30-11:30"),
    "hours-out-of-order": Text("时段的结束早于开始", "hours end before they begin"),
    "hours-overlap": Text("时段重叠", "hours overlap"),
    # case numbers
    "number-unreadable": Text("格式无法识别，请检查花括号", "it cannot be read; look at its braces"),
    "number-field": Text("只能使用 {year}、{sequence} 和 {key}", "there are {year}, {sequence} and {key}"),
    "number-not-unique": Text(
        "须有 {year} 和 {sequence}，否则案号会重复", "without {year} and {sequence} numbers would come twice"
    ),
    "number-width": Text("位数须写作 {sequence:04d}", "its digits are written as {sequence:04d}"),
    "number-too-long": Text("案号过长", "the numbers would be too long"),
}
