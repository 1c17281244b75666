"""Labels missing and default titles of single pages: looks for `<title>` in the source."""

import re
from html import unescape
from pathlib import Path

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("page-title",)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title\s*>", re.DOTALL | re.IGNORECASE)
_NONE = re.compile(r"(?:document|untitled(?: document)?|无标题文档|新建网页\d*|首页|home|index|<.*)?", re.IGNORECASE)


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return whether a single page has a title that says nothing."""
    if not folder.is_file() or folder.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return {}
    found = _TITLE.search(source_text(folder.read_bytes()))
    words = unescape(found[1]).strip() if found else ""
    return {"/": Truth.FAULT if _NONE.fullmatch(words) else Truth.CLEAN}
