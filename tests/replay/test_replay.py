"""Stored pages are shown as received, and hostile ones neither act nor call out."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl.contract import CrawlOptions
from kaoping.replay import rendering
from kaoping.replay.server import ReplayServer, Shelf
from kaoping.replay.tame_html import tame_html
from kaoping.runs.inspect import InspectRequest, inspect_sites
from kaoping.runs.sealed_folders import sealed_sites
from tests.attachments.made_files import workbook
from tests.crawl.serving import Reply, html, serve
from tests.evidence.conftest import identity_number
from tests.runs.small_site import pages, served, served_with_log

HOSTILE = """<html><head><title>云泽市人民政府</title>
<meta http-equiv=refresh content="0;url=EVIL/refresh"><base href="EVIL/base/"><link rel=stylesheet href="EVIL/css">
<link rel=preconnect href="EVIL"><style>body{background:url(EVIL/style)} @import "EVIL/import";</style></head>
<body onload="fetch('EVIL/onload')" background="EVIL/background">
<script>location='EVIL/script'</script><script src="EVIL/src"></script>
<img src="EVIL/img" srcset="EVIL/srcset 2x" onerror="fetch('EVIL/onerror')"><iframe src="EVIL/iframe"></iframe>
<object data="EVIL/object"></object><embed src="EVIL/embed"><video src="EVIL/video" poster="EVIL/poster"></video>
<form action="EVIL/form"><button formaction="EVIL/formaction">提交</button></form>
<svg><image href="EVIL/svg"/><a xlink:href="EVIL/xlink"><text>x</text></a>
<style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><img src="EVIL/math" onerror=alert(1)></style></table></mtext></math>
<a id=one href="EVIL/link" ping="EVIL/ping" target=_blank>链接</a><a href="javascript:fetch('EVIL/js')">脚本</a>
<a href="data:text/html,<script>1</script>">数据</a><p style="background:url(EVIL/inline)">本市要闻</p>
<table background="EVIL/table"><tr><td>公开目录</td></tr></table></body></html>"""


def hostile(evil: str) -> str:
    """Return a page that tries to reach the server `evil` in every way."""
    return HOSTILE.replace("EVIL", evil)


@contextmanager
def replaying(results: Path) -> Iterator[str]:
    with ReplayServer(sealed_sites(results).folders, {}, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.address
        finally:
            server.shutdown()
            thread.join()


def get(address: str, path: str, host: str = "") -> tuple[int, dict[str, str], str]:
    connection = HTTPConnection(address.split("/")[2], timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inspection of a site whose home page is hostile."""
    out = tmp_path_factory.mktemp("replayed")
    options = CrawlOptions(pace=500, allow_private=("127.0.0.0/8",), check_offsite=False, second_look_after=0.01)
    site = pages() | {"/": hostile("http://127.0.0.1:9").replace("<base ", "<i ") + pages()["/"]}
    with served(site) as address:
        inspect_sites(InspectRequest((address,), out, options), lambda: datetime.now(UTC))
    return out


def test_the_index_leads_to_findings_and_pages(results: Path) -> None:
    with replaying(results) as address:
        _, headers, sites = get(address, "/")
        link = LexborHTMLParser(sites).css_first("main a")
        assert link is not None
        assert "default-src 'none'" in headers["content-security-policy"]
        status, _, site = get(address, str(link.attributes["href"]))
        assert status == 200
        assert "/gone.html" in site
        views = [str(a.attributes["href"]) for a in LexborHTMLParser(site).css("main a")]
        assert views
        for view in views:
            status, _, shown = get(address, view)
            frame = LexborHTMLParser(shown).css_first("iframe")
            assert frame is not None
            assert (status, frame.attributes["sandbox"]) == (200, None)
            status, headers, _ = get(address, str(frame.attributes["src"]))
            assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
            assert status == 200, view


def test_the_page_is_shown_and_is_tame(results: Path) -> None:
    (folder,) = sealed_sites(results).folders
    with replaying(results) as address:
        home = Shelf(folder).site
        status, headers, shown = get(address, f"/{folder.name}/page?url={quote(home, safe='')}")
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert "本市要闻" in shown
    assert "公开目录" in shown
    check_tame(shown)


