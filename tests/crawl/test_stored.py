"""A stored page opened again is the page that the crawl handed over: text, links and their numbers."""

import gzip
from pathlib import Path

import pytest

from kaoping.crawl.stored import StoredPages
from kaoping.crawl.warc import NAME
from kaoping.model.errors import StorageError
from tests.crawl.recording import Seen, crawl_one
from tests.crawl.serving import Reply, answer, html, links, redirect, serve

CHINESE = '<a href="/s.php?q=公告">查询</a><p>关于印发二〇二二年政务公开工作要点的通知</p>'
PAGES: dict[str, Reply] = {
    "/": links("/gbk.html", "/gz.html", "/base.html", "/old.html", "/deep.html", "//bad host/", "/gone.html"),
    "/gbk.html": lambda _: answer(200, html(CHINESE).encode("gb18030"), content_type="text/html; charset=gbk"),
    "/gz.html": lambda _: answer(200, gzip.compress(links("/a", "b.pdf").encode()), "Content-Encoding: gzip"),
    "/base.html": html('<a href="in.html">内</a><img src="p.jpg">', head='<base href="/deeper/">'),
    "/old.html": lambda _: redirect("/new.html"),
    "/new.html": links("/", "#top", "?page=2"),
    "/deep.html": html("<div>" * 4_000 + '<a href="/never">x</a>'),
}


def test_opened_again_it_is_the_same_page(tmp_path: Path) -> None:
    with serve(PAGES) as site:
        seen, _ = crawl_one(f"http://127.0.0.1:{site.port}/", tmp_path)
    stored = StoredPages(tmp_path, seen.targets)
    opened = [page for page in seen.pages if page.html]
    assert len(opened) >= 6
    for page in opened:
        again = stored.open(page.record)
        found = tuple((link.target, link.url, link.kind) for link in again.links)
        assert Seen(page.record, again.html, found) == page
        assert len(again.nodes) == len(again.links)
    assert stored.open(seen.at("/old.html").record).url.endswith("/new.html")


def test_what_was_not_kept_says_so(tmp_path: Path) -> None:
    with serve({"/": html("<p>首页</p>")}) as site:
        seen, _ = crawl_one(f"http://127.0.0.1:{site.port}/", tmp_path)
    (tmp_path / NAME).write_bytes(b"no archive")
    with pytest.raises(StorageError, match="没有可读的记录"):
        StoredPages(tmp_path, seen.targets).open(seen.pages[0].record)
