"""Walking through the served platform in Chromium: starting it, signing in, and what every page must bear."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from kaoping.browse.chromium import find_chromium
from tests.browse.looking import ROOT, SHORT

PASSWORD = "Kao-Ping-2026"
STARTS_WITHIN = 240.0  # seconds; a busy machine
SETTLES_WITHIN = 5.0  # seconds
EXPECTED = ("status of 403", "status of 409", "status of 422")  # Chromium tells of these answers of ours


@contextmanager
def serving(folder: Path, *options: str, given: dict[str, str]) -> Iterator[str]:
    """Yield where `kaoping serve` answers, on a data folder of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAOPING_", "DJANGO_"))}
    command = [sys.executable, "-m", "kaoping.cli", "serve", "--port", str(port), "--data", str(folder / "data")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, "--workers", "1", *options], env=kept | given, stdout=log, stderr=log)
        try:
            yield _wait_for(f"http://127.0.0.1:{port}", process, folder / "log")
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0, (folder / "log").read_text()


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> str:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/healthz") as answer:
                assert answer.status == 200
                return address
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, until the block ends."""
    path = find_chromium(SHORT, os.environ)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, chromium_sandbox=not ROOT)


@contextmanager
def signed_in(browser: Browser, address: str, login: str) -> Iterator[Page]:
    """Somebody's page, whose console stays silent and which asks nobody else for anything."""
    context = browser.new_context(base_url=address, locale="zh-CN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith((address, "data:")) else None)
    page.goto("/account/login/")
    page.locator("#id_login").fill(login)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_selector("text=您好")
    yield page
    context.close()
    assert [text for text in said if not any(status in text for status in EXPECTED)] == []


def fill(page: Page, **fields: str) -> None:
    """Fill in the form by the names of its fields and send it."""
    for name, value in fields.items():
        field = page.locator(f"form.edit [name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("form.edit button.main").click()
    page.wait_for_load_state()


def barriers(page: Page) -> list[str]:
    """Return what axe finds on the page, and at which widths it scrolls sideways: as at 200 %, and on a phone."""
    rules = Axe().run(page).response["violations"]
    found = [f"{rule['id']} {node['target']}" for rule in rules for node in rule["nodes"]]
    usual = page.viewport_size
    assert usual is not None
    for width, height in ((640, 400), (390, 844)):  # 1280 × 800 at 200 %; a phone
        page.set_viewport_size({"width": width, "height": height})
        if not _settles(page):
            found.append(f"it scrolls sideways at {width}")
    page.set_viewport_size(usual)
    return found


def _settles(page: Page) -> bool:
    """Wait until the page is no wider than its window: charts are drawn anew a moment after a change of width."""
    end = time.monotonic() + SETTLES_WITHIN
    while not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
        if time.monotonic() > end:
            return False
        page.wait_for_timeout(100)
    return True
