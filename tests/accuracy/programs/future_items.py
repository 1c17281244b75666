"""Labels items and articles dated after the monitoring point, from the labelled lists and dates."""

from datetime import date, timedelta
from pathlib import Path

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.page_truth import item_key, page_truths
from tests.accuracy.sources import Seen

CHECKS = ("future-dates",)
_TOLERANCE = timedelta(days=1)


def labels(_check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return for every labelled item of a site, by its key, whether it is dated after the day it is judged on.

    The date of an article counts before that of a list; a list that leaves the year out tells nothing.
    """
    found: dict[str, date] = {}
    pages = page_truths().get(seen.source, []) if folder.is_dir() else []
    for page in pages:
        for dated, key in page.items or () if page.kind == "column" else ():
            if dated[:1] in "12":
                found.setdefault(key, date.fromisoformat(dated))
    unknown = {item_key(page.address, "") for page in pages if page.undecided}
    found |= {item_key(page.address, ""): page.dated for page in pages if page.kind == "article" and page.dated}
    last = seen.record.as_of.date() + _TOLERANCE
    return {key: Truth.FAULT if day > last else Truth.CLEAN for key, day in found.items() if key not in unknown}


def locus(_check: str, told: str) -> str:
    """Return the key of an item: of its address, or of its words where it leads nowhere."""
    page, _, words = told.partition("|")
    return item_key("" if words else page.removeprefix("http://"), words)
