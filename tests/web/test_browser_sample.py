"""The sample city in Chromium: the paths of the assessing office and of a unit, and every page that they meet."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browse.looking import needs_chromium
from tests.runs.small_site import pages, served
from tests.web.walking import barriers, chromium, fill, serving, signed_in

pytestmark = pytest.mark.full

RUN_WITHIN = timedelta(minutes=4).total_seconds() * 1000  # milliseconds, as Playwright counts
OFFICE, UNIT, ASSESSOR = "office", "jiaoyu", "assessor"

OFFICE_PAGES = (
    *("/monitoring/overview/", "/monitoring/findings/", "/monitoring/findings/1/"),
    *("/monitoring/findings/queue/", "/monitoring/findings/1/waive/", "/monitoring/replies/"),
    *("/monitoring/waivers/", "/duty/", "/duty/readings/", "/duty/rules/", "/duty/rules/add/"),
    *("/monitoring/runs/", "/monitoring/runs/1/", "/monitoring/runs/sites/1/", "/monitoring/patrols/"),
    *("/monitoring/patrols/1/", "/monitoring/sites/1/availability/", "/monitoring/outages/", "/notices/"),
    *("/notices/settings/", "/notices/channels/", "/notices/channels/robots/add/"),
    *("/notices/channels/deliveries/", "/marking/", "/marking/cycles/2/", "/marking/cycles/2/allot/"),
    *("/marking/cycles/2/marks/", "/marking/cycles/2/agreement/", "/marking/cycles/2/differences/"),
    *("/marking/cycles/2/panels/", "/marking/cycles/2/materials/", "/results/", "/results/cycles/1/"),
    *("/results/cycles/2/", "/results/cycles/2/matrix/", "/results/cycles/2/groups/"),
    *("/results/cycles/2/whatif/", "/results/units/1/", "/results/units/30/", "/selfassessment/cycles/"),
    *("/selfassessment/cycles/1/", "/selfassessment/cycles/1/call/", "/site-reports/collections/"),
    *("/site-reports/collections/add/", "/calendars/", "/calendars/hours/", "/calendars/hours/add/"),
    *("/registry/columns/", "/registry/contacts/", "/duplicates/"),
)

ADMIN_PAGES = ("/jobs/", "/calendars/import/", "/audit/")

UNIT_PAGES = (
    *("/", "/monitoring/findings/", "/duty/", "/results/", "/selfassessment/", "/site-reports/"),
    *("/marking/materials/", "/notices/", "/cycles/1/announcement/", "/registry/sites/"),
)

ASSESSOR_PAGES = ("/", "/marking/desk/", "/marking/desk/2/")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample city is served."""
    with serving(tmp_path_factory.mktemp("sample"), "--demo", given={}) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    needs_chromium()
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def inspected(address: str, browser: Browser) -> str:
    """Where the sample city is served, once its first inspection is done."""
    with signed_in(browser, address, OFFICE) as page:
        page.goto("/monitoring/runs/1/")
        expect(page.locator("section.progress .state")).to_have_text("已完成", timeout=RUN_WITHIN)
    return address


def test_an_office_inspects_a_new_site_and_confirms_what_it_found(address: str, browser: Browser) -> None:
    with served(pages()) as site, signed_in(browser, address, OFFICE) as page:
        page.goto("/registry/units/add/")
        page.locator("[name=region]").press_sequentially("云泽市")
        page.wait_for_selector("datalist option[value='云泽市（329900）']", state="attached")
        fill(page, code="xjj", name="市新建局", region="云泽市（329900）")
        page.get_by_role("link", name="新增网站").click()
        fill(page, name="市新建局网", address=site)
        expect(page.get_by_role("heading", name="市新建局网")).to_be_visible()

        page.goto("/monitoring/runs/order/?q=新建局网")
        page.locator("tbody input[name=row]").check()
        page.get_by_role("button", name="开始巡查").click()
        progress = page.locator("section.progress")
        expect(progress).to_contain_text("网站 0/1")
        expect(progress).to_contain_text("网站 1/1", timeout=RUN_WITHIN)  # by itself: nobody reloads the page
        expect(progress.locator(".state")).to_have_text("已完成", timeout=RUN_WITHIN)

        page.goto("/monitoring/findings/?outcome=suspected&site=新建局")
        page.locator("tbody a").first.click()
        page.keyboard.press("c")
        expect(page.locator(".standing-line")).to_contain_text("确认")
        expect(page.get_by_role("button", name="撤回“确认”")).to_be_visible()


def test_a_unit_replies_and_reads_and_the_office_answers(inspected: str, browser: Browser) -> None:
    with signed_in(browser, inspected, OFFICE) as office, signed_in(browser, inspected, UNIT) as unit:
        unit.goto("/monitoring/findings/")
        unit.locator("tbody a").first.click()
        about = unit.locator("h1").inner_text()
        unit.get_by_role("link", name="反馈误报").click()
        fill(unit, text="该栏目由上级平台提供，内容一直在更新")
        expect(unit.locator(".reply").first).to_contain_text("该栏目由上级平台提供")

        office.goto("/monitoring/replies/")
        office.get_by_role("row").filter(has_text="教育").filter(has_text="待处理").get_by_role("link").first.click()
        office.get_by_role("link", name="答复", exact=True).click()
        expect(office.locator("body")).to_contain_text("该栏目由上级平台提供")
        fill(office, state="accepted", answer="已核实，属误报")
        unit.goto("/notices/?read=0")
        unit.locator("tbody a").filter(has_text="的反馈：已采纳").first.click()
        expect(unit.locator("h1")).to_have_text(about)
        expect(unit.locator(".reply").first).to_contain_text("已核实，属误报")
        expect(unit.locator(".standing-line")).to_contain_text("排除")

        unit.goto("/duty/")
        unit.get_by_role("link", name="填写今天的记录").click()
        unit.wait_for_load_state()
        assert barriers(unit) == []
        unit.locator("[name=sites]").first.check()
        fill(unit, reader="钱立", read_at="00:00", looked_at="首页、通知公告")
        expect(unit.locator("h1")).to_contain_text("读网记录")
        unit.get_by_role("link", name="登记问题").click()
        fill(unit, text="首页有错别字")
        expect(unit.get_by_role("cell", name="首页有错别字")).to_be_visible()


@pytest.mark.parametrize(
    ("login", "paths"),
    [(OFFICE, OFFICE_PAGES), ("admin", ADMIN_PAGES), (UNIT, UNIT_PAGES), (ASSESSOR, ASSESSOR_PAGES)],
    ids=[OFFICE, "admin", UNIT, ASSESSOR],
)
def test_everybody_can_use_the_pages_of_a_year_under_way(
    inspected: str, browser: Browser, login: str, paths: tuple[str, ...]
) -> None:
    with signed_in(browser, inspected, login) as page:
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            assert (path, answer.status, barriers(page)) == (path, 200, [])
