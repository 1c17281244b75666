"""Labels what a single page would load over http if it were served over https: scripts, styles and pictures."""

import html
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("mixed-content",)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SCRIPT = re.compile(r"(<script\b[^>]*>).*?</script\s*>", re.DOTALL | re.IGNORECASE)
_UNSEEN = re.compile(r"<(textarea|noscript|template|style|xmp)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(script|img|link|base)\b((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.IGNORECASE)
_PART = re.compile(r"""(?<![\w-])(src|href|rel)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_LOADED = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"}


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return the http addresses that a page loads, or that it loads none."""
    if not seen.root.startswith("https:"):
        return {}
    source = _UNSEEN.sub(" ", _SCRIPT.sub(r"\1", _COMMENT.sub(" ", source_text(folder.read_bytes()))))
    base, found = seen.root, set()
    for tag, attributes in _TAG.findall(source):
        parts = reversed(_PART.findall(attributes))  # where an attribute stands twice the first counts
        values = {part.lower(): html.unescape(a or b or c).strip() for part, a, b, c in parts}
        name = tag.lower()
        if name == "base":
            base = urljoin(base, values.get("href", ""))
        raw = values.get("href" if name == "link" else "src", "")
        if name == "base" or not raw or (name == "link" and not _LOADED & set(values.get("rel", "").lower().split())):
            continue
        found.add(_joined(base, raw))
    insecure = {seen.locus(url): Truth.FAULT for url in found if url.startswith("http:")}
    return insecure or {"*": Truth.CLEAN}


def locus(_check: str, told: str) -> str:
    """The loci are the check's own."""
    return told


def _joined(base: str, raw: str) -> str:
    try:
        return urldefrag(urljoin(base, raw)).url
    except ValueError:
        return ""
