"""Rows of evidence, papers and visits that several procedures ask for."""

from web.demo.asking import days_before, rows, today, whole
from web.demo.asking import money as amount

EVIDENCE = rows(
    1,
    4,
    {"name": "专利证书及年费缴纳凭证", "kind": "document", "copies": 2},
    {"name": "购买公证书及封存实物", "kind": "notarial", "copies": 1},
    {"name": "网店商品页面截图", "kind": "image", "copies": 1},
    {"name": "被控侵权产品实物", "kind": "object", "copies": 1, "note": "已封存"},
    {"name": "时间戳取证录屏", "kind": "electronic", "copies": 1},
    {"name": "专利权评价报告", "kind": "document", "copies": 2},
)
COLLECTED = rows(
    2,
    4,
    {"name": "进货单、销售台账", "source": "被请求人提供", "proves": "购销数量和金额", "verified": "yes"},
    {"name": "店铺后台销售数据", "source": "电商平台协查", "proves": "网络销售数量", "verified": "yes"},
    {"name": "供货商询问笔录", "source": "本局调取", "proves": "产品来源", "verified": "yes"},
    {"name": "专利登记簿副本", "source": "请求人提交", "proves": "专利权有效", "verified": "yes"},
    {"name": "现有设计图片", "source": "被请求人提供", "proves": "在先公开", "verified": "no"},
)
VISITS = rows(
    1,
    1,
    {
        "inspected_on": today,
        "place": "{respondent_address}",
        "officers": whole(2, 4),
        "found": "现场发现涉案产品，已拍照、登记，当事人在场。",
        "goods_value": amount(500, 60_000),
    },
)
INQUIRIES = rows(
    1, 1, {"name": "店铺负责人", "questioned_on": today, "summary": "承认销售涉案产品，称不清楚专利状态。"}
)
SEIZED = rows(
    1,
    2,
    {"name": "{product_name}", "specification": "标准装", "quantity": whole(5, 120), "unit": "件", "value": amount(800, 30_000)},
    {"name": "印有专利标识的包装盒", "quantity": whole(50, 900), "unit": "个", "value": amount(100, 2_000)},
)  # fmt: skip
SAMPLES = rows(
    1, 1, {"name": "{product_name}", "quantity": whole(1, 4), "base": whole(20, 200), "place": "销售柜台"}
)
RECENTLY = days_before(0, 1)
