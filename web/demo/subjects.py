"""What the cases are about: inventions, models and designs with their classes, and the goods they are in."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Subject:
    """A protected thing. `classification`: IPC, or Locarno of a design; `product`: what is sold of it."""

    right: str
    title: str
    industry: str
    classification: str
    product: str


INVENTIONS = (
    ("machinery", "F15B 11/16", "液压系统", "一种挖掘机液压系统及其节能控制方法"),
    ("machinery", "B66C 23/88", "起重机", "一种起重机力矩限制方法、装置及起重机"),
    ("machinery", "B23Q 17/09", "数控机床", "一种数控机床刀具磨损的在线监测方法"),
    ("machinery", "B65G 47/90", "分拣机械手", "一种物料分拣机械手及其抓取控制方法"),
    ("machinery", "E02D 3/026", "压路机", "一种压路机振动压实的自适应控制方法"),
    ("automotive", "B60L 58/12", "动力电池包", "一种动力电池荷电状态的估算方法及系统"),
    ("automotive", "B62D 5/04", "电动助力转向器", "一种电动助力转向的补偿控制方法"),
    ("automotive", "F16H 57/04", "减速器", "一种新能源汽车减速器的润滑结构及其设计方法"),
    ("electronics", "H04L 9/40", "网关设备", "一种工业网关的安全接入方法及装置"),
    ("electronics", "H02M 7/48", "储能逆变器", "一种储能逆变器的并网控制方法"),
    ("electronics", "G01S 17/89", "激光雷达", "一种激光雷达点云的去噪方法"),
    ("software-internet", "G06F 16/35", "文本分类软件", "一种政务文本的分类方法、设备及存储介质"),
    ("software-internet", "G06T 7/00", "缺陷检测系统", "一种基于图像的零件表面缺陷检测方法"),
    ("software-internet", "G16H 50/20", "辅助诊断软件", "一种慢性病随访数据的处理方法及系统"),
    ("pharma-chemical", "H01M 4/525", "正极材料", "一种高镍三元正极材料及其制备方法"),
    ("pharma-chemical", "C08L 67/02", "降解材料", "一种可降解聚酯复合材料及其制备方法"),
    ("pharma-chemical", "C09D 5/24", "涂料", "一种水性导电涂料及其制备方法"),
    ("building-hardware", "C04B 28/04", "混凝土", "一种机制砂自密实混凝土及其制备方法"),
    ("building-hardware", "C22C 21/02", "铝型材", "一种高强耐蚀铝合金型材及其制备方法"),
    ("textile", "D06M 15/643", "面料", "一种阻燃抗静电面料的整理方法"),
    ("food", "A23F 3/06", "黑茶", "一种茯砖茶的发花工艺"),
    ("household", "A47J 27/08", "电压力锅", "一种电压力锅的米种识别方法"),
)
MODELS = (
    ("machinery", "B23B 39/16", "钻床", "多轴钻床的夹紧机构"),
    ("machinery", "B65B 35/24", "包装机", "包装机的翻转输送装置"),
    ("machinery", "F16L 3/10", "管夹", "液压胶管的固定管夹"),
    ("machinery", "B24B 41/06", "打磨机", "板材打磨机的除尘装置"),
    ("automotive", "B60R 11/02", "车载支架", "可调节的车载手机支架"),
    ("automotive", "B60N 2/28", "儿童座椅", "儿童安全座椅的锁止机构"),
    ("electronics", "H04R 1/10", "耳机", "入耳式耳机的防脱落结构"),
    ("electronics", "H05K 7/20", "机箱", "散热机箱的导风结构"),
    ("electronics", "G08B 17/10", "烟雾报警器", "烟雾报警器的安装底座"),
    ("household", "A47G 19/22", "保温杯", "带茶隔的保温杯"),
    ("household", "A47L 13/20", "平板拖把", "免手洗的平板拖把"),
    ("household", "A45B 25/02", "折叠伞", "反向收合的折叠伞"),
    ("building-hardware", "E05B 15/10", "门锁", "指纹门锁的离合机构"),
    ("building-hardware", "E06B 3/46", "推拉门", "静音推拉门的滚轮组件"),
    ("building-hardware", "H02G 3/12", "接线盒", "防水接线盒"),
    ("toys-stationery", "A63H 33/08", "积木", "可变形积木的连接件"),
    ("toys-stationery", "B43L 13/02", "绘图尺", "可折叠的绘图尺"),
    ("pharma-chemical", "G01N 1/14", "采样器", "水质采样器的定深装置"),
    ("textile", "D06F 57/12", "晾衣架", "落地式晾衣架的伸缩结构"),
    ("food", "A47J 31/44", "茶饮机", "茶饮机的自动出渣装置"),
)
DESIGNS = (
    ("household", "07-01", "保温杯"),
    ("household", "07-02", "空气炸锅"),
    ("household", "06-06", "折叠凳"),
    ("household", "26-05", "台灯"),
    ("household", "23-04", "落地风扇"),
    ("electronics", "14-01", "无线耳机"),
    ("electronics", "14-03", "智能手表"),
    ("electronics", "13-02", "移动电源"),
    ("electronics", "16-01", "行车记录仪"),
    ("electronics", "14-04", "显示屏幕面板的温控图形用户界面"),
    ("machinery", "15-04", "小型挖掘机"),
    ("machinery", "15-09", "数控雕刻机"),
    ("machinery", "08-05", "角磨机"),
    ("automotive", "12-16", "汽车轮毂"),
    ("automotive", "12-11", "电动自行车"),
    ("building-hardware", "08-07", "智能门锁"),
    ("building-hardware", "23-01", "淋浴花洒"),
    ("building-hardware", "25-01", "铝合金型材"),
    ("toys-stationery", "21-01", "儿童滑板车"),
    ("toys-stationery", "19-06", "中性笔"),
    ("food", "09-03", "茶叶包装盒"),
    ("food", "09-01", "酱酒酒瓶"),
    ("textile", "02-04", "运动鞋"),
    ("textile", "05-05", "提花面料"),
)
_MARKS = ("", "", "", "新型", "改进型", "高效", "紧凑型", "多功能")
_LOOKS = ("", "", "（麓山系列）", "（圆润款）", "（M6）", "（橘洲）", "（极简）", "（T2 Pro）", "（国风）")
_FAST_CLASSES = ("08", "12", "15", "23", "10", "13", "14", "16", "18", "05", "09", "25")
_OTHER_CLASSES = ("A23F", "A47J", "A47G", "A47L", "A45B", "A63H", "B43L", "E06B", "E05B")


def subject(rng: Random, right: str) -> Subject:
    """Something protected by a right."""
    if right == "design":
        industry, locarno, product = rng.choice(DESIGNS)
        return Subject(right, product + rng.choice(_LOOKS), industry, locarno, product)
    if right == "invention":
        industry, ipc, product, title = rng.choice(INVENTIONS)
        return Subject(right, title, industry, ipc.replace(" ", ""), product)
    industry, ipc, product, title = rng.choice(MODELS)
    mark = rng.choice(_MARKS)
    return Subject(right, f"一种{mark}{title}", industry, ipc.replace(" ", ""), mark + product)


def examinable(rng: Random, right: str) -> Subject:
    """Something in the fields in which the centre examines, most of the time: one of twenty is not."""
    wanted = rng.random() >= 0.05  # noqa: PLR2004 - one of twenty
    while True:
        found = subject(rng, right)
        if in_field(found) is wanted:
            return found


def in_field(found: Subject) -> bool:
    """Does the centre examine such things?"""
    if found.right == "design":
        return found.classification[:2] in _FAST_CLASSES
    return not found.classification.startswith(_OTHER_CLASSES) and found.classification[0] != "A"
