"""Reads the first page of a search's results: is the known page on it, by address or by title, and what else is."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from kaoping.gather.document import MAX_LINKS, Document

SHORTEST = 6  # characters of a link that may be a result
PART = 12  # characters of a title's beginning that are enough where the result breaks off
_NONE = re.compile(
    r"(?:没有|未|无法)(?:能)?(?:找到|搜索到|检索到|查询到|查到|搜到|匹配到)|(?:没有|无|暂无)(?:任何)?(?:相关|符合|匹配|搜索|检索|查询)\w{0,8}"
    r"(?:结果|信息|内容|数据|记录)|(?:找到|共有?|检索到|搜索到)[^\d\n]{0,10}\b0\s*(?:条|个|项|篇|件)|暂无数据|无搜索结果|抱歉[，,]\w{0,4}没有"
)
_OFTEN = re.compile("(?:搜索|查询|检索|访问|操作|请求)\\w{0,6}(?:过于|太|过)(?:频繁|快)|秒后再(?:试|搜)")
_DROPPED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The links of a result page as (address without scheme, words), and what its text says of having none."""

    links: frozenset[tuple[str, str]]
    none_said: bool
    too_often: bool

    def shows(self, title: str, url: str) -> str:
        """Return how a page is there: by its address, by its title, or not at all (empty)."""
        bare = bare_address(url)
        if any(address == bare for address, _ in self.links):
            return "address"
        wanted = plain(title)
        return "title" if any(_same(wanted, words) for _, words in self.links) else ""


def read_results(page: Document) -> ResultPage:
    """Return what a result page shows."""
    links = set()
    tree = page.tree
    for node in tree.css("a[href]")[:MAX_LINKS]:
        address = page.address(node.attributes.get("href"))
        for words in {node.text(strip=True), node.attributes.get("title") or ""}:
            if len(words) >= SHORTEST:
                links.add((bare_address(address) if address else "", plain(words)))
    text = tree.body.text(separator=" ", strip=True)[:100_000] if tree.body is not None else ""
    return ResultPage(frozenset(links), _NONE.search(text) is not None, _OFTEN.search(text) is not None)


def plain(title: str) -> str:
    """Return a title as it is compared: letters, digits and characters only, full width made half, one case."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", title)).lower()


def bare_address(url: str) -> str:
    """Return an address as it is compared: without scheme, www., fragment and a trailing slash."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def _same(wanted: str, shown: str) -> bool:
    if wanted in shown or (len(shown) >= PART and shown in wanted):
        return True
    return len(wanted) > PART and shown.startswith(wanted[:PART]) and len(shown) < len(wanted)
