"""Labels entries that a single page lacks: smart answers, accessibility, an elders' version, new media.

An entry is a short text of a link or button, a title or an alternative text. Where the word stands only in longer text,
or only in a script, whether there is an entry is unclear.
"""

import html
import re
from pathlib import Path

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.chinese import is_chinese
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

_CHECKS = {
    "smart-qa": ("smart-qa", r"智能.{0,3}(?:问|客服|咨询|答)|机器人|AI助手"),
    "accessibility-tools": ("toolbar", r"无障碍|适老|读屏|盲人|语音浏览|辅助浏览"),
    "elder-version": ("elder-version", r"长者|老年人?(?:版|模式|专)|关怀|适老|敬老|大字版"),
    "new-media-entries": ("entries", r"微\s?信|微\s?博|公众号|客户端|抖音|快手|头条号|新媒体|\bAPP\b|weibo|weixin"),
}
CHECKS = tuple(_CHECKS)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_SHORT = re.compile(r""">([^<>]{2,24})<|\b(?:title|alt|placeholder)\s*=\s*["']([^"']{2,24})["']""")
_TOOL = re.compile(r"""src\s*=\s*["'][^"']*(?:wza|toolbar|slhsrv|canyou|accessib)""", re.IGNORECASE)
_SHARING = re.compile("分享|转发|微信扫")


def labels(check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return whether a single Chinese page lacks the entry that a check looks for."""
    if not is_chinese(seen.source):
        return {}
    locus, words = _CHECKS[check]
    pattern = re.compile(words, re.IGNORECASE)
    source = _COMMENT.sub(" ", source_text(folder.read_bytes()))
    shown = _SCRIPT.sub(" ", source)
    short = (html.unescape(a or b) for a, b in _SHORT.findall(shown))
    entries = [text for text in short if pattern.search(text) and not _SHARING.search(text)]
    if entries:
        return {locus: Truth.CLEAN}
    by_script = check == "accessibility-tools" and _TOOL.search(source)
    return {locus: Truth.UNCLEAR if by_script or pattern.search(source) else Truth.FAULT}


def locus(_check: str, told: str) -> str:
    """The loci are the check's own."""
    return told
