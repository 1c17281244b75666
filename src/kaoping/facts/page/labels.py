"""Page labels (网页标签): the title and every named `<meta>`, names in lower case."""

import re

import msgspec

from kaoping.facts.view import PageView, squeeze
from kaoping.markup.scanning import holds

MAX_CONTENT = 300
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})")
_ENTITY_TITLE = re.compile(rb"<title[^>]*>((?:\s*&#x?[0-9a-f]{2,6};){8,})")


class Labels(msgspec.Struct, frozen=True):
    """`metas` holds contents by lower-case name, empty ones included. `titles` counts `<title>` elements.

    `title_in_entities` says that the title is written as numeric character references, which hides it from searches
    of the source. `charset` is the one the page declares, `language` its `lang`.
    """

    title: str
    titles: int
    metas: dict[str, str]
    charset: str = ""
    language: str = ""
    title_in_entities: bool = False


def extract(page: PageView) -> Labels:
    """Return the labels of a page."""
    root = page.tree.root
    declared = _CHARSET.search(page.html[:4096].lower())
    return Labels(
        title=page.title[:MAX_CONTENT],
        titles=page.count("title"),
        metas={squeeze(name)[:80]: content[:MAX_CONTENT] for name, content in page.metas.items()},
        charset=declared.group(1).decode("ascii", "replace") if declared else "",
        language=((root.attrs.get("lang") or "") if root is not None else "")[:20],
        title_in_entities=_has_entity_title(page.html[:16_384]),
    )


def _has_entity_title(head: bytes) -> bool:
    return holds(head, b"&#") and _ENTITY_TITLE.search(head.lower()) is not None
