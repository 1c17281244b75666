"""A second reader of list pages and article dates: regular expressions over the source, nothing of the product.

It splits a page into rows at the tags that begin one (`li`, `tr`, `dd`, …) and takes the longest link and the only
date of each row for an item. Where it and the product differ, a person looked at the page (see the labels' notes).
"""

import html
import re
from urllib.parse import urljoin, urlsplit

_HIDDEN = re.compile(r"<!--.*?-->|<(script|style|noscript|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"<(?:li|tr|dd|dt|p|table|ul|h\d)\b|<div\b|</(?:li|tr|ul|table|dd|dt)>", re.IGNORECASE)
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-./年]\s?(\d\d?)\s?[-./月]\s?(\d\d?)(?!\d)")
_SHORT = re.compile(r"(?<![\d.-])(\d\d)[-/.](\d\d)(?![\d.-])")
_SCRIPT_DATE = re.compile(r"pubda\w*\s*=\s*['\"]((?:19|20)\d\d)\D(\d\d?)\D(\d\d?)", re.IGNORECASE)
_STAMP = re.compile(r"((?:19|20)\d\d)-(\d\d?)-(\d\d?) \d\d?:\d\d?:\d\d?")
_NEAR = re.compile(
    r"(?:发\s*布|日\s*期|时\s*间|来\s*源|更新|作者|浏览|点击|阅读)[^\d]{0,40}((?:19|20)\d\d)\s?[-./年]\s?(\d\d?)\s?[-./月]\s?(\d\d?)"
)


def source_text(data: bytes) -> str:
    """Return a page's source, in UTF-8, UTF-16 or GB 18030."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def listed(data: bytes, address: str) -> set[tuple[str, str, str]]:
    """Return the rows that hold a link and one date: (date, address of the link, its words)."""
    found = set()
    for row in _ROW.split(_HIDDEN.sub(" ", source_text(data))):
        words = _plain(row)
        days = {_iso(*match) for match in _DAY.findall(words)} or {f"--{m}-{d}" for m, d in _SHORT.findall(words)}
        links = [(_plain(inner), _href(attributes)) for attributes, inner in _LINK.findall(row)]
        links = [each for each in links if len(each[0]) > 1]
        if len(days) == 1 and links:
            text, href = max(links, key=lambda each: len(each[0]))
            found.add((days.pop(), _target(address, href), text))
    return found


def published(data: bytes) -> str | None:
    """Return the first date with a time to the second, or the one a script writes, or that beside 发布, 来源."""
    source = source_text(data)
    words = _plain(_HIDDEN.sub(" ", source))
    match = _STAMP.search(words) or _SCRIPT_DATE.search(source) or _NEAR.search(words)
    return _iso(*match.groups()) if match else None


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def _href(attributes: str) -> str:
    match = _HREF.search(attributes)
    return html.unescape(next((each for each in match.groups() if each), "")).strip() if match else ""


def _target(address: str, href: str) -> str:
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return ""
    try:
        parts = urlsplit(urljoin(address, href))
    except ValueError:
        return ""
    return f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}"
