"""Labels links to bare addresses, and single pages whose own host is no government's."""

import html
import ipaddress
import re
from pathlib import Path
from urllib.parse import urlsplit

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.programs.second_reader import source_text
from tests.accuracy.sources import SHOWN_AS, Seen

CHECKS = ("domain-rules",)
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|textarea|noscript)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"""<(?:a|area)\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_ABROAD = ("pages/intl/", "pages/hacked/defaced/")


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return the bare addresses that a single page links to, or that there are none, and what its own host is."""
    if not folder.is_file() or seen.source.startswith(_ABROAD):
        return {}
    source = _UNSEEN.sub(" ", source_text(folder.read_bytes()))
    hosts = {_host(html.unescape(next(filter(None, each), ""))) for each in _LINK.findall(source)}
    found = {f"address {host}": Truth.FAULT for host in hosts if _is_number(host)}
    if seen.root != SHOWN_AS:
        own = urlsplit(seen.root).netloc
        found["host"] = Truth.CLEAN if own.endswith((".gov.cn", ".政务")) else Truth.FAULT
    return found or {"*": Truth.CLEAN}


def locus(_check: str, told: str) -> str:
    """The loci are the check's own."""
    return told


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).netloc.lower()
    except ValueError:
        return ""


def _is_number(host: str) -> bool:
    try:
        return bool(ipaddress.ip_address(host.rpartition("@")[2].partition(":")[0]))
    except ValueError:
        return False
