"""Labels missing footer marks and 找错 entries of single pages: looks for their words and scripts in the source.

Only whether a mark is there is told: a mark that is there but wrong is labelled by a person who looked.
"""

import re
from pathlib import Path

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.chinese import is_chinese
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("footer-marks", "error-report-entry")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ENTRY = re.compile(r"zfwzzc\.|jiucuo|找错", re.IGNORECASE)
_MARKS = {
    "party-mark": re.compile(
        r"bszs\.conac|dcs\.conac|_ideConac|conac\.cn|党政机关(?:网站)?标识|/(?:dzjg|red)\.png", re.IGNORECASE
    ),
    "site-code": re.compile(r"标识码\s*(?:</?\w+[^>]*>|[:：\s\u3000]|&nbsp;)*(?:bm\d{8}|N?\d{9,10})", re.IGNORECASE),
    "icp": re.compile(r"ICP\s*(?:备|证|备案)", re.IGNORECASE),
    "police": re.compile(r"公\s*网\s*安\s*备|公安备案|beian\.gov\.cn", re.IGNORECASE),
    "sponsor": re.compile(r"主\s*办|版权所有|版权归"),
    "contact": re.compile(r"电\s*话|邮\s*编|地\s*址|联系方式|传真|邮\s*箱|联系我们|e-?mail", re.IGNORECASE),
}


def labels(check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return which marks a single Chinese page lacks."""
    if not is_chinese(seen.source):
        return {}
    source = _COMMENT.sub(" ", source_text(folder.read_bytes()))
    if check == "error-report-entry":
        return {"entry": Truth.CLEAN if _ENTRY.search(source) else Truth.FAULT}
    words = _TAG.sub(" ", source)
    found = {}
    for mark, pattern in _MARKS.items():
        shown = pattern.search(source if mark in ("party-mark", "site-code") else words)
        found[mark] = Truth.CLEAN if shown else Truth.FAULT
    return found


def locus(_check: str, told: str) -> str:
    """Marks and the entry are their own names."""
    return told
