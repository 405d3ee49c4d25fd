"""A person at the pages: finds the task in the lists, fills in the form by its labels, submits."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.web.little_office import PASSWORD, PEOPLE

Answers = Mapping[str, Any]
"""What is filled in, by label: a text, a word to choose, a list of words to tick, or a list of table rows."""


def exactly(label: str) -> re.Pattern[str]:
    """A label as it stands in the page, with or without the mark of a field that must be filled in."""
    return re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*(（必填）)?\s*$")


def fill(form: Locator, label: str, answer: Any) -> None:
    """Fill in one field, whatever it is."""
    group = form.get_by_role("group", name=exactly(label))
    field = form.get_by_label(exactly(label)).and_(
        form.locator("input:visible, select:visible, textarea:visible")
    )
    expect(group.or_(field).first).to_be_visible()
    if group.count():
        _fill_group(group, answer)
    elif field.evaluate("e => e.tagName") == "SELECT":
        field.select_option(label=answer)
    else:
        field.fill(answer)


def _fill_group(group: Locator, answer: Any) -> None:
    if isinstance(answer, str):
        group.get_by_role("radio", name=answer, exact=True).check()
    elif isinstance(answer[0], str):
        for word in answer:
            group.get_by_role("checkbox", name=re.compile(rf"^{re.escape(word)}")).check()
    else:
        _fill_rows(group, answer)


def _fill_rows(table: Locator, rows: list[Answers]) -> None:
    for number, row in enumerate(rows):
        if number:
            table.get_by_role("button", name="添加一行").click()
        for column, text in row.items():
            fill(table.locator("tbody tr").nth(number), column, text)


class Desk:
    """The browser, and whoever sits at it. `pictures`: where to leave one of every step, if anybody wants to look."""

    def __init__(self, page: Page, pictures: Path | None) -> None:
        self.page, self._pictures, self._taken = page, pictures, 0

    def sit(self, login: str) -> "Desk":
        """Sign out whoever sits here, and sign in by name."""
        leave = self.page.get_by_role("button", name="退出登录")
        if leave.count():
            leave.click()
        else:
            self.page.goto("/sign-in")
        self.page.get_by_label("账号").fill(login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.get_by_role("navigation", name="主导航")).to_contain_text(PEOPLE[login][0])
        return self

    def go(self, name: str) -> None:
        """Go to a page by the navigation."""
        self.page.get_by_role("navigation", name="主导航").get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def picture(self, name: str, *, whole: bool = False) -> None:
        if self._pictures:
            self._taken += 1
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=self._pictures / f"{self._taken:02}-{name}.png", full_page=whole)

    def register(self, business: str, answers: Answers) -> None:
        """Open a case."""
        self.go("新建案件")
        self.picture("choose")
        self.page.get_by_role("main").get_by_role("link", name=business).click()
        form = self.page.locator("form[data-main]")
        self._fill_in(form, answers, business)
        form.get_by_role("button", name="登记并建立案件").click()

    def take(self, task: str) -> None:
        """Find a task of one's group, look at it, and claim it."""
        if not self._heading(task).count():
            self.go("小组待领")
            self._open(task)
        self.picture(f"take-{task}")
        self.pane.get_by_role("button", name="签收").click()
        expect(self.pane.get_by_role("button", name="签收")).to_have_count(0)
        expect(self._heading(task)).to_be_visible()

    def do(self, task: str, **answers: Any) -> None:
        """Do the task that the pane shows, or that is among one's own."""
        if not self._heading(task).count():
            self.go("我的待办")
            self._open(task)
        self._fill_in(self.pane.locator("form[data-main]"), answers, task)
        self.pane.get_by_role("button", name="提交").click()
        submitted = self.toast.filter(has_text="已提交").last
        expect(submitted.or_(self.page.locator(".summary"))).to_be_visible()
        assert not self.page.locator(".summary").count(), self.page.locator(".summary").inner_text()

    def note(self, words: str) -> None:
        """Say what was done about a task to watch, and be done with it."""
        self.pane.get_by_label("督办意见").fill(words)
        self.pane.get_by_role("button", name="仅备注").click()
        expect(self.pane.get_by_role("heading", name="督办：")).to_have_count(0)

    def take_and_do(self, task: str, **answers: Any) -> None:
        self.take(task)
        self.do(task, **answers)

    @property
    def pane(self) -> Locator:
        return self.page.get_by_role("complementary", name="任务办理")

    @property
    def toast(self) -> Locator:
        return self.page.locator("#toast .toast")

    def _open(self, task: str) -> None:
        row = self.page.locator("#list tbody tr").filter(has=self.page.get_by_text(task, exact=True))
        row.get_by_role("link").click()
        expect(self._heading(task)).to_be_visible()

    def _heading(self, task: str) -> Locator:
        return self.pane.get_by_role("heading", name=task, exact=True)

    def _fill_in(self, form: Locator, answers: Answers, name: str) -> None:
        for label, answer in answers.items():
            fill(form, label, answer)
        assert self.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "the frame moves"
        self.picture(f"fill-{name}")
