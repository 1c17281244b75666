"""Addresses of other hosts that a crawled site links to and that opened, one for each host, read from its frontier."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from kaoping.crawl.addresses import host_of
from kaoping.crawl.frontier import NAME
from kaoping.model.pages import Life, LinkKind

_SQL = "SELECT url FROM target WHERE offsite = 1 AND kind = ? AND life = ? ORDER BY number"


def linked_hosts(directory: Path, wanted: Callable[[str], bool], most: int) -> tuple[str, ...] | None:
    """Return the first address of each host that `wanted` is true of, at most `most`; None without a frontier."""
    path = directory / NAME
    if not path.exists():
        return None
    found: dict[str, str] = {}
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        for (url,) in database.execute(_SQL, (LinkKind.LINK, Life.ALIVE)):
            host = host_of(url)
            if host not in found and wanted(url):
                found[host] = url
            if len(found) == most:
                break
    except sqlite3.Error:
        return None  # a frontier that can't be read: nothing is known of the neighbours
    finally:
        database.close()
    return tuple(found.values())
