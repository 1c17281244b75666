"""Close reading: chosen by the first pass, bounded, each page opened once, and what breaks breaks alone.

Why: the check in this module needs readings.
How to fix: it has nothing to find.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import pytest

from kaoping.checks.discovery import run_check
from kaoping.checks.registry import check
from kaoping.checks.verdicts import Said, examined
from kaoping.facts.close_reading import read_closely
from kaoping.facts.discovery import PageExtractor, Reader, readers
from kaoping.facts.parsed import ParsedPage
from kaoping.facts.record import PageRow, Reading
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import FactStore, NotReadError, Readings
from kaoping.facts.view import PageView
from kaoping.model.errors import StorageError
from kaoping.model.outcomes import CheckStatus, Fault
from tests.facts.site_builder import PageSource, SiteBuilder

SITE = "http://www.example.gov.cn/"
HTML = {SITE: "<a href='/a'>一</a><a href='/b'>二</a><a href='/c'>三</a>"} | {
    f"{SITE}{name}": f"<p>第{name}页</p>" for name in "abc"
}


class Said1(msgspec.Struct, frozen=True):
    """What the first reader of these tests says."""

    words: str


def reader(
    name: str, most: int = 9, extract: Callable[[PageView], Said1 | None] = lambda page: Said1(page.text)
) -> Reader:
    def wanted(pages: Pages) -> Sequence[int]:
        return sorted(pages.records)

    kind = PageExtractor(name, Said1, extract, msgspec.json.encode, msgspec.json.Decoder(Said1).decode)
    return Reader(kind, wanted, most)


class Site:
    """A small site, and how often each page was opened."""

    def __init__(self) -> None:
        self._builder = SiteBuilder(SITE)
        self.store = FactStore(self._builder.build({url: PageSource(text.encode()) for url, text in HTML.items()}))
        self.opened: list[int] = []

    def open(self, row: PageRow) -> ParsedPage:
        self.opened.append(row.record.number)
        if row.record.url.endswith("/c"):
            raise StorageError("坏了")
        return self._builder.parse(row.record.url, HTML[row.record.url].encode())

    def read(self, *chosen: Reader) -> dict[str, Reading]:
        return dict(read_closely(self.store, {each.extractor.name: each for each in chosen}, self.open))


def test_each_page_is_opened_once_for_all_readers_within_their_bounds() -> None:
    site = Site()
    read = site.read(reader("all"), reader("few", most=2))
    assert site.opened == [0, 1, 2, 3]
    assert set(read["all"].values) == {0, 1, 2}
    assert dict(read["all"].errors) == {3: "坏了"}
    assert set(read["few"].values) == {0, 1}


def test_what_a_reader_says_nothing_of_is_told_from_what_it_could_not_read() -> None:
    def broken(page: PageView) -> Said1 | None:
        if page.url.endswith("/a"):
            raise ValueError("unreadable")
        return None

    read = Site().read(reader("broken", extract=broken), reader("sound"))
    assert read["broken"].nothing == (0, 2)
    assert read["broken"].errors[1] == "ValueError: unreadable"
    assert len(read["sound"].values) == 3


def test_a_choice_that_breaks_costs_its_reader_only() -> None:
    def wanted(pages: Pages) -> Sequence[int]:
        raise KeyError(pages.home)

    read = Site().read(Reader(reader("x").extractor, wanted, 3), reader("sound"))
    assert read["x"].failed
    assert not read["x"].values
    assert len(read["sound"].values) == 3


def test_without_wanted_pages_nothing_is_opened() -> None:
    site = Site()
    assert site.read(reader("none", most=0))["none"] == Reading({})
    assert site.opened == []


@check(title="试", matters="试", advice="试", since="0.1", basis="试")
def needing(readings: Readings[Said1]) -> Iterator[Said]:
    yield examined(len(readings.read))


@pytest.mark.parametrize("readings", [None, {}, {"x": Reading({}, failed="KeyError")}])
def test_what_was_not_read_is_not_measured(
    readings: dict[str, Reading] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaoping.facts.store.readers", lambda: {"x": reader("x")})
    store = FactStore(Site().store.record)
    if readings is not None:
        store.add_readings(readings)
    with pytest.raises(NotReadError):
        store.get(Readings[Said1])
    record, _ = run_check(needing, {}, store)
    assert (record.status, record.fault) == (CheckStatus.NOT_MEASURED, Fault.US)
    assert record.reason == "not-read-closely"


def test_a_check_is_given_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaoping.facts.store.readers", lambda: {"x": reader("x")})
    site = Site()
    site.store.add_readings(site.read(reader("x")))
    readings = site.store.get(Readings[Said1])
    assert readings.read == (0, 1, 2, 3)
    assert [readings[number].words for number in readings] == ["一\n二\n三", "第a页", "第b页"]
    assert run_check(needing, {}, site.store)[0].examined == 4


def test_bounds_and_kinds_of_all_readers() -> None:
    found = readers()
    assert all(0 < each.most <= 200 for each in found.values())
    kinds = [each.extractor.kind for each in found.values()]
    assert len(kinds) == len(set(kinds))
