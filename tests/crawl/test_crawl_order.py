"""Which pages are visited, in what order and under which numbers depends only on the site."""

import random
import time
from pathlib import Path

from kaoping.crawl.contract import SitePlan
from kaoping.crawl.crawl import run_crawl
from kaoping.model.outcomes import Fault
from kaoping.model.pages import Life, LinkKind
from tests.crawl.recording import QUICK, Recorder, Seen, crawl_one
from tests.crawl.serving import Asked, Reply, answer, html, links, redirect, serve

OF_NO_USE = "".join(
    f"<url><loc>{listed}</loc></url>"
    for listed in ("http://other.example/x", "ftp://files.example/x", "/relative/to/nothing", "http://[bad/x")
)


def tree(width: int, depth: int) -> dict[str, Reply]:
    """A site in which every page has `width` children, down to `depth`."""
    routes: dict[str, Reply] = {}

    def add(path: str, level: int) -> None:
        children = [f"{path}{number}/" for number in range(width)] if level < depth else []
        routes[path] = links("/", *children)
        for child in children:
            add(child, level + 1)

    add("/", 0)
    return routes


def order(pages: list[Seen]) -> list[tuple[int, int, str, int]]:
    records = [page.record for page in pages]
    return [(record.number, record.target, record.url.split("/", 3)[3], record.level) for record in records]


def test_levels_are_closed_in_order_whatever_the_answers_take(tmp_path: Path) -> None:
    chance = random.Random(3)
    runs = []
    for attempt in range(2):
        routes: dict[str, Reply] = {}
        for path, page in tree(4, 3).items():
            routes[path] = _late(str(page), chance.random() / 100)
        with serve(routes) as site:
            sink, coverage = crawl_one(site.url, tmp_path / str(attempt), max_pages=30)
        runs.append(order(sink.pages))
        assert coverage.pages == 30
        assert coverage.stopped_because == "max_pages"
        assert dict(coverage.skipped)["max-pages"] > 0
    assert runs[0] == runs[1]
    levels = [level for _, _, _, level in runs[0]]
    assert levels == sorted(levels)
    assert [number for number, _, _, _ in runs[0]] == list(range(30))
    assert [path for _, _, path, level in runs[0] if level == 1] == [f"{n}/" for n in range(4)]


def _late(page: str, seconds: float) -> Reply:
    def reply(asked: Asked) -> bytes:
        time.sleep(seconds)
        return answer(200, page.encode())

    return reply


def test_no_page_is_asked_for_beyond_the_budget(tmp_path: Path) -> None:
    with serve(tree(5, 3)) as site:
        crawl_one(site.url, tmp_path, max_pages=7, check_links=False)
    pages = [path for path in site.paths() if "robots" not in path and "kaoping" not in path]
    assert len(pages) == len(set(pages)) == 7


def test_an_unvisited_page_is_checked_as_a_link(tmp_path: Path) -> None:
    with serve({"/": links("/a.html", "/b.html", "/gone.html"), "/a.html": links(), "/b.html": links()}) as site:
        sink, coverage = crawl_one(site.url, tmp_path, max_pages=2)
    assert coverage.pages == 2
    assert sink.to("/b.html").life is Life.ALIVE
    assert sink.to("/gone.html").life is Life.DEAD
    assert sink.to("/gone.html").looks == 2
    assert "/b.html" in site.paths("HEAD")


def test_a_page_reached_twice_is_counted_once(tmp_path: Path) -> None:
    routes: dict[str, Reply] = {
        "/": lambda asked: redirect("/index.html"),
        "/index.html": links("/", "/index.html", "/old", "/new.html", "/new.html#part"),
        "/old": lambda asked: redirect("/new.html"),
        "/new.html": links("/index.html"),
    }
    with serve(routes) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    assert coverage.pages == 2
    assert sorted(page.record.final_url for page in sink.pages) == [f"{site.url}index.html", f"{site.url}new.html"]
    assert {target.life for target in sink.targets} == {Life.ALIVE}
    assert dict(coverage.skipped)["duplicate"] == 2


def test_kinds_texts_and_ignored_links(tmp_path: Path) -> None:
    body = html(
        '<a href="/a.html"> 办事 指南 </a><a href="javascript:void(0)">x</a><a href="mailto:a@b.cn">x</a>'
        '<a href="#top">x</a><a href=" JavaScript:;">x</a><a href="tel:12345">x</a><a href="">x</a>'
        '<a href="/f/表格.DOC"><img src="/i.gif" alt="下载表格"></a><a href="{{item.url}}">{{item}}</a>'
        '<img src="data:image/gif;base64,R0"><script src="/s.js"></script><iframe src="/frame.html"></iframe>'
        '<a href="http://[bad/">坏</a><img data-src="/lazy.jpg"><area href="/map.html"><embed src="/v.swf">',
        head='<link rel="stylesheet" href="/s.css"><link rel="canonical" href="/never.html">',
    )
    with serve({"/": body, "/a.html": links(), "/frame.html": links(), "/map.html": links()}) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    kinds = {target.url.removeprefix(site.url): (target.kind, target.text) for target in sink.targets}
    assert kinds == {
        "": (LinkKind.LINK, ""),
        "s.css": (LinkKind.RESOURCE, ""),
        "a.html": (LinkKind.LINK, "办事 指南"),
        "f/%E8%A1%A8%E6%A0%BC.DOC": (LinkKind.ATTACHMENT, "下载表格"),
        "i.gif": (LinkKind.IMAGE, "下载表格"),
        "{{item.url}}": (LinkKind.LINK, "{{item}}"),
        "s.js": (LinkKind.RESOURCE, ""),
        "frame.html": (LinkKind.RESOURCE, ""),
        "http://[bad/": (LinkKind.LINK, "坏"),
        "lazy.jpg": (LinkKind.IMAGE, ""),
        "map.html": (LinkKind.LINK, ""),
        "v.swf": (LinkKind.RESOURCE, ""),
    }
    assert coverage.pages == 4
    template = sink.to("{{item.url}}")
    assert (template.life, template.fault, template.reason) == (Life.DEAD, Fault.SITE, "malformed-url")
    assert sink.to("i.gif").life is Life.DEAD


