"""Labels single pages without a login: looks for its words in short texts and for fields that take a password."""

import html
import re
from pathlib import Path

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.chinese import is_chinese
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import Seen

CHECKS = ("one-login",)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_SHORT = re.compile(r""">\s*([^<>]{2,16}?)\s*<|\b(?:title|alt|value)\s*=\s*["']([^"']{2,16})["']""")
_LOGIN = re.compile(r"登\s?[录陆入]|统一身份认证|(?:个人|用户)中心")
_STAFF = re.compile(r"后台|邮箱|邮件|办公|管理|内网|内部|内容管理|登[录陆入](?:后|次数|时间|系统管理)")
_PASSWORD = re.compile(r"""<input\b[^>]*\btype\s*=\s*["']?password""", re.IGNORECASE)


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return whether a single Chinese page shows no login at all."""
    if not is_chinese(seen.source):
        return {}
    shown = _UNSEEN.sub(" ", source_text(folder.read_bytes()))
    texts = (html.unescape(a or b) for a, b in _SHORT.findall(shown))
    login = any(_LOGIN.search(text) and not _STAFF.search(text) for text in texts) or _PASSWORD.search(shown)
    return {"login": Truth.CLEAN if login else Truth.FAULT}


def locus(_check: str, told: str) -> str:
    """The locus is the check's own."""
    return told
