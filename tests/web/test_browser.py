"""The platform as its users meet it: started by its command, walked through in Chromium, read by axe."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from tests.browse.looking import needs_chromium
from tests.web.schemes import TEXT
from tests.web.walking import PASSWORD, barriers, chromium, fill, serving, signed_in

pytestmark = pytest.mark.full

NAME = "admin"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `kaoping serve` answers, on an empty data folder."""
    given = {"KAOPING_ADMIN": NAME, "KAOPING_ADMIN_PASSWORD": PASSWORD}
    with serving(tmp_path_factory.mktemp("platform"), given=given) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    needs_chromium()
    with chromium() as found:
        yield found


@pytest.fixture
def page(address: str, browser: Browser) -> Iterator[Page]:
    """A page of the administrator's."""
    with signed_in(browser, address, NAME) as found:
        yield found


def test_an_office_sets_up_its_registry(page: Page) -> None:
    page.get_by_role("link", name="地区").click()
    page.get_by_role("link", name="新增地区").click()
    fill(page, code="321300", name="宿城市", level="city")
    assert page.get_by_text("地区已新增").is_visible()

    page.goto("/registry/units/add/")
    page.locator("[name=region]").press_sequentially("宿城")
    page.wait_for_selector("datalist option[value='宿城市（321300）']", state="attached")
    fill(page, code="jyj", name="市教育局", region="宿城市（321300）")
    assert page.get_by_role("heading", name="市教育局").is_visible()

    page.get_by_role("link", name="新增网站").click()
    assert page.locator("[name=unit]").input_value() == "市教育局（jyj）"
    fill(page, name="市教育网", address="https://jyj.example.gov.cn/")
    page.get_by_role("link", name="变更状态").click()
    fill(page, state="redesign", reason="宿政办〔2026〕8号")
    assert page.locator("dd.state").inner_text().startswith("改版窗口期")

    page.goto("/registry/units/?q=教育")
    assert page.get_by_role("row").count() == 2
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("[name=q]").fill("没有这个")
    page.wait_for_selector("text=没有符合条件的记录")


def test_two_people_on_one_record(page: Page, address: str) -> None:
    page.goto("/registry/units/")
    page.get_by_role("link", name="市教育局").click()
    edit = f"{page.url}edit/"
    page.goto(edit)
    other = page.context.new_page()
    other.goto(edit)
    fill(other, leader="李四 局长")
    fill(page, leader="张三 副局长")
    assert page.get_by_text("尚未保存").is_visible()
    assert page.get_by_role("cell", name="李四 局长").is_visible()
    assert page.locator("[name=leader]").input_value() == "张三 副局长"
    page.locator("form.edit button.main").click()
    page.wait_for_selector("text=已保存")


def test_what_is_typed_survives_a_lost_session(page: Page) -> None:
    page.goto("/registry/units/add/")
    page.locator("[name=name]").fill("写了一半的单位")
    page.context.clear_cookies()
    page.locator("form.edit button.main").click()
    page.wait_for_load_state()
    page.goto("/account/login/")
    page.locator("[name=login]").fill(NAME)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_selector("text=您好")
    page.goto("/registry/units/add/")
    assert page.locator("[name=name]").input_value() == "写了一半的单位"
    assert page.get_by_text("已恢复").is_visible()


def test_a_list_goes_out_and_comes_back(page: Page, tmp_path: Path) -> None:
    page.goto("/imports/")
    with page.expect_download() as download:
        page.get_by_role("link", name="单位清单").click()
    path = tmp_path / "units.xlsx"
    download.value.save_as(path)
    book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book.worksheets[0]
    sheet.append(["wjw", "市卫健委", "", "321300"])
    sheet.append(["bad code", "空格", "", "999999"])
    book.save(path)
    page.locator("[name=kind]").select_option("units")
    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="上传并预览").click()
    assert page.get_by_text("有 1 行不能导入").is_visible()
    sheet.delete_rows(sheet.max_row)
    book.save(path)
    page.goto("/imports/")
    page.locator("[name=kind]").select_option("units")
    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入").click()
    page.wait_for_selector("text=新增 1 条，修改 0 条，未变 1 条")


