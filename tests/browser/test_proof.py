"""A design infringement case from the complaint to the archive, by clicking and typing, late on the way."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from engine import journal
from engine.uow import SYSTEM
from tests.browser.proof_desk import Desk

COMPLAINT = {
    "来源渠道": "12315热线",
    "来源编号": "12315-2026-004417",
    "收到日期": "2026-09-24",
    "事项": "侵权",
    "事由": "星河日用品商行销售侵犯外观设计专利权的保温杯",
    "事实和理由": "在该商行购得的保温杯与专利外观设计近似，杯盖弧形一致。",
    "诉求": "责令停止销售。",
    "是否实名": "实名",
    "投诉举报人类型": "单位",
    "投诉举报人": "长河科技有限公司",
    "统一社会信用代码或者身份证号": "91430100MA4L16JQ9X",
    "联系电话": "0731-88887777",
    "联系地址": "岳麓区麓谷大道1号",
    "权利类型": "外观设计专利",
    "专利号": "ZL202330123456.7",
    "专利名称": "保温杯",
    "专利权人": "长河科技有限公司",
    "被投诉举报人": "星河日用品商行",
    "被投诉举报人类型": "单位",
    "地址（被投诉举报人）": "雨花区万家丽路2号",
    "行业": "家居用品",
    "管辖": "本市管辖",
    "证据材料": [
        {"名称": "购买公证书", "种类": "公证文书", "份数": "2"},
        {"名称": "购物小票", "种类": "书证", "份数": "1"},
    ],
}


@pytest.fixture
def desk(page, pictures):
    return Desk(page, pictures)



EXAMINED = {"处理意见": "受理", "办理程序": "专利侵权纠纷行政裁决", "审查意见": "材料齐全，属于本局管辖。"}
TOLD = {"告知日期": "2026-09-24", "告知方式": "电话", "告知内容": "投诉已受理，转专利侵权纠纷行政裁决程序办理。"}
CHECKED = {
    "被请求人地址": "雨花区万家丽路2号",
    "请求事项": "责令停止制造、销售侵权产品。",
    "已收材料": ["请求书", "请求人主体资格证明", "专利权有效证明", "侵权证据", "按被请求人人数提供的副本"],
    "专利权有效？": "是",
    "请求人是专利权人或者利害关系人？": "是",
    "有明确的被请求人？": "是",
    "有明确的请求事项和具体事实、理由？": "是",
    "属于本局受案和管辖范围？": "是",
    "当事人均未就该纠纷向人民法院起诉，也无仲裁约定？": "是",
}
NAMED = {"办案人员": ["李佳", "王思远"], "主办人": "李佳 · 执法科", "所指定人员均无应当回避的情形": "确认"}
SERVED = {"送达方式": "直接送达", "送达（发布公告）日期": "2026-09-24", "送达回证或者邮件编号": "SD-2026-017", "答辩期限": "15日"}
ANSWERED = {
    "收到答辩日期": "2026-10-08",
    "答辩理由": ["现有技术或者现有设计"],
    "答辩要点": "被控产品实施的是现有设计。",
    "是否请求中止？": "否",
}
UNWILLING = {"答辩书副本转送请求人日期": "2026-10-09", "请求人同意调解？": "是", "被请求人同意调解？": "否"}
PLANNED = {"争议焦点": "整体视觉效果是否近似。", "调查方案": "调取进货单据，比对实物与授权图片。"}
COLLECTED = {
    "取得的证据": [{"证据名称": "进货单", "来源": "被请求人", "证明内容": "销售数量", "核实情况": "已核实"}],
    "被控侵权产品或者方法": "弧盖保温杯",
    "涉案经营额": "36000",
}
WEIGHED = {
    "技术特征（设计要点）比对": [{"专利特征": "弧形杯盖", "被控侵权产品（方法）": "弧形杯盖", "比对结果": "相同"}],
    "证据认定意见": "证据真实、合法，予以采信。",
    "是否需要中止？": "否",
    "是否口头审理？": "否",
}
DRAFTED = {
    "处理结论": "侵权成立",
    "责令事项": ["停止销售、许诺销售"],
    "认定的事实": "被请求人自2026年3月起销售被控侵权产品。",
    "理由和依据": "被控产品落入外观设计专利权的保护范围。",
    "涉案经营额": "36000",
}
REVIEWED = {"审核内容": ["事实与证据", "适用依据", "程序"], "审核结果": "审核通过", "审核意见": "同意。"}
DECISION_SERVED = {
    "决定书文号": "长市监知裁〔2026〕12号",
    "决定日期": "2026-10-09",
    "请求人送达方式": "直接送达",
    "请求人送达日期": "2026-10-09",
    "被请求人送达方式": "直接送达",
    "被请求人送达日期": "2026-10-09",
    "已告知可以自收到之日起15日内向人民法院起诉": "确认",
}
ARCHIVED = {"档号": "2026-ZQ-001", "卷数": "1", "页数": "86", "保管期限": "30年", "归档日期": "2026-10-09"}


def test_one(desk, office, page):
    desk.sit("intake").register("投诉举报统一受理转办", COMPLAINT)
    desk.picture("opened", whole=True)
    desk.take_and_do("审查受理条件", **EXAMINED)
    desk.sit("chief").take_and_do("审批处理意见", **{"审批结果": "同意"})
    desk.sit("intake").take_and_do("核对请求材料", **CHECKED)
    desk.take_and_do("告知投诉人", **TOLD)
    desk.sit("director").take_and_do("立案审批", **{"审批结果": "批准立案"})
    desk.sit("chief").take_and_do("指定办案人员", **NAMED)
    desk.sit("handler").take_and_do("送达被请求人", **SERVED)
    desk.picture("served", whole=True)

    office.now = LATE
    office.pass_time()
    desk.sit("chief").go("时限看板")
    desk.picture("board")
    desk.go("督办提醒")
    desk.picture("notices")
    desk.go("我的待办")
    desk.picture("watch")
    desk.go("小组待领")
    desk.picture("watch2")
    desk.sit("director").go("时限看板")
    desk.picture("board-director")
    desk.go("督办提醒")
    desk.picture("notices-director")
    desk.sit("handler").go("我的待办")
    desk.picture("handler")
    desk.page.get_by_role("link", name="案件全貌").click()
    desk.picture("case", whole=True)
    desk.page.get_by_role("link", name="应于").last.click()
    desk.picture("ledger", whole=True)


LATE = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
