"""Labels missing page labels: looks for the `<meta>` of every article that was labelled as one."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.page_truth import page_truths
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("page-labels",)
_META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_NAME = re.compile(r"""\bname\s*=\s*["']?\s*([\w.-]+)""", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_WANTED = ("sitename", "sitedomain", "siteidcode", "articletitle", "pubdate", "contentsource")
_NOTHING = {"", "null", "undefined", "none", "网站标识码", "政府网站标识码", "网站名称", "网站域名"}


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return for every labelled article whether it lacks a label of site or content."""
    articles = [page for page in page_truths().get(seen.source, []) if page.kind == "article" and folder.is_dir()]
    return {page.address: _lacks(folder / unquote(page.address.lstrip("/"))) for page in articles}


@cache
def _lacks(file: Path) -> Truth:
    filled: dict[str, str] = {}
    for tag in _META.findall(source_text(file.read_bytes())):
        name, content = _NAME.search(tag), _CONTENT.search(tag)
        if name and content:
            value = next((each for each in content.groups() if each), "")
            filled.setdefault(name[1].lower(), value.strip())
    empty = [name for name in _WANTED if filled.get(name, "").lower() in _NOTHING]
    return Truth.FAULT if empty else Truth.CLEAN
