"""A clock that leaves no room: its path on the diagram, in the page that a supervisor opens."""

from playwright.sync_api import expect


def test_the_path_of_a_tight_clock_is_seen_on_the_diagram(page, sign_in, axe):
    sign_in("chief")
    page.goto("/procedures/patent-infringement")
    row = page.locator(".feasibility .clocks > li", has_text="承诺时限：外观设计10日")
    expect(row).to_contain_text("余地不足")
    row.get_by_role("link", name="在流程图上看这条路径").click()
    expect(page.get_by_text("图上标出的是“承诺时限：外观设计10日”的路径")).to_be_visible()
    expect(page.locator("[data-diagram][data-ready]")).to_be_visible()
    expect(page.locator(".on-path[data-element-id=await_answer]")).to_be_attached()
    expect(page.locator(".on-path[data-element-id=await_announcement]")).to_have_count(0)
    expect(page.locator(".ov-clock", has_text="15日")).to_be_visible()
    assert axe() == []
