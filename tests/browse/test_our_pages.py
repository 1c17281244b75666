"""Our own pages in a real browser: what hostile sites write into them does nothing there."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, sync_playwright

from kaoping.browse.chromium import find_chromium
from kaoping.runs.found_evidence import export_evidence
from kaoping.runs.inspect import InspectRequest, inspect_sites
from tests.browse.looking import ROOT, SHORT, needs_chromium
from tests.crawl.serving import html, serve
from tests.reports.test_hostile import write_reports
from tests.runs.test_inspect import OPTIONS

pytestmark = pytest.mark.full

TRICKS = (
    "<script>document.title='run'</script>",
    '"><img src=x onerror="document.title=\'run\'">',
    "'onmouseover='document.title=1' style='position:fixed;inset:0",
    "</textarea></title></style></template><svg onload=\"document.title='run'\">",
    "{{ 7*7 }}{% raw %}",
)


POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def test_what_a_site_writes_does_nothing_on_its_page(tmp_path: Path) -> None:
    needs_chromium()
    links = "".join(
        f'<li><a href="/gone{at}?x={escaped(trick)}">{escaped(trick)}</a><span>2020-01-0{at}</span></li>'
        for at, trick in enumerate(TRICKS, start=1)
    )
    evil = "<a href=\"javascript:document.title='run'\">坏</a><a href='data:text/html,<script>1</script>'>坏</a>"
    page = html(f"<ul>{links}</ul>{evil}", title=escaped(TRICKS[0] + TRICKS[3]))
    with serve({"/": page, "/robots.txt": 404}) as site:
        (done,) = inspect_sites(InspectRequest((site.url,), tmp_path, OPTIONS), lambda: datetime.now(UTC))
    shown = (done.directory / "index.html").read_text(encoding="utf-8")
    assert "onerror=" in shown, "the tricks did come through as text"
    lines = (done.directory / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    dead = next(said for said in map(json.loads, lines) if said["check"] == "dead-link")
    export_evidence(tmp_path, dead["key"], tmp_path / "out.zip")

    with page_of_a_browser() as (opened, asked):
        opened.goto((done.directory / "index.html").as_uri())
        title = opened.title()
        for link in opened.locator("a").all():
            assert (link.get_attribute("href") or "").startswith(("http://", "https://", "#", "pictures/"))
            link.dispatch_event("mouseover")
        assert opened.title() == title != "run"
        assert opened.locator("script, svg, [onerror], [onload], [onmouseover]").count() == 0
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_reports_with_hostile_texts_are_built_like_those_with_plain_ones(tmp_path: Path) -> None:
    """Score sheets, overviews and site pages, their policy taken out: what is written alone keeps it from running."""
    needs_chromium()
    trick = "".join(TRICKS).replace("document.title='run'", "document.title='run';alert(1);fetch('http://evil.test/')")
    write_reports(tmp_path / "evil", trick, f"{trick}&#60;script&#62;", trick)
    write_reports(tmp_path / "plain", "文字", "文字", "文字")
    pages = sorted(path.relative_to(tmp_path / "evil") for path in (tmp_path / "evil").rglob("*.html"))
    assert pages == sorted(path.relative_to(tmp_path / "plain") for path in (tmp_path / "plain").rglob("*.html"))
    with page_of_a_browser() as (opened, asked):
        dialogs: list[str] = []

        def dismiss(dialog: Dialog) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        opened.on("dialog", dismiss)
        for page in pages:
            built = []
            for folder in ("plain", "evil"):
                path = tmp_path / folder / page
                text, count = POLICY.subn("", path.read_text(encoding="utf-8"))
                assert count == 1
                path.write_text(text, encoding="utf-8")
                opened.goto(path.as_uri())
                built.append(opened.evaluate("[...document.querySelectorAll('*')].map(node => node.localName)"))
            assert opened.title() != "run"
            assert built[0] == built[1], page
        assert dialogs == []
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


@contextmanager
def page_of_a_browser() -> Iterator[tuple[Page, list[str]]]:
    """Yield a page of a browser and the addresses that are asked for in it, as they are asked for."""
    with sync_playwright() as playwright:
        program = str(find_chromium(SHORT, os.environ))
        browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=not ROOT)
        opened = browser.new_page()
        asked: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        yield opened, asked
        browser.close()
