"""The searches of the city's sites: their boxes, by GET or POST, and what each finds, if it finds anything."""

from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs

from kaoping.demo.answers import SEARCH_PATH, Answer
from kaoping.demo.city import Item, Site

FIELD = "keyword"
PAGE_SIZE = 10
BOXES = {
    "portal": '<form action="/search" class="search"><input name="keyword" placeholder="请输入关键字">'
    "<button>搜索</button></form>",
    "table": '<FORM action="/search.jsp" method="post"><INPUT type="hidden" name="scope" value="0">'
    '<INPUT name="keyword" title="检索词" value="请输入关键字"><INPUT type="submit" value="检索"></FORM>',
    "art": '<form action="/search/index.html" method="get"><input type="hidden" name="sort" value="1">'
    '<input type="text" name="keyword" placeholder="请输入搜索内容"><input type="submit" value="搜索"></form>',
    "modern": '<input id="searchword" placeholder="请输入搜索内容">'
    '<a href="javascript:;" onclick="openSearch()">搜索</a>',
    "dynamic": '<form action="/search" method="get">'
    '<select name="t" title="检索范围"><option value="all">全站</option></select>'
    '<input name="keyword" placeholder="搜你想搜"><input type="submit" value="搜索"></form>',
}  # that of the modern theme is sent by a script: it cannot be tried without a browser


def search_of(site: Site) -> Callable[[str], Answer]:
    """Return what answers for the site's search; what a script sends is in UTF-8, whatever the site's charset."""
    finds = _FINDERS.get(site.search_fault, _by_title)

    def reply(path: str) -> Answer:
        charset = "utf-8" if site.unit.theme == "modern" else site.unit.charset
        words = parse_qs(path.partition("?")[2], encoding=charset, errors="replace").get(FIELD, [""])[0]
        if site.search_fault == "broken":
            return Answer(500, b"<html><body>500 Internal Server Error</body></html>")
        body = _page(site, words, finds(site, words))
        return Answer(200, body.encode(charset, "xmlcharrefreplace"), f"text/html; charset={charset}")

    return reply


def _page(site: Site, words: str, items: list[Item]) -> str:
    shown = "".join(
        f'<li><a href="{escape(site.url(item.path))}"><em>{escape(item.title[:4])}</em>{escape(item.title[4:])}</a>'
        f"<span>{item.when:%Y-%m-%d}</span></li>"
        for item in items
    )
    said = f"<ul>{shown}</ul>" if items else "<p>抱歉，没有找到与您搜索的关键词相关的信息。</p>"
    newest = "".join(f'<li><a href="{item.path}">{item.title}</a></li>' for item in site.column("policy").items[:3])
    return (
        f"<!DOCTYPE html><html><head><title>搜索结果_{site.unit.name}</title></head><body>"
        f'<form action="{SEARCH_PATH}"><input name="{FIELD}" value="{escape(words)}"></form>{said}'
        f"<div><h3>最新文件</h3><ul>{newest}</ul></div></body></html>"
    )


def _by_title(site: Site, words: str) -> list[Item]:
    """What has the words in its title, newest first."""
    return [item for item in _items(site) if words and words in item.title][:PAGE_SIZE]


def _stale(site: Site, words: str) -> list[Item]:
    """An index that was built long ago and knows but the oldest items, whatever is asked for."""
    return sorted(_items(site), key=lambda item: item.when)[:3] if words in {i.title for i in _items(site)} else []


def _items(site: Site) -> list[Item]:
    return [item for column in site.columns for item in column.items]


_FINDERS = {"blind": lambda site, words: [], "stale": _stale}
