"""Labels dead links: walks over a saved site from its front page and looks whether each target is there as a file.

Only links of the site itself are looked at: those off the site were not followed. An address with a query, or one
that a script would write, is left out of both sides.
"""

import html
import re
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("dead-link",)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|textarea|noscript|template)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
_LINK = re.compile(
    r"""<(?:a|area|link|img|iframe|frame)\b[^>]*?\s(?:href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.I
)
_SOURCE = re.compile(r"""\ssrc\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""", re.IGNORECASE)
_PAGE = re.compile(r"\.[sj]?html?$|/$", re.IGNORECASE)


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return for every target the site links to whether it is dead, by its path: one locus for all kinds of page."""
    if folder.is_file():
        return {}
    known: dict[str, bool] = {}
    queue = deque([seen.root])
    while queue:
        page = queue.popleft()
        file = _file(folder, page)
        new = _targets(page, source_text(file.read_bytes())) - known.keys() if file is not None else set()
        known |= {target: _file(folder, target) is not None for target in new if target.startswith(seen.root)}
        queue.extend(page for page in (_page(folder, target) for target in new if known.get(target)) if page)
    return {unquote(seen.locus(target)): Truth.CLEAN if alive else Truth.FAULT for target, alive in known.items()}


def _page(folder: Path, target: str) -> str:
    """The address under which links of this target are resolved, where it is a page."""
    path = unquote(urlsplit(target).path)
    if _PAGE.search(path):
        return target
    return f"{target}/" if (folder / path.lstrip("/")).is_dir() else ""


def locus(_check: str, told: str) -> str:
    """Return the target of `KIND|TARGET`."""
    return unquote(told.partition("|")[2])


def _targets(page: str, source: str) -> set[str]:
    raw = [match[1] for match in _LINK.finditer(_UNSEEN.sub(" ", source))]
    raw += [match[1] for tag in _SCRIPT.findall(_COMMENT.sub(" ", source)) for match in _SOURCE.finditer(tag)]
    found = set()
    for each in raw:
        address = html.unescape(each.strip("\"'")).strip()
        if address and not address.lower().startswith(("javascript:", "mailto:", "tel:", "data:", "#")):
            try:
                target = urldefrag(urljoin(page, address)).url
            except ValueError:
                continue
            if "?" not in target and "{" not in target:
                found.add(target)
    return found


def _file(folder: Path, url: str) -> Path | None:
    inside = unquote(urlsplit(url).path).lstrip("/")
    path = folder / inside
    try:
        if path.is_dir():
            path = path / "index.html"
        return path if path.is_file() and folder in path.resolve().parents else None
    except (OSError, ValueError):
        return None