def test_base_refresh_and_frames_are_followed(tmp_path: Path) -> None:
    routes: dict[str, Reply] = {
        "/": html("", head='<meta http-equiv="Refresh" content="0; url=home/index.html">'),
        "/home/index.html": '<frameset><frame src="main.html"></frameset>',
        "/home/main.html": html('<a href="x.html">x</a>', head='<base href="/other/">'),
        "/other/x.html": html("<script>window.location.href='/last.html'</script>"),
        "/last.html": links(),
    }
    with serve(routes) as site:
        sink, _ = crawl_one(site.url, tmp_path)
    assert [(page.record.url.removeprefix(site.url), page.record.level) for page in sink.pages] == [
        ("", 0),
        ("home/index.html", 0),
        ("home/main.html", 0),
        ("other/x.html", 1),
        ("last.html", 1),
    ]


def test_sitemap_pages_come_after_all_linked_ones(tmp_path: Path) -> None:
    with serve({"/": links("/a.html"), "/a.html": links("/b.html"), "/b.html": links(), "/lost.html": links()}) as site:
        listed = "".join(f"<url><loc>{site.url}{name}</loc></url>" for name in ("lost.html", "a.html"))
        site.routes["/sitemap.xml"] = f"<urlset>{listed}{OF_NO_USE}</urlset>"
        sink, _ = crawl_one(site.url, tmp_path)
    assert [page.record.url.removeprefix(site.url) for page in sink.pages] == ["", "a.html", "b.html", "lost.html"]
    assert sink.at("lost.html").record.level == 3


def test_two_sites_do_not_wait_for_each_other(tmp_path: Path) -> None:
    def stuck(asked: Asked) -> bytes:
        time.sleep(0.5)
        return answer(200, b"")

    slow_routes: dict[str, Reply] = {"/": links(*(f"/{n}.html" for n in range(2)))}
    with serve(slow_routes, stuck) as slow, serve(tree(4, 2)) as quick:
        slow_routes.update({"/robots.txt": 404, "/sitemap.xml": 404})
        done: dict[str, float] = {}

        def progress(site: str, pages: int, queued: int, links_checked: int) -> None:
            done[site] = time.monotonic() - start

        start = time.monotonic()
        sinks = {slow.url: Recorder(), quick.url: Recorder()}
        plans = [SitePlan(slow.url, tmp_path / "slow"), SitePlan(quick.url, tmp_path / "quick")]
        coverages = run_crawl(plans, sinks, QUICK, progress)
    assert coverages[1].pages == 21
    assert done[quick.url] < done[slow.url] - 0.5


def test_the_same_page_by_another_name_is_checked_not_read_twice(tmp_path: Path) -> None:
    with serve({"/": links("/a.html"), "/a.html": links()}) as site:
        way = tuple(f"{host}:80:127.0.0.1:{site.port}" for host in ("x.example", "www.x.example", "news.x.example"))
        site.routes["/"] = links("/a.html", "http://www.x.example/a.html", "http://news.x.example/a.html")
        sink, coverage = crawl_one("http://x.example/", tmp_path, connect_to=way, aliases=("News.x.example",))
    assert [page.record.url for page in sink.pages] == [
        "http://x.example/",
        "http://x.example/a.html",
        "http://news.x.example/a.html",
    ]
    assert (sink.to("www.x.example/a.html").life, sink.to("www.x.example/a.html").offsite) == (Life.ALIVE, False)
    assert coverage.pages == 3


def test_a_file_behind_a_page_address_is_not_fetched_whole(tmp_path: Path) -> None:
    def download(asked: Asked) -> bytes:
        return answer(200, b"%PDF" + b"x" * 500_000, content_type="application/pdf")

    with serve({"/": links("/download?id=1"), "/download?id=1": download}) as site:
        sink, coverage = crawl_one(site.url, tmp_path)
    record = sink.at("id=1").record
    assert (record.status, record.reason, record.content_type) == (200, "", "application/pdf")
    assert record.size < 50_000
    assert sink.to("id=1").life is Life.ALIVE
    assert coverage.pages == 1
