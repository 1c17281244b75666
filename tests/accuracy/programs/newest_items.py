"""Labels what follows from the labelled lists: stale, expiring, blank and bursting columns, stale home pages, dates.

The lists and dates themselves were read by `second_reader`, and by a person where it and the product differ.
"""

from datetime import date, timedelta
from pathlib import Path

from kaoping.facts.store import FactStore
from tests.accuracy.labels import Truth
from tests.accuracy.page_truth import PageTruth, item_key, page_truths
from tests.accuracy.sources import Seen

CHECKS = ("column-freshness", "column-expiring", "blank-column", "burst-publishing", "home-freshness", "back-dated")
_BATCHED = {"finance", "personnel"}
_DAYS, _WARN, _APART = 14, 4, 7
_BURST, _SPREAD, _SILENCE = 6, 2, 60  # items, days on which they came, days without any before
_STANDING = {"overview", "leaders", "organisation", "services", "planning", "annual_report", "topics", "other"}


def labels(check: str, seen: Seen, _store: FactStore, folder: Path) -> dict[str, Truth]:
    """Return the truth of the columns or articles of one source."""
    today = seen.record.as_of.date()
    if check == "home-freshness":
        return _home(page_truths().get(seen.source, []), today)
    pages = page_truths().get(seen.source, []) if folder.is_dir() else []
    if check == "back-dated":
        return _differing(pages)
    columns = [page for page in pages if page.kind == "column" and page.items]
    if check == "blank-column":
        return {locus(check, page.address): Truth.CLEAN for page in columns}
    if check == "burst-publishing":
        columns = [page for page in columns if page.kinds and not {*_BATCHED, *_STANDING} & set(page.kinds)]
    judge = {"column-freshness": _stale, "column-expiring": _expiring, "burst-publishing": _bursting}[check]
    found = {}
    for page in columns:
        if _newest(page, today) is not None:
            standing = bool(_STANDING & set(page.kinds)) or not page.kinds
            found[locus(check, page.address)] = Truth.UNCLEAR if standing else _when(judge(page, today))
    return found


def locus(check: str, told: str) -> str:
    """Return the address of a column without the name of its front page: both are one column."""
    return told if check in ("back-dated", "home-freshness") else told.removesuffix("index.html")


def _when(fault: bool) -> Truth:
    return Truth.FAULT if fault else Truth.CLEAN


def _newest(page: PageTruth, today: date) -> date | None:
    full = [date.fromisoformat(dated) for dated, _ in page.items or () if dated[:1] in "12"]
    short = [_last(dated, today) for dated, _ in page.items or () if dated.startswith("--")]
    return max((day for day in (*full, *short) if day <= today), default=None)


def _last(dated: str, today: date) -> date:
    """The last such day up to `today` of a list that leaves the year out."""
    month, day = int(dated[2:4]), int(dated[5:7])
    year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    return date(year, month, day) if (month, day) != (2, 29) else date(year, 2, 28)


def _stale(page: PageTruth, today: date) -> bool:
    newest = _newest(page, today)
    return newest is not None and today - newest > timedelta(_DAYS)


def _expiring(page: PageTruth, today: date) -> bool:
    newest = _newest(page, today)
    return newest is not None and _DAYS - _WARN < (today - newest).days <= _DAYS


def _bursting(page: PageTruth, today: date) -> bool:
    """Many items at once after a long silence; a list that leaves the year out tells of none."""
    days = sorted(date.fromisoformat(dated) for dated, _ in page.items or () if dated[:1] in "12")
    recent = [day for day in days if 0 <= (today - day).days < _DAYS]
    before = max((day for day in days if (today - day).days >= _DAYS), default=None)
    many = len(recent) >= _BURST and len(set(recent)) <= _SPREAD
    return many and before is not None and (min(recent) - before).days >= _SILENCE


def _home(pages: list[PageTruth], today: date) -> dict[str, Truth]:
    """The home page, by the newest date that a person found on it; where it shows no year nobody can tell."""
    for page in pages:
        if page.kind in ("home", "either") and page.address == "/" and (page.dated or page.kind == "home"):
            if page.undecided:
                return {"home": Truth.UNCLEAR}
            return {"home": _when(page.dated is None or today - page.dated > timedelta(_DAYS))}
    return {}


def _differing(pages: list[PageTruth]) -> dict[str, Truth]:
    """Articles whose own date and that of a list lie more than a week apart."""
    listed: dict[str, list[date]] = {}
    for page in pages:
        for dated, key in page.items or () if page.kind == "column" else ():
            if dated[:1] in "12":
                listed.setdefault(key, []).append(date.fromisoformat(dated))
    found = {}
    for page in pages:
        days = listed.get(item_key(page.address, ""), [])
        if page.kind == "article" and page.dated is not None and days:
            found[page.address] = _when(any(abs((day - page.dated).days) > _APART for day in days))
    return found
