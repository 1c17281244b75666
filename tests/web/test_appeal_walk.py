"""An appeal in Chromium: filed on the last minute, upheld by another officer, confirmed, published; axe reads along."""

import os
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kaoping.browse.chromium import find_chromium
from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Role
from kaoping.web.results.models import Feedback
from tests.browse.looking import ROOT, SHORT, needs_chromium
from tests.web.appeal_world import LAST, MINUTE, RECEIVED, FedBack, fed_back
from tests.web.conftest import City
from tests.web.test_appeal_pages import Clock

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]

WHY = "页面设计已于10月按细则第一条完成改版，截图附后，请予复核。"
REASON = "经复核，改版在监测时间点之前完成，按细则应得16分。"


@pytest.fixture
def world(transactional_db: None, city: City) -> FedBack:
    """Results that were fed back."""
    return fed_back(city)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Chromium; rows are read beside its event loop."""
    needs_chromium()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    path = find_chromium(SHORT, os.environ)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, chromium_sandbox=not ROOT)


def signed_in(browser: Browser, address: str, user: User) -> Page:
    """A page of somebody's."""
    client = Client()
    client.force_login(user)
    context = browser.new_context(base_url=address, locale="zh-CN", viewport={"width": 1280, "height": 800})
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context.new_page()


def look(page: Page, folder: Path, name: str) -> None:
    """Let axe read the page, and keep a picture of it."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_an_appeal_on_the_last_minute(
    world: FedBack, live_server: LiveServer, browser: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clock = Clock(LAST - timedelta(hours=3))
    monkeypatch.setattr("django.utils.timezone.now", clock)
    unit = signed_in(browser, live_server.url, world.liaison)
    officer = signed_in(browser, live_server.url, world.officers[0])
    filed = filed_by(unit, clock, world, tmp_path)
    decided_by(officer, filed, world, tmp_path)
    Feedback.objects.filter(received_at=None).update(received_at=RECEIVED)
    approver = User.objects.create_user(username="approver", name="审定人")
    Membership.objects.create(user=approver, role=Role.APPROVER, region=world.cycle.body)
    leader, cycle = signed_in(browser, live_server.url, approver), f"/cycles/{world.cycle.pk}/"
    leader.goto(cycle)
    look(leader, tmp_path, "cycle")
    step(leader, "复核后再次审定")
    officer.goto(cycle)
    step(officer, "公布结果")
    assert world.cycle.state == "published"
    unit.goto(filed)
    look(unit, tmp_path, "versions")
    shown = unit.locator("main").inner_text()
    for words in ("第1版（审定）", "第2版（复核后审定）", "87", "89", "合格", "良好"):
        assert words in shown


def filed_by(unit: Page, clock: Clock, world: FedBack, tmp_path: Path) -> str:
    """The unit opens its deductions, appeals on the last minute, comes late with another; where the first one is."""
    unit.goto("/appeals/")
    unit.get_by_role("link", name="提出申诉").click()
    look(unit, tmp_path, "own")
    unit.get_by_role("link", name="查看扣分、申诉").click()
    unit.get_by_text("3 个", exact=True).click()
    look(unit, tmp_path, "unit")
    unit.get_by_role("row", name="页面设计").get_by_role("link", name="申诉", exact=True).click()
    unit.get_by_label("申诉理由").fill(WHY)
    unit.on("dialog", lambda dialog: dialog.accept())
    unit.reload()  # a lost window: what was typed is there again
    assert unit.get_by_label("申诉理由").input_value() == WHY
    look(unit, tmp_path, "file")
    clock.at = LAST  # Friday, 17:30: the last moment
    unit.get_by_role("button", name="提交申诉").click()
    unit.wait_for_selector("text=待受理")
    look(unit, tmp_path, "filed")
    filed = unit.url

    unit.goto(f"/appeals/units/{world.place().pk}/file/?item=links")
    unit.get_by_label("申诉理由").fill(WHY)
    clock.at = LAST + MINUTE
    unit.get_by_role("button", name="提交申诉").click()
    unit.wait_for_selector("text=晚了 1 分钟")
    look(unit, tmp_path, "late")
    return filed


def decided_by(officer: Page, filed: str, world: FedBack, tmp_path: Path) -> None:
    """The officer accepts, previews, decides."""
    officer.goto("/appeals/")
    look(officer, tmp_path, "register")
    officer.goto(filed)
    officer.get_by_label("复核人").select_option(str(world.officers[0].pk))
    officer.get_by_role("button", name="受理并分派").click()
    officer.get_by_role("link", name="复核并答复").click()
    officer.get_by_label("复核结果").select_option("upheld")
    officer.get_by_label("理由").fill(REASON)
    officer.get_by_label("“页面设计”改为").fill("16")
    officer.get_by_role("button", name="预览影响").click()
    officer.wait_for_selector("#preview")
    assert "87 → 89" in officer.locator("#preview").inner_text()
    look(officer, tmp_path, "decide")
    officer.get_by_role("button", name="作出决定").click()
    officer.wait_for_selector("text=已答复：申诉成立")
    look(officer, tmp_path, "decided")
    assert world.now(0) == (Decimal(89), 1, "良好")


def step(page: Page, title: str) -> None:
    """Take a step of the cycle from its page."""
    page.get_by_role("link", name=title).click()
    page.locator("form.edit [name=reason]").fill("2026年12月常务会议")
    for box in page.locator("form.edit input[type=checkbox]").all():
        box.check()
    page.locator("form.edit button.main").click()
    page.wait_for_selector(f"text=已完成：{title}")