def test_somebody_is_invited_and_sees_the_own_unit_only(page: Page, browser: Browser) -> None:
    page.goto("/people/invite/")
    fill(page, username="zhangsan", name="张三")
    link = page.locator("#link").input_value()
    page.get_by_role("link", name="去授予角色").click()
    fill(page, role="liaison", unit="市教育局（jyj）")
    assert page.get_by_text("角色已授予").is_visible()
    own = browser.new_page(locale="zh-CN")
    own.goto(link)
    fill(own, password1="Xi-Yang-2026", password2="Xi-Yang-2026")
    fill(own, login="zhangsan", password="Xi-Yang-2026")
    own.wait_for_selector("text=张三，您好")
    own.goto(re.sub(r"/people/.*", "/registry/units/", link))
    assert own.get_by_role("link", name="市教育局").is_visible()
    assert own.get_by_text("市卫健委").count() == 0
    own.close()


def test_a_cycle_is_made_announced_and_drawn(page: Page) -> None:
    page.goto("/cycles/")
    page.get_by_role("link", name="建立考评周期").click()
    scheme = {"name": "考评办法.yaml", "mimeType": "application/yaml", "buffer": TEXT.encode()}
    page.locator("[name=file]").set_input_files(scheme)  # type: ignore[arg-type]  # as Playwright takes a file
    fill(page, name="2026年度考评", body="宿城市（321300）", period_from="2026-01-01", period_to="2026-12-31")
    page.wait_for_selector("text=还没有参评单位")
    page.get_by_role("link", name="去处理").first.click()
    page.locator("tbody input[name=row]").first.check()
    page.locator("form.bulk [name=place]").select_option("department/tier1")
    page.get_by_role("button", name="归入").click()
    page.wait_for_selector("text=已列入 1 个单位")

    page.goto("/cycles/1/draws/")
    page.get_by_role("link", name="承诺密钥").click()
    page.locator("form.edit button.main").click()
    page.wait_for_selector("text=已承诺")
    page.goto("/cycles/1/steps/announce/")
    if page.locator("[name=looked]").count():
        page.locator("[name=looked]").check()
    page.locator("[name=sure]").check()
    fill(page, reason="宿城政办〔2026〕3号")
    assert page.locator("li.now").inner_text().startswith("已公布")
    page.emulate_media(media="print")
    page.goto("/cycles/1/announcement/")
    assert page.locator(".menu").is_hidden()
    assert page.get_by_text("宿城政办〔2026〕3号").is_visible()
    page.emulate_media(media="screen")

    page.goto("/cycles/1/draws/seal/")
    page.locator("[name=sure]").check()
    page.locator("form.edit button.main").click()
    page.wait_for_selector("text=名单已封存")
    page.locator("[name=sure]").check()
    page.locator("form.edit button.main").click()
    page.wait_for_selector("text=种子")
    page.goto("/cycles/1/draws/")
    page.get_by_role("button", name="公布密钥").click()
    page.goto("/cycles/1/draws/verify/")
    assert page.get_by_text("公布的密钥与事先的承诺相符").is_visible()


PAGES = (
    *("/monitoring/overview/", "/monitoring/runs/", "/monitoring/runs/order/", "/monitoring/patrols/"),
    *("/monitoring/patrols/add/", "/monitoring/checks/", "/monitoring/outages/"),
    *("/cycles/", "/cycles/add/", "/cycles/1/", "/cycles/1/edit/", "/cycles/1/clone/", "/cycles/1/children/"),
    *("/cycles/1/scheme/", "/cycles/1/units/", "/cycles/1/units/assign/", "/cycles/participants/1/", "/cycles/1/days/"),
    *(
        "/cycles/days/14/",
        "/cycles/1/steps/cancel/",
        "/cycles/1/announcement/",
        "/cycles/1/draws/",
        "/cycles/rounds/1/",
    ),
    *("/cycles/1/draws/verify/", "/cycles/1/draws/seal/"),
    *("/", "/registry/units/", "/registry/units/add/", "/registry/units/1/", "/registry/sites/", "/registry/sites/1/"),
    *("/registry/sites/1/state/", "/registry/media/", "/registry/regions/", "/imports/", "/people/", "/people/1/"),
    *("/people/invite/", "/audit/", "/audit/verify/", "/account/2fa/", "/account/sessions/", "/account/password/"),
)


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_use_the_page(page: Page, path: str) -> None:
    page.goto(path)
    assert barriers(page) == []


def test_the_way_in_can_be_used_by_everybody(address: str, browser: Browser) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/account/login/")
    assert barriers(page) == []
    page.close()