def check_tame(shown: str) -> None:
    tree = LexborHTMLParser(shown)
    for tag in ("script", "iframe", "frame", "object", "embed", "base", "link", "svg", "math", "video", "template"):
        assert tree.css(tag) == [], tag
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (node.tag, name)
            assert name not in {"action", "formaction", "ping", "srcset", "background", "poster", "target"}
            assert name != "href" or str(value).startswith("/"), value
            assert name != "src" or str(value).startswith("data:image/")
    assert not re.search("http-equiv", shown, re.IGNORECASE)


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ('<a href="b.htm">x</a>', "http://a.example/c/b.htm"),
        ('<base href="http://b.example/"><a href="/d">x</a>', "http://b.example/d"),
        ('<iframe src="//c.example/e?f=1&amp;g=2"></iframe>', "http://c.example/e?f=1&g=2"),
        ('<frameset><frame src="left.htm"></frameset>', "http://a.example/c/left.htm"),
        ("<a href='HTTP://A.example/&quot;&gt;<script>'>x</a>", 'http://A.example/"><script>'),
    ],
)
def test_links_lead_to_the_archive(html: str, link: str) -> None:
    shown = tame_html(html.encode(), "http://a.example/c/", "/s/page?url=")
    check_tame(shown)
    (href,) = [a.attributes["href"] for a in LexborHTMLParser(shown).css("a")]
    assert (href or "").lower() == ("/s/page?url=" + quote(link, safe="")).lower()


@pytest.mark.parametrize("path", ["/no-such-site/", "/../etc/passwd", "/x/page?url=file:///etc/passwd"])
def test_nothing_else_is_served(results: Path, path: str) -> None:
    with replaying(results) as address:
        assert get(address, path)[0] == 404


def test_another_name_for_this_machine_is_refused(results: Path) -> None:
    with replaying(results) as address:
        assert get(address, "/", host="evil.example:80")[0] == 403


@pytest.mark.full
@pytest.mark.parametrize("tamed", [True, False])
def test_in_a_browser_nothing_calls_out(
    results: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tamed: bool
) -> None:
    """With the taming switched off the policy alone must hold."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    (folder,) = sealed_sites(results).folders
    with served_with_log({}) as evil, replaying(results) as address:
        asked = []

        def shown(html: bytes, url: str, prefix: str) -> str:
            asked.append(url)
            page = hostile(evil.address.rstrip("/"))
            return tame_html(page.encode(), url, prefix) if tamed else page

        monkeypatch.setattr(rendering, "tame_html", shown)
        wanted = f"url={quote(Shelf(folder).site, safe='')}"
        run = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000"]
        run += [f"--user-data-dir={tmp_path}", "--dump-dom"]
        direct = subprocess.run([*run, f"{address}{folder.name}/page?{wanted}"], capture_output=True, check=True)
        assert "本市要闻" in direct.stdout.decode()
        subprocess.run([*run, f"{address}{folder.name}/view?{wanted}"], capture_output=True, check=True)
        assert len(asked) == 2, "the frame of the view asks for the page too"
        assert evil.requests == []
        subprocess.run([*run, evil.address], capture_output=True, check=True)
        assert evil.requests, "the browser can reach the other server: the silence above says something"


def test_personal_data_is_shown_masked(tmp_path: Path) -> None:
    number = identity_number()
    table = workbook({"名单": [["姓名", "证件号码"], ["闻某", number]]})
    routes: dict[str, Reply] = {"/": html(f"<p>闻某 {number}</p><a href='/a.xlsx'>名单</a>"), "/a.xlsx": table}
    options = CrawlOptions(pace=500, allow_private=("127.0.0.0/8",), check_offsite=False, second_look_after=0.01)
    with serve(routes) as served_site:
        inspect_sites(InspectRequest((served_site.url,), tmp_path, options), lambda: datetime.now(UTC))
    (folder,) = sealed_sites(tmp_path).folders
    with replaying(tmp_path) as address:
        shown = {}
        for path in ("", "a.xlsx"):
            source = quote(served_site.url + path, safe="")
            shown[path] = get(address, f"/{folder.name}/page?url={source}")[2]
            assert "原文已加密" in get(address, f"/{folder.name}/view?url={source}")[2]
    assert "闻某 110*************" in shown[""]
    assert "闻某\t110*************" in shown["a.xlsx"]
    assert number not in "".join(shown.values())
