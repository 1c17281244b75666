"""Measures column discovery and dates on every labelled page: what the product derives against what is true."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from kaoping.facts.page.items import Item
from kaoping.facts.site.columns import Column, Columns
from kaoping.facts.site.freshness import HomeFreshness
from kaoping.facts.site.item_dates import ItemDates
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore, PerPage
from kaoping.model.outcomes import PageKind
from tests.accuracy.page_truth import PageTruth, item_key
from tests.accuracy.sources import DIGITS, Seen
from tests.accuracy.tally import Tally

MEASURES = {
    "column-pages": "栏目页识别（哪些页面是栏目）",
    "column-names": "栏目名称",
    "column-kinds": "栏目类别",
    "items": "列表条目（链接与日期的配对）",
    "column-newest": "栏目最新日期",
    "page-dates": "文章发布日期",
    "home-newest": "首页最新日期",
}
Difference = tuple[str, str, str, str]  # measure, address, told, true


def measure_facts(seen: Seen, truths: Sequence[PageTruth]) -> tuple[dict[str, Tally], list[Difference]]:
    """Return the tallies of one source by measure, and every difference. Pages whose bytes changed are left out."""
    facts = _Facts(seen, truths)
    tallies = dict.fromkeys(MEASURES, Tally())
    differences: list[Difference] = []
    for number, truth in facts.truths.items():
        for measure, told, true in _compared(facts, number, truth):
            tallies[measure] += _count(told, true)
            if told != true:
                differences.append((measure, truth.address, told, true))
    return tallies, differences


def _count(told: str, true: str) -> Tally:
    """An empty value says nothing: nothing told of nothing true is quiet."""
    if told == true:
        return Tally(right=1) if true else Tally(quiet=1)
    return Tally(wrong=int(bool(told)), missed=int(bool(true)))


def _compared(facts: "_Facts", number: int, truth: PageTruth) -> Iterator[tuple[str, str, str]]:
    """Yield (measure, told, true) of one page."""
    kind = facts.pages.kinds.get(number)
    if truth.kind in ("column", "article", "other"):
        yield "column-pages", "column" if kind is PageKind.COLUMN else "", "column" if truth.kind == "column" else ""
    column = facts.columns.get(number)
    if column is not None and truth.name:
        names = truth.name.split("|")
        yield "column-names", truth.name if column.name in names else column.name, truth.name
    if column is not None and truth.kinds:
        accepted = ",".join(truth.kinds)
        yield "column-kinds", accepted if column.kind in truth.kinds else column.kind, accepted
    if truth.items is not None:
        yield from _items(facts, number, truth)
        if truth.kind == "column" and truth.items and (column is None or column.pages[0] == number):
            yield "column-newest", _latest(column), facts.newest(column.pages if column is not None else (number,))
    if truth.kind in ("home", "either") and truth.address == "/" and truth.dated is not None:
        yield "home-newest", facts.home_newest, truth.dated.isoformat()
    if truth.kind == "article" and not truth.undecided:
        told, true = facts.dates.published.get(number), truth.dated
        yield "page-dates", told.isoformat() if told else "", true.isoformat() if true else ""


def _items(facts: "_Facts", number: int, truth: PageTruth) -> Iterator[tuple[str, str, str]]:
    told = facts.listed(number)
    true = {key: dated for dated, key in sorted(truth.items or ())}
    for key in told.keys() | true.keys():
        said, meant = told.get(key, ""), true.get(key, "")
        if meant.startswith("--") and said.endswith(meant[1:]):
            said = meant  # the list leaves the year out, and nobody could say which it is
        yield "items", f"{said} {key}" if key in told else "", f"{meant} {key}" if key in true else ""


def _latest(column: Column | None) -> str:
    return column.latest.isoformat() if column is not None and column.latest is not None else ""


class _Facts:
    """The facts of one source that are measured; `truths` are the labelled pages of it by number."""

    def __init__(self, seen: Seen, truths: Sequence[PageTruth]) -> None:
        store = FactStore(seen.record)
        self._today = seen.record.as_of.date().isoformat()
        self.pages = store.get(Pages)
        self.dates = store.get(ItemDates)
        self._home = store.get(HomeFreshness)
        self._items = store.get(PerPage[list[Item]])
        self._targets = {target.number: target.url for target in seen.record.targets}
        self._root = urlsplit(seen.root).netloc
        self.columns = {number: column for column in store.get(Columns).all for number in column.pages}
        numbers = {
            (seen.locus(row.record.final_url), row.record.digest.removeprefix("sha256:")[:DIGITS]): row.record.number
            for row in seen.record.pages
        }
        if len(seen.record.pages) == 1:  # a page by itself, whose bytes were compared when it was read
            numbers = {("/", seen.digest): seen.record.pages[0].record.number}
        found = ((numbers.get((truth.address, truth.digest)), truth) for truth in truths)
        self.truths = {number: truth for number, truth in found if number is not None}

    @property
    def home_newest(self) -> str:
        """The newest date of the home page that the product tells."""
        return self._home.latest.isoformat() if self._home.latest else ""

    def listed(self, number: int) -> dict[str, str]:
        """Return the dates of the items of a page by their keys."""
        found: dict[str, str] = {}
        for item in self._items.get(number) or ():
            when = self.dates.of(item.target, item.date)
            key = item_key(self._address(item.target), item.text)
            found.setdefault(key, when.isoformat() if when else "")
        return found

    def newest(self, numbers: Sequence[int]) -> str:
        """Return the newest date up to the monitoring point that the labels of these pages know."""
        lists = [self.truths[number].items or () for number in numbers if number in self.truths]
        return max((dated for items in lists for dated, _ in items if "1" <= dated <= self._today), default="")

    def _address(self, target: int) -> str:
        """The target as the labels name it: without scheme, and without the host of the site itself."""
        url = self._targets.get(target, "")
        if not url:
            return ""
        parts = urlsplit(url)
        host = "" if parts.netloc == self._root else parts.netloc
        return f"{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
