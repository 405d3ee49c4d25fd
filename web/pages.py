"""A page: a template with what every page needs around it."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from engine.queries import worklist
from engine.queries.rows import Counts
from engine.text import Text
from engine.uow import Actor, UnitOfWork
from web import identity
from web.languages import say
from web.site import site


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; `key` is typed after g."""

    endpoint: str
    name: Text
    icon: str
    key: str
    number: int = 0
    hot: bool = False


WATCHERS = ("supervisor", "director")
Section = tuple[Text, tuple[Entry, ...]]


def navigation(actor: Actor, counts: Counts | None) -> tuple[Section, ...]:
    """The main navigation, with the numbers beside it where they are known."""
    mine, pool, overdue, unread, requests = (
        (counts.mine, counts.pool, counts.overdue, counts.unread, counts.requests)
        if counts
        else (0, 0, 0, 0, 0)
    )
    work = (
        Entry(
            "worklist.mine", Text("我的待办", "My tasks"), "inbox", "i", overdue or mine, hot=bool(overdue)
        ),
        Entry("worklist.pool", Text("小组待领", "Group tasks"), "users", "p", pool),
        *(
            (Entry("requests.listing", Text("审批", "Approvals"), "check", "a", requests),)
            if actor.staff
            else ()
        ),
        *((_instructions(counts),) if actor.staff else ()),
        Entry("intake.choose", Text("新建案件", "New case"), "plus", "x"),
        *((Entry("cases.found", Text("全部案件", "All cases"), "folder", "c"),) if actor.staff else ()),
    )
    board = (
        Entry("board.watch", Text("时限看板", "Deadlines"), "gauge", "b"),
        Entry("outlook.watch", Text("预测与负荷", "Outlook"), "chart", "f"),
    )
    watch = (
        *(board if actor.has(*WATCHERS) else ()),
        Entry("notices.inbox", Text("督办提醒", "Notices"), "bell", "n", unread),
        Entry("absences.listing", Text("休假与代理", "Absences"), "users", "l"),
    )
    setup = (
        Entry("catalogue.listing", Text("流程定义", "Procedures"), "flow", "d"),
        Entry("calendars.this_year", Text("工作日历", "Calendar"), "calendar", "y"),
        *(
            (Entry("running.state", Text("运行状况", "System"), "shield", "s"),)
            if actor.has("administrator")
            else ()
        ),
    )
    return (Text("办理", "Work"), work), (Text("监督", "Watch"), watch), (Text("配置", "Setup"), setup)


def _instructions(counts: Counts | None) -> Entry:
    """督办单, with what the reader has to answer or to close."""
    number, late = (counts.instructions, counts.instructions_late) if counts else (0, 0)
    name = Text("督办单", "Instructions")
    return Entry("instructions.listing", name, "flag", "u", late or number, hot=bool(late))


def roles_of(actor: Actor) -> str:
    """The names of a person's roles."""
    known = site().engine.office.roles
    return "、".join(say(known.get(role, Text(role, role))) for role in sorted(actor.roles))


def show(template: str, *, counts: Counts | None = None, **values: Any) -> str:
    """Render a page; the frame around it knows the actor, the office and the navigation."""
    actor = identity.current()
    return render_template(
        template,
        actor=actor,
        roles=roles_of(actor) if actor else "",
        office=site().engine.office,
        counts=counts,
        navigation=navigation(actor, counts) if actor else (),
        here=request.endpoint,
        **values,
    )


def show_in(uow: UnitOfWork, template: str, **values: Any) -> str:
    """Render a page inside a unit of work: with its instant and the numbers beside the navigation."""
    return show(template, counts=worklist.counts(uow), now=uow.now, **values)
