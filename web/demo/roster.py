"""The demo office's units and its twelve people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine import people
from engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the twelve. `haste`: how many days things take, compared with the others."""

    login: str
    name: str
    roles: tuple[str, ...]
    unit: str | None = None
    haste: float = 1.0


UNITS: Sequence[tuple[str, str, str]] = (
    ("enforcement", "维权执法科", "Protection and enforcement"),
    ("preexam-1", "预审一科", "Pre-examination 1"),
    ("preexam-2", "预审二科", "Pre-examination 2"),
)
"""Key (which the table of fields names), and name in both languages."""

PEOPLE: Sequence[Colleague] = (
    Colleague("chenliqun", "陈立群", ("director",)),
    Colleague("linxiaoyan", "林晓燕", ("reviewer",)),
    Colleague("zhouzhiyuan", "周志远", ("supervisor",), "enforcement"),
    Colleague("wuhaitao", "吴海涛", ("case-handler",), "enforcement", 0.9),
    Colleague("zhengyaqin", "郑雅琴", ("case-handler",), "enforcement"),
    Colleague("sunjianguo", "孙建国", ("case-handler",), "enforcement", 1.3),
    Colleague("liumin", "刘敏", ("intake-clerk",), "enforcement", 0.9),
    Colleague("luosiqi", "罗思琪", ("intake-clerk",), "enforcement"),
    Colleague("huangweiming", "黄伟明", ("supervisor", "pre-examiner"), "preexam-1"),
    Colleague("xujia", "徐佳", ("pre-examiner",), "preexam-1"),
    Colleague("gaopeng", "高鹏", ("supervisor", "pre-examiner"), "preexam-2", 1.2),
    Colleague("hejingyi", "何静怡", ("modeler", "administrator")),
)


def hire(uow: UnitOfWork, password: str) -> Mapping[str, int]:
    """Set up the units and the people; their ids by login. Everybody has the same password."""
    for key, name, name_en in UNITS:
        people.add_unit(uow, key, name, name_en=name_en)
    return {
        one.login: people.add(
            uow, login=one.login, name=one.name, roles=one.roles, unit=one.unit, password=password
        )
        for one in PEOPLE
    }
