"""A stored page with everything taken out that acts or fetches; what is left is text, tables and the page's own style.

Only elements and attributes that are named here survive. The policy header of `server` holds even if this did not.
"""

from html import escape
from urllib.parse import quote, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.crawl.nesting import shallow

ACTIVE = (
    *("script", "object", "embed", "applet", "base", "link", "meta", "template", "portal", "audio", "video"),
    *("source", "track", "svg", "math", "param", "bgsound", "fencedframe"),
)
FRAMES = ("iframe", "frame")
HARMLESS = frozenset(
    (
        *("class", "id", "style", "title", "alt", "width", "height", "colspan", "rowspan", "align", "valign", "lang"),
        *("dir", "bgcolor", "color", "size", "face", "border", "cellpadding", "cellspacing", "type", "value", "open"),
        *(
            "placeholder",
            "disabled",
            "checked",
            "selected",
            "start",
            "label",
            "summary",
            "scope",
            "for",
            "rows",
            "cols",
        ),
    )
)
_MARK = '<meta charset="utf-8"><meta name="referrer" content="no-referrer">'


def tame_html(html: bytes, address: str, prefix: str) -> str:
    """Return a page (UTF-8) without anything active; links lead to `prefix` and the quoted address they stand for.

    With an empty prefix they lead nowhere.
    """
    tree = LexborHTMLParser(shallow(html))
    base = tree.css_first("base[href]")
    address = urljoin(address, (base.attributes.get("href") or "").strip()) if base else address
    if tree.css_first("frameset"):
        return _frames(tree, address, prefix)
    for node in tree.css(",".join(FRAMES)):  # becomes a link, which is tamed like any other below
        source = escape(node.attributes.get("src") or "")
        link = LexborHTMLParser(f'<p><a href="{source}">框架页面</a></p>').css_first("p")
        if link is not None:
            node.replace_with(link)
    for node in tree.css(",".join(ACTIVE)):
        node.decompose()
    for node in tree.css("*"):
        _tame(node, address, prefix)
    text = tree.html or ""
    return text.replace("<head>", f"<head>{_MARK}", 1)


def _frames(tree: LexborHTMLParser, address: str, prefix: str) -> str:
    links = [_local(node.attributes.get("src"), address, prefix) for node in tree.css("frame")]
    shown = "".join(f'<li><a href="{link}">框架 {at}</a></li>' for at, link in enumerate(links, 1) if link)
    return f"<!doctype html><html><head>{_MARK}</head><body><p>本页由框架组成：</p><ul>{shown}</ul></body></html>"


def _tame(node: LexborNode, address: str, prefix: str) -> None:
    attributes = dict(node.attributes)
    for name, value in attributes.items():
        if name == "href" and node.tag in ("a", "area") and (link := _local(value, address, prefix)):
            node.attrs["href"] = link
        elif name == "src" and node.tag == "img" and (value or "").startswith("data:image/"):
            continue
        elif name not in HARMLESS:
            del node.attrs[name]


def _local(href: str | None, address: str, prefix: str) -> str:
    """Return where a link leads here; nothing for what is no address of the web."""
    try:
        url = urljoin(address, (href or "").strip())
    except ValueError:
        return ""
    if not prefix or not href or not url.lower().startswith(("http://", "https://")):
        return ""
    return prefix + quote(url, safe="")
