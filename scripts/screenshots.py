"""Takes the manual's pictures of the platform from the sample city, as the roles of the sample see it.

Start `kaoping serve --demo`, wait until its first inspection is done, then run this with the address that it gives:
`.venv/bin/python scripts/screenshots.py http://127.0.0.1:8000`. The pictures go to docs/images.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from kaoping.browse.chromium import find_chromium
from kaoping.browse.contract import BrowseOptions
from kaoping.web.sample.people import PASSWORD

TARGET = Path(__file__).parent.parent / "docs" / "images"
SIZE = ViewportSize(width=1280, height=800)
PICTURES = {
    "office": {
        "monitoring": "/monitoring/overview/",
        "findings": "/monitoring/findings/?outcome=fail&unit=云泽市",
        "findings-queue": "/monitoring/findings/queue/",
        "run": "/monitoring/runs/1/",
        "cycle": "/cycles/1/",
        "cycle-days": "/cycles/1/days/",
        "matrix": "/results/cycles/2/matrix/",
    },
    "jiaoyu": {"unit-findings": "/monitoring/findings/"},
    "assessor": {"desk": "/marking/desk/2/"},
}
"""The pages by who looks, each by the name of its picture."""


def take(browser: Browser, address: str, login: str) -> None:
    """Sign in as somebody and take that one's pictures."""
    context = browser.new_context(base_url=address, locale="zh-CN", viewport=SIZE, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("#id_login").fill(login)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_selector("text=您好")
    for name, path in PICTURES[login].items():
        answer = page.goto(path, wait_until="networkidle")
        if answer is None or answer.status != 200:
            raise SystemExit(f"{path}：没有打开，{name}.png 没有更新。示例的首次巡查做完了吗？")
        page.screenshot(path=TARGET / f"{name}.png")
    context.close()


def main(address: str) -> None:
    """Take all pictures."""
    root = os.geteuid() == 0  # under which Chromium's own sandbox does not run
    path = find_chromium(BrowseOptions(no_sandbox=root), os.environ)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=not root)
        for login in PICTURES:
            take(browser, address, login)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
