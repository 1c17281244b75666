"""The compiled walk says of a page what its tree says; what needs it works alike without it."""

import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kaoping.crawl.contract import ParsedPage
from kaoping.crawl.frontier import Frontier
from kaoping.crawl.links import LinkReader, PageAddress, PageLinks
from kaoping.crawl.traps import TrapGuard
from kaoping.facts.discovery import page_extractors
from kaoping.facts.view import PageView
from kaoping.markup import outline, scanning
from kaoping.markup.compile import command
from kaoping.markup.source import SOURCES, source_digest

needs_build = pytest.mark.skipif(not outline.compiled, reason="not compiled: make compile")
ADDRESS = "http://www.example.gov.cn/a/index.html"
PIECES = (
    "<div>",
    "</div>",
    "<p style='display:none'>",
    "</p>",
    "<a href='/b.html' title=标题>",
    "<a href=c.jpg>",
    "<a>",
    "</a>",
    "<a href=''>",
    "<A HREF='//x.cn/d' STYLE='color:red'>",
    "<img src=e.png alt='党政机关'>",
    "<img data-src=f.gif>",
    "<script>var 甲 = '2022-03-04'</script>",
    "<script src=/g.js></script>",
    "<style>.h{display:none}</style>",
    "<template>模板<a href=i>内</a></template>",
    "<title>题</title>",
    "<meta name=k content='v'>",
    "<base href=/j/>",
    "<iframe src=k.html></iframe>",
    "<form action=l><textarea>m</textarea></form>",
    "<table><tr><td>",
    "</td></tr></table>",
    "<p hidden>",
    "<svg><a xlink:href=n href=o>图</a><style>.p{}</style><title>q</title></svg>",
    "<marquee width=1>滚</marquee>",
    "<!-- <a href=r>注</a> -->",
    "<ul><li>",
    "</li></ul>",
    "<object data=s></object>",
    "<area href=t>",
    "<select><option>",
    "2022-03-04",
    "政务公开",
    " ",
    "\n",
    "\u3000",
    "&nbsp;",
    "&amp;",
    "\u2028x\u0085",
    "x<y",
    "<b>",
    "</b>",
    "<noscript>",
    "</noscript>",
    "<plaintext>",
    "<a id=_ideConac>",
    "\x1f",
    "🏛",
)


def read(html: str, folder: Path) -> tuple[LexborHTMLParser, PageLinks, list[str]]:
    frontier = Frontier(folder, ADDRESS)
    reader = LinkReader(frontier, TrapGuard(2022), lambda _: True, 1000)
    reader.own("www.example.gov.cn")
    tree = LexborHTMLParser(html.encode())
    links = reader.read(tree, html.encode(), PageAddress(ADDRESS, 0, "utf-8"))
    frontier.close()
    return tree, links, [target.text for target in frontier.targets]


def said(html: str, folder: Path) -> dict[str, Any]:
    """Everything that is read of a page: links with their elements, and the facts of all extractors."""
    tree, found, texts = read(html, folder)
    page = ParsedPage(ADDRESS, html.encode(), tree, found.links, found.nodes, 0, found.outline, found.carried)
    view = PageView(page)
    facts = {name: each.extract(view) for name, each in page_extractors().items()}
    anchors = [(a.target, a.text, a.start, a.end, a.node.html) for a in view.anchors]
    links = [(link.target, link.url, link.kind) for link in found.links]
    shared = (view.text, view.title, dict(view.metas), view.scripts, list(view.sheets))
    nodes = [node.html for node in found.nodes]
    return facts | {"texts": texts, "links": links, "nodes": nodes, "anchors": anchors, "shared": shared}


def both(html: str, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    with_it = said(html, folder / "with")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outline, "compiled", False)
        patch.setattr(scanning, "compiled", False)
        return with_it, said(html, folder / "without")


@needs_build
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_the_walk_says_what_the_tree_says(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    html = "".join(pieces)
    with_it, without = both(html, tmp_path_factory.mktemp("page"))
    assert with_it == without


@needs_build
def test_without_a_body_there_is_no_text() -> None:
    found = outline.read_outline(LexborHTMLParser("<frameset><frame src=a.html></frameset>"), {})
    assert found is not None
    assert (found.text, found.carriers) == ("", [("frame", {"src": "a.html"})])


@needs_build
def test_what_is_marked_hidden_is_seen_on_every_page() -> None:
    pages = [
        LexborHTMLParser(f"<p {marked}>" + "<b data-x>" * 9) for marked in ("hidden", "HIDDEN=''", "x hidden", "y")
    ]
    outlines = [outline.read_outline(page, {}) for page in pages]
    assert [found is not None and found.hides for found in outlines] == [True, True, True, False]


@needs_build
def test_deeply_nested_anchors_are_left_to_the_tree() -> None:
    html = "<a href=x><table><tr><td>" * 80 + "字"
    assert outline.read_outline(LexborHTMLParser(html), {}) is None


@needs_build
@pytest.mark.parametrize(
    "html",
    [
        "<body>" + "<a href=/{}.html>链接</a>".format("x") * 4_500 + "末",
        "<body>" + "<a href=y><script>不可见</script></a>" * 4_200 + "字" * 50_000,  # each is looked for in vain
        "<body>" + "<svg><style>" * 60 + "<p>" + "<b>" * 100 + "深",
        "<body><table><tr><td><a href=long.html>" + " " * 5_000 + "字</a>",  # the words of a new link
        "<body>" + "甲\n<br>" * 110_000,  # more text than is looked at
        "\udcff" + "<a href=z>" + "\x00",
    ],
    ids=["anchors", "vain", "nested", "wide", "long", "no-characters"],
)
def test_hostile_pages_are_read_alike(tmp_path: Path, html: str) -> None:
    with_it, without = both(html.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), tmp_path)
    assert with_it == without


def test_without_the_compiled_part_there_is_no_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline, "compiled", False)
    assert outline.read_outline(LexborHTMLParser("<p>x"), {}) is None


@needs_build
def test_a_build_of_another_source_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaoping.markup._walk.SOURCE", "another")
    assert not outline._ready()


@pytest.mark.full
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_the_sources_compile_without_a_warning(source: Path, tmp_path: Path) -> None:
    target = tmp_path / f"{source.stem}{sysconfig.get_config_var('EXT_SUFFIX')}"
    done = subprocess.run([*command(source, target), "-Wall"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert source_digest(source).encode() in target.read_bytes()
