"""Names of persons, enterprises and addresses, invented."""

from dataclasses import dataclass
from random import Random

from web.demo import numbers

_FAMILY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
_GIVEN = (
    *(
        "伟",
        "敏",
        "静",
        "磊",
        "洋",
        "艳",
        "勇",
        "杰",
        "娟",
        "涛",
        "明",
        "超",
        "霞",
        "平",
        "刚",
        "桂英",
        "建华",
    ),
    *("志强", "海燕", "文博", "雪梅", "国栋", "晓东", "丽萍", "子轩", "雨桐", "俊杰", "嘉怡", "思远", "婷婷"),
    *("建国", "玉兰", "春梅", "宏伟", "振华", "佳琪", "浩然", "欣怡", "天佑", "梦洁", "鹏飞", "晓峰", "立新"),
)
_FIRST = "星瑞恒智博远华新安诺中科德康天宏鼎润泰盛嘉联创启云海金凯亿达锐拓麓湘岳长"
_SECOND = "恒科达成源鑫通泽航辰峰原力邦维信诚隆图泉卓创元禾利"
_TRADES = {
    "household": ("日用品", "家居用品", "生活电器", "家具"),
    "electronics": ("电子科技", "智能科技", "光电技术", "通信设备"),
    "machinery": ("机械制造", "重工装备", "智能装备", "液压技术"),
    "automotive": ("汽车零部件", "车辆技术", "新能源汽车"),
    "pharma-chemical": ("新材料", "化工", "生物医药", "医疗器械"),
    "textile": ("服饰", "纺织", "箱包"),
    "food": ("食品", "茶业", "饮品"),
    "toys-stationery": ("文化用品", "玩具", "文创"),
    "building-hardware": ("建材", "五金制品", "门窗", "卫浴"),
    "software-internet": ("软件技术", "信息技术", "网络科技", "数据技术"),
    "other": ("实业", "商贸", "贸易"),
}
_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司")
_SHOPS = ("商行", "经营部", "批发部", "专卖店", "工厂店")
_STREETS = {
    "岳麓区": ("麓谷大道", "桐梓坡西路", "枫林三路", "岳华路", "学士路"),
    "雨花区": ("万家丽中路", "香樟路", "金海路", "振华路", "黎托路"),
    "天心区": ("书院南路", "芙蓉南路", "新岭路", "中意一路"),
    "芙蓉区": ("人民东路", "隆平路", "晚报大道", "车站北路"),
    "开福区": ("金霞路", "湘江中路", "福元西路", "青竹湖路"),
    "望城区": ("金星北路", "普瑞大道", "腾飞路", "同心路"),
    "长沙县": ("星沙大道", "开元东路", "东六路", "盼盼路"),
    "浏阳市": ("金沙北路", "康平路", "健康大道"),
    "宁乡市": ("金洲大道", "发展路", "玉潭中路"),
}
_FIRMS = ("湘理知识产权代理事务所", "麓山专利代理事务所", "正和律师事务所", "星辰知识产权代理有限公司")
_FAIRS = ("国际工程机械展览会", "消费品博览会", "家居产业博览会", "电子信息展", "进出口商品采购会")
_PLATFORMS = ("某电商平台", "某短视频平台直播间", "某团购平台", "城南批发市场", "高桥大市场", "某建材市场")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A party from outside: an enterprise, a shop or a private person."""

    name: str
    kind: str  # organisation | person
    code: str
    phone: str
    address: str
    agent: str = ""
    city: str = "长沙"


def person(rng: Random) -> str:
    """A person's name."""
    return rng.choice(_FAMILY) + rng.choice(_GIVEN)


def address(rng: Random) -> str:
    """A street and a number in the city."""
    district = rng.choice(list(_STREETS))
    return f"长沙市{district}{rng.choice(_STREETS[district])}{rng.randrange(1, 999)}号"


def company(rng: Random, industry: str) -> Somebody:
    """An enterprise of an industry."""
    city = rng.choices(("长沙", "湖南", "深圳市", "杭州", "广州市", "宁波", "上海"), (9, 5, 2, 2, 1, 1, 1))[0]
    fancy = rng.choice(_FIRST) + rng.choice(_SECOND) + rng.choice(("", "", "", "尔", "德", "源"))
    name = f"{city}{fancy}{rng.choice(_TRADES.get(industry, _TRADES['other']))}{rng.choice(_FORMS)}"
    agent = rng.choice(_FIRMS) if rng.random() < 0.4 else ""  # noqa: PLR2004 - two of five come with an agent
    return Somebody(
        name, "organisation", numbers.credit_code(rng), numbers.telephone(rng), address(rng), agent, city
    )


def shop(rng: Random, industry: str) -> Somebody:
    """A shop that one person owns."""
    place = address(rng)
    trade = rng.choice(_TRADES.get(industry, _TRADES["other"]))
    name = f"{place[3:6]}{rng.choice(_FIRST)}{rng.choice(_SECOND)}{trade}{rng.choice(_SHOPS)}"
    return Somebody(name, "organisation", numbers.credit_code(rng, shop=True), numbers.mobile(rng), place)


def citizen(rng: Random) -> Somebody:
    """A private person."""
    return Somebody(person(rng), "person", numbers.identity_number(rng), numbers.mobile(rng), address(rng))


def firm(rng: Random) -> str:
    """A firm of agents."""
    return rng.choice(_FIRMS)


def fair(rng: Random, year: int) -> str:
    """A fair in the city."""
    return f"{year}长沙{rng.choice(_FAIRS)}"


def market(rng: Random) -> str:
    """Where goods are offered."""
    return rng.choice(_PLATFORMS)
