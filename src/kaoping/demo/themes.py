"""Five content management systems that never existed: how each builds its addresses and writes its dates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType

from kaoping.demo.city import Column, Item


@dataclass(frozen=True, slots=True)
class Theme:
    """One system. `templates` is its folder; `listing` takes a column and a page number from 1."""

    templates: str
    listing: Callable[[Column, int], str]
    article: Callable[[Column, Item], str]
    plain: Callable[[Column], str]
    list_date: str
    full_date: str
    assets: str


def _portal_article(column: Column, item: Item) -> str:
    return f"/{column.section}/{column.slug}/{item.when:%Y%m}/t{item.when:%Y%m%d}_{item.number}.html"


def _portal_list(column: Column, page: int) -> str:
    name = "" if page == 1 else f"index_{page - 1}.html"
    return f"/{column.section}/{column.slug}/{name}"


def _table_list(column: Column, page: int) -> str:
    return f"/index/{column.slug}.htm" if page == 1 else f"/index/{column.slug}/{page}.htm"


def _art_article(column: Column, item: Item) -> str:
    return f"/art/{item.when.year}/{item.when.month}/{item.when.day}/art_{column.number}_{item.number}.html"


def _art_list(column: Column, page: int) -> str:
    path = f"/col/col{column.number}/index.html"
    return path if page == 1 else f"{path}?uid={column.number * 7}&pageNum={page}"


def _modern_article(column: Column, item: Item) -> str:
    code = sha256(f"{column.slug}{item.number}".encode()).hexdigest()[:10]
    return f"/content/{item.when:%Y%m%d}/{code}"


def _dynamic_list(column: Column, page: int) -> str:
    return f"/list.jsp?cid={column.number}" + ("" if page == 1 else f"&page={page}")


THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "portal": Theme(
            "portal", _portal_list, _portal_article, lambda column: f"/{column.section}/{column.slug}/",
            "%Y-%m-%d", "%Y-%m-%d %H:%M", "/images/",
        ),
        "table": Theme(
            "table", _table_list, lambda column, item: f"/info/{column.number}/{item.number}.htm",
            lambda column: f"/{column.slug}.htm", "[%Y-%m-%d]", "%Y年%m月%d日 %H:%M", "/__local/",
        ),
        "art": Theme(
            "art", _art_list, _art_article, lambda column: f"/col/col{column.number}/index.html",
            "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "/module/",
        ),
        "modern": Theme(
            "modern", lambda column, page: f"/channel/{column.slug}" + ("" if page == 1 else f"?page={page}"),
            _modern_article, lambda column: f"/about/{column.slug}", "%Y-%m-%d", "%Y年%m月%d日 %H:%M", "/static/",
        ),
        "dynamic": Theme(
            "dynamic", _dynamic_list, lambda column, item: f"/show.jsp?cid={column.number}&id={item.number}",
            lambda column: f"/page.jsp?cid={column.number}", "%Y.%m.%d", "%Y-%m-%d %H:%M", "/res/",
        ),
    }
)  # fmt: skip


def write_date(when: datetime | date, pattern: str) -> str:
    """Return `when` in `pattern` (strftime with Chinese characters, which some C libraries refuse)."""
    safe = pattern.replace("年", "{0}").replace("月", "{1}").replace("日", "{2}")
    return when.strftime(safe).format("年", "月", "日")
