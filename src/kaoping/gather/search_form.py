"""Finds a site's search (站内搜索) on a page: the form, its fields and how its words are written, or that none is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from kaoping.gather.document import MAX_LINKS, Document
from kaoping.model.site_looks import SearchForm

MAX_FORMS = 30
MAX_FIELDS = 60
_SEARCH = re.compile(
    r"搜索|搜一搜|搜你想|检索|查询|关键[字词]|search|sousuo|keyword|keyvalue|searchword|\bs?word\b|\bkw\b|\bwd\b|\bq[tw]?\b"
    r"|/s\b|/so\b|jiansuo",
    re.IGNORECASE,
)
_SURE = re.compile("搜索|检索|关键[字词]|search|keyword|sousuo", re.IGNORECASE)
_OTHERS = re.compile("登录|登陆|密码|邮箱|手机号|验证码|受理|编号|单号|login|passw|mail|captcha", re.IGNORECASE)
_LINK = re.compile(r"(?:站内|全站|智能|高级|全文|信息|网站)?(?:搜索|检索)(?:中心|平台|引擎)?")
_UNTYPED = frozenset(  # whatever else a field says it is, browsers take text in it
    ("hidden", "submit", "button", "image", "reset", "radio", "checkbox", "file", "password", "color", "range", "date")
)
_MARKED = '[class*="search" i], [id*="search" i], [class*="sousuo" i], [id*="sousuo" i]'
_WRITTEN = re.compile(r"<(?:form|input)[^>]{0,300}(?:search|keyword|搜索|检索|关键[字词])", re.IGNORECASE)
MAX_SCRIPT = 200_000  # characters of scripts that are looked at


@dataclass(frozen=True, slots=True)
class FoundSearch:
    """What a page has of a search: a form that can be sent, or only something that a script sends (`by_script`)."""

    form: SearchForm | None
    by_script: bool


def find_search(page: Document) -> FoundSearch:
    """Return the search of a page; the surest form first."""
    tree = page.tree
    forms = [(_sureness(node), place, node) for place, node in enumerate(tree.css("form")[:MAX_FORMS])]
    by_script = _hinted(tree)
    for _, _, node in sorted((each for each in forms if each[0]), key=lambda each: (-each[0], each[1])):
        form = _form(node, page)
        if form is not None:
            return FoundSearch(form, False)
        by_script = True
    return FoundSearch(None, by_script)


def _hinted(tree: LexborHTMLParser) -> bool:
    """Tell whether anything hints at a search: a box without a form, an element's name, a script that writes one."""
    if any(_looks_like_search(node) for node in tree.css("input")[:MAX_FIELDS]) or tree.css_first(_MARKED) is not None:
        return True
    if any(_LINK.fullmatch(node.text(strip=True)[:12]) for node in tree.css("a, button, span")[:MAX_LINKS]):
        return True
    scripts = "\n".join(node.text() or "" for node in tree.css("script"))
    return _WRITTEN.search(scripts[:MAX_SCRIPT]) is not None


def search_pages(page: Document) -> list[str]:
    """Return the addresses of links that say nothing but 搜索, in order."""
    found: dict[str, None] = {}
    for node, url in page.links():
        words = node.text(strip=True) or node.attributes.get("title") or ""
        if len(words) <= 8 and _LINK.fullmatch(words):
            found.setdefault(url)
    return list(found)


def _sureness(form: Any) -> int:
    """Return how sure it is that a form searches: 0 is not at all."""
    fields = form.css("input, textarea, select")[:MAX_FIELDS]
    types = {(field.attributes.get("type") or "").lower() for field in fields}
    if "password" in types or any(field.tag == "textarea" for field in fields):
        return 0
    said = " ".join((_said(form), *map(_said, fields), *(node.text(strip=True) for node in form.css("button"))))
    if _words_field(form) is None or _OTHERS.search(said):
        return 0
    return 2 if _SURE.search(said) else 1 if _SEARCH.search(said) else 0


def _looks_like_search(node: Any) -> bool:
    attributes = node.attributes
    return (
        (attributes.get("type") or "").lower() not in _UNTYPED
        and _SURE.search(_said(node)) is not None
        and not _OTHERS.search(_said(node))
    )


def _said(node: Any) -> str:
    names = ("name", "id", "class", "placeholder", "value", "title", "alt", "action")
    return " ".join((node.attributes.get(name) or "")[:100] for name in names)


def _words_field(form: Any) -> Any:
    typed = [
        field
        for field in form.css("input")[:MAX_FIELDS]
        if (field.attributes.get("type") or "").lower() not in _UNTYPED
    ]
    named = [field for field in typed if field.attributes.get("name")]
    return next((field for field in named if _SEARCH.search(_said(field))), named[0] if named else (typed or [None])[0])


def _form(node: Any, page: Document) -> SearchForm | None:
    """Return the form as it can be sent; None where only a script knows where to."""
    action = (node.attributes.get("action") or "").strip()
    field = _words_field(node)
    name = (field.attributes.get("name") or "").strip() if field is not None else ""
    if not name or not action or action.startswith(("#", "javascript:")):
        return None
    url = page.address(action)
    method = (node.attributes.get("method") or "get").strip().lower()
    if not url or method not in ("get", "post", ""):
        return None
    buttons = node.css("input[type=submit], input[type=image], button")
    scripted = bool(node.attributes.get("onsubmit")) or any(button.attributes.get("onclick") for button in buttons)
    accepted = (node.attributes.get("accept-charset") or "").split(",")[0].strip()
    return SearchForm(
        page=page.url,
        action=url,
        method=method or "get",
        field=name,
        others=tuple((key, value) for key, value in _values(node) if key != name),
        charset=accepted or page.charset or "utf-8",
        scripted=scripted,
    )


def _values(form: Any) -> Iterator[tuple[str, str]]:
    """Yield what a browser would send beside the words: hidden fields, choices as they stand, the first button."""
    pressed = False
    for node in form.css("input, select, button")[:MAX_FIELDS]:
        name = node.attributes.get("name") or ""
        kind = (node.attributes.get("type") or "").lower()
        if not name:
            continue
        if node.tag == "select":
            options = node.css("option[selected]") or node.css("option")
            if options:
                yield name, options[0].attributes.get("value") or options[0].text(strip=True)
        elif kind in ("radio", "checkbox"):
            if "checked" in node.attributes:
                yield name, node.attributes.get("value") or "on"
        elif kind == "submit" or node.tag == "button":
            if not pressed and kind in ("", "submit"):
                pressed = True
                yield name, node.attributes.get("value") or ""
        elif kind == "hidden" or kind not in _UNTYPED:
            yield name, (node.attributes.get("value") or "") if kind == "hidden" else ""
