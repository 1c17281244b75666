"""Judging and reporting in Chromium: by keyboard alone, five experts, a self-assessment with late materials; axe."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kaoping.browse.chromium import find_chromium
from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Role
from kaoping.web.actions import Actor, Edit
from kaoping.web.cycles.models import CycleDay
from kaoping.web.marking.actions.allot_marks import Dealing, allot_marks
from kaoping.web.marking.models import Mark, Material
from kaoping.web.marking.panels import panels_of
from kaoping.web.selfassessment.actions.write_report import write_report
from kaoping.web.selfassessment.models import Report
from tests.browse.looking import ROOT, SHORT, needs_chromium
from tests.web.conftest import City
from tests.web.findings import found_by
from tests.web.marking_world import judged_in
from tests.web.reporting_world import BEFORE, begun, reporting_in, whole
from tests.web.site_report_world import begun as begun_site
from tests.web.site_report_world import collecting_in

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor(None, reason="测试")


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Chromium; its loop runs in this thread, beside which the tests ask the database."""
    needs_chromium()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=find_chromium(SHORT, os.environ), chromium_sandbox=not ROOT)
        yield found
        found.close()


def page_of(browser: Browser, server: LiveServer, user: User) -> Page:
    """A page of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(base_url=server.url, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return context.new_page()


def without_barriers(page: Page) -> None:
    """Let axe read the page."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_an_assessor_marks_a_unit_by_keyboard_alone(
    city: City, browser: Browser, live_server: LiveServer, inspected_once: Path
) -> None:
    judged = judged_in(city.east, 1)
    found_by(inspected_once, city.east, with_folder=True)
    assessor = judged.assessors[0]
    allot_marks(SYSTEM, judged.cycle.pk, Dealing("unit", [assessor.pk], "seed"))
    page = page_of(browser, live_server, assessor)
    first = Mark.objects.get(question="search_works")
    page.goto(f"/marking/judge/{first.pk}/")
    without_barriers(page)
    page.wait_for_selector("iframe[name=snapshot]")
    before = page.locator("[data-look][aria-current=true]").inner_text()
    page.keyboard.press("s")
    assert page.locator("[data-look][aria-current=true]").inner_text() != before
    page.keyboard.press("1")  # yes
    page.keyboard.press("n")
    page.keyboard.type("搜到了第3号文件")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    for typed in ("2", "15.5", "1wd"):
        page.keyboard.type(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    said = dict(Mark.objects.values_list("question", "text"))
    assert said["search_works"] == "是"
    assert sorted(said.values()) == sorted(["是", *(said[name] for name in said if name != "search_works")])
    assert not Mark.objects.filter(state="open").exists()
    assert first.__class__.objects.get(pk=first.pk).note == "搜到了第3号文件"


def test_a_panel_of_five_experts(city: City, browser: Browser, live_server: LiveServer) -> None:
    judged = judged_in(city.east, 1)
    more = [User.objects.create_user(username=f"x{number}", name=f"专家{number}") for number in (4, 5)]
    for user in more:
        user.memberships.create(role=Role.EXPERT, region=city.east.region)
    experts = [*judged.assessors, *more]
    allot_marks(SYSTEM, judged.cycle.pk, Dealing("panel", [user.pk for user in experts], "seed"))
    for user, text in zip(experts, ("60", "80", "90", "85", "99"), strict=True):
        page = page_of(browser, live_server, user)
        page.goto("/marking/desk/")
        page.get_by_role("link", name="2026年测评").click()
        page.get_by_role("link", name="继续测评").click()
        page.wait_for_selector("input[name=text]:focus")
        page.keyboard.type(text)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.get_by_role("button", name="锁定全部已评的").click()
        page.wait_for_selector("text=已锁定 1 项")
        page.context.close()
    (row,) = panels_of(judged.cycle)
    assert (str(row.mean), row.missing) == ("85.00", 0)  # 60 and 99 left out
    office = User.objects.create_user(username="office", name="某办")
    office.memberships.create(role=Role.BODY, region=city.east.region)
    page = page_of(browser, live_server, office)
    page.goto(f"/marking/cycles/{judged.cycle.pk}/panels/")
    assert page.locator("del").all_inner_texts() == ["60", "99"]
    without_barriers(page)


def test_a_unit_fills_in_its_self_assessment_and_uploads_materials_late(
    city: City, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    found = reporting_in(city.east)
    CycleDay.objects.filter(cycle=found.cycle, milestone="report_due").update(fixed="2026-06-30")  # long over
    assert found.liaison.user is not None
    assert found.leader.user is not None
    page = page_of(browser, live_server, found.liaison.user)
    page.goto("/selfassessment/")
    page.get_by_role("link", name="2026年自评").click()
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_selector("text=已过报送截止日")
    without_barriers(page)
    page.locator("[name='mark:search']").fill("35")
    page.wait_for_selector("text=已自动保存")
    assert Report.objects.get().answers.get(key="mark:search").text == "35"
    page.locator("[name='mark:search']").fill("36")
    page.context.clear_cookies()  # the session is lost while writing
    page.wait_for_selector("text=登录已失效")
    client = Client()
    client.force_login(found.liaison.user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert page.get_by_text("已恢复").is_visible()
    assert page.locator("[name='mark:search']").input_value() == "36"
    write_report(found.leader, Report.objects.get().pk, {"mark:search": Edit("35", "30")}, BEFORE)  # somebody else
    page.get_by_role("button", name="只保存").click()
    page.wait_for_selector("text=有人改了相同的内容")
    assert page.get_by_role("cell", name="30", exact=True).is_visible()
    page.get_by_role("button", name="只保存").click()
    page.wait_for_selector("text=已保存。")
    page.get_by_role("link", name="上传").last.click()
    proof = tmp_path / "总结.pdf"
    proof.write_bytes(b"%PDF-1.7 late")
    page.locator("input[type=file]").set_input_files(proof)
    page.locator("form.edit button.main").click()
    page.wait_for_selector("text=已报送。")
    assert (Material.objects.get().indicator, Material.objects.get().late) == ("proof", True)
    report = Report.objects.get()
    write_report(found.liaison, report.pk, whole(found, report), BEFORE)
    leader = page_of(browser, live_server, found.leader.user)
    leader.goto(f"/selfassessment/units/{found.own.pk}/")
    leader.get_by_role("button", name="保存并报送").click()
    leader.wait_for_selector("text=已报送，标为逾期。")
    without_barriers(leader)
    assert Report.objects.get().late


def test_the_pages_of_reports_can_be_used_by_everybody(city: City, browser: Browser, live_server: LiveServer) -> None:
    found, collecting = reporting_in(city.east), collecting_in(city.east)
    begun(found)
    site_report = begun_site(collecting)
    office = User.objects.create_user(username="office", name="某办")
    office.memberships.create(role=Role.BODY, region=city.east.region)
    assert collecting.liaison.user is not None
    page = page_of(browser, live_server, office)
    for path in (
        "/selfassessment/cycles/",
        f"/selfassessment/cycles/{found.cycle.pk}/",
        f"/selfassessment/cycles/{found.cycle.pk}/call/",
        f"/selfassessment/reports/{found.own.pk}/",
        "/site-reports/collections/",
        "/site-reports/collections/add/",
        f"/site-reports/collections/{collecting.row.pk}/",
        f"/site-reports/reports/{site_report.pk}/",
    ):
        page.goto(path)
        without_barriers(page)
    own = page_of(browser, live_server, collecting.liaison.user)
    for path in ("/site-reports/", f"/site-reports/fill/{site_report.pk}/?checked=1"):
        own.goto(path)
        without_barriers(own)
    own.get_by_label("无障碍浏览").check()
    own.wait_for_selector("text=已自动保存")
    assert site_report.answers.get(key="innovations").text == "无障碍浏览"
