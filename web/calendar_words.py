"""The words of calendar sources and of their revisions."""

from engine.calendar_years.moves import MovedClock
from engine.text import Text
from web import moments
from web.year_view import WORDS

SCOPES = {
    "nation": Text("国家", "Nation"),
    "province": Text("省", "Province"),
    "office": Text("本单位", "This office"),
}
STATES = {
    "draft": Text("草稿", "Draft"),
    "published": Text("已发布", "Published"),
    "withdrawn": Text("已撤回", "Withdrawn"),
    "dropped": Text("已删除", "Dropped"),
}
ACTIONS = {"publish": Text("发布", "Published"), "withdraw": Text("撤回", "Withdrawn")}
FORMS = {
    "notice": Text("通知全文", "a notice's text"),
    "csv": Text("表格", "a table"),
    "ics": Text("日历文件", "a calendar file"),
    "typed": Text("逐日填写", "typed day by day"),
}


def way_of(row: MovedClock) -> str:
    """Which way a clock's end moves."""
    return "nearer" if row.nearer else "later" if row.later else "same"


def moved_by(row: MovedClock) -> Text:
    """By how much, in words."""
    length = moments.span(row.new_end - row.old_end)
    if row.nearer:
        return Text(f"提前 {length.zh}", f"{length.en} earlier")
    if row.later:
        return Text(f"推迟 {length.zh}", f"{length.en} later")
    return Text("不变", "the same")


CALENDAR_WORDS = {
    **WORDS,
    "scopes": SCOPES,
    "overlay_states": STATES,
    "revision_actions": ACTIONS,
    "overlay_forms": FORMS,
    "way_of": way_of,
    "moved_by": moved_by,
}
"""What the templates of calendar sources need."""
