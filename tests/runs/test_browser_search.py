"""A search that only scripts send or answer is driven in the browser: in this window, a new one, or the page itself."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kaoping.browse.browse import run_browse
from kaoping.browse.contract import BrowseOptions, SearchWish, SiteSeen, SiteWish
from kaoping.evidence.pictures import PICTURES
from kaoping.gather.contract import GatherOptions
from kaoping.gather.search import NONSENSE
from kaoping.model.outcomes import Outcome
from kaoping.model.site_looks import SearchLook
from kaoping.runs.browser_file import read_browser
from kaoping.runs.browser_search import read_search
from kaoping.runs.inspect import InspectRequest, inspect_sites
from tests.browse.looking import HERE, SHORT, needs_chromium
from tests.crawl.serving import Asked, Reply, Site, answer, html, serve
from tests.runs.test_inspect import OPTIONS

pytestmark = pytest.mark.full
TITLES = {
    "/t20221201_1.html": "云泽市召开全市经济工作会议部署明年任务",
    "/t20221202_2.html": "云泽市推进乡村振兴项目建设现场观摩活动",
}
BOX = '<div class="search"><input id="kw" placeholder="请输入关键词"><span onclick="go()">搜索</span></div>'
SAME = "<script>function go() { location = '/so?q=' + encodeURIComponent(kw.value) }</script>"
WINDOW = """<script>
kw.onkeydown = e => { if (e.key === 'Enter') window.open('/so?q=' + encodeURIComponent(kw.value)) };
</script>"""
ON_PAGE = """<div id="found"></div><script>
const show = text => found.innerHTML = text;
function go() { fetch('/so?q=' + encodeURIComponent(kw.value)).then(r => r.text()).then(show) }
</script>"""


def site(script: str) -> dict[str, Reply]:
    listed = "".join(f"<li><a href='{url}'>{title}</a><i>2022-12-01</i></li>" for url, title in TITLES.items())
    pages: dict[str, Reply] = {
        url: html(f"<h1>{title}</h1><p>发布时间：2022-12-01 来源：本网</p>", title=title)
        for url, title in TITLES.items()
    }
    home = html(f"<a href='/xw/'>新闻动态</a>{BOX}{script}", title="云泽市")
    return {"/": home, "/xw/": html(f"<ul>{listed}</ul>", title="新闻动态")} | pages


def results(known: Sequence[str]) -> Reply:
    """Return the answers of a search that knows the addresses in `known`."""

    def reply(asked: Asked) -> bytes:
        parts = urlsplit(asked.path)
        if parts.path != "/so":
            return answer(404)
        words = parse_qs(parts.query)["q"][0]
        hits = [f"<p><a href='{url}'>{TITLES[url]}</a></p>" for url in known if TITLES[url] == words]
        return answer(200, html("".join(hits) or "<p>没有找到相关结果</p>", title="搜索").encode())

    return reply


def searched(served: Site) -> SearchLook:
    """Return what searching from the home page gives."""
    needs_chromium()
    wanted = tuple((title, served.url + url[1:]) for url, title in TITLES.items())
    wish = SearchWish(served.url, NONSENSE, wanted)
    seen: list[SiteSeen] = []
    run_browse([SiteWish(served.url, (), wish)], (HERE, SHORT), lambda _, shown: seen.append(shown))
    return read_search(wish, seen[0].searched, datetime.now(UTC))


@pytest.mark.parametrize("script", [SAME, WINDOW, ON_PAGE], ids=["here", "new window", "on the page"])
def test_what_the_search_knows_is_found_and_nothing_else(script: str) -> None:
    with serve(site(script), fallback=results(tuple(TITLES)[:1])) as served:
        look = searched(served)
    assert look.form is not None
    assert (look.form.method, look.form.field) == ("script", "kw")
    assert look.control is not None
    assert look.control.none_said
    assert [(tried.found, tried.on_control, tried.none_said) for tried in look.tries] == [
        ("address", False, False),
        ("", False, True),
    ]


def test_a_box_that_sends_nothing_and_a_page_without_one_are_told() -> None:
    with serve(site("<script>function go() {}</script>")) as served:
        assert searched(served).reason == "search-not-sent"
    login = "<input name=username placeholder=登录账号><input type=password>"
    with serve({"/": html(f"<form>{login}</form>")}) as served:
        assert searched(served).reason == "search-no-box"


def test_an_inspection_drives_it_and_keeps_the_pictures(tmp_path: Path) -> None:
    needs_chromium()
    browse = BrowseOptions(pages=1, scripted=0, no_sandbox=SHORT.no_sandbox, pause=0, settle=1)
    with serve(site(SAME), fallback=results(tuple(TITLES)[:1])) as served:
        request = InspectRequest((served.url,), tmp_path, OPTIONS, gather=GatherOptions(home_looks=1), browse=browse)
        (done,) = inspect_sites(request, lambda: datetime.now(UTC))
    (finding,) = [each for each in done.judgement.findings if each.check == "site-search"]
    assert (finding.outcome, finding.reason) == (Outcome.SUSPECTED, "title-not-found")
    assert finding.values["not_found"] == [TITLES["/t20221202_2.html"]]
    assert finding.values["in_browser"]
    looks = read_browser(done.directory)
    assert looks is not None
    assert looks.search is not None
    for tried in looks.search.tries:
        assert (done.directory / PICTURES / tried.picture).read_bytes().startswith(b"\xff\xd8")
