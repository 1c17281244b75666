"""Reads case files: a small site, a check with parameters, and what it must say (`tests/checks/cases/*.yaml`).

A file holds `check` and `cases`; a case has `name`, `pages` (path → HTML text, `{file: NAME}`, or a mapping with `html`
and fields of the page's record), optionally `site`, `as_of`, `params`, `targets` (address → fields of its record),
`attachments` (address of a linked file → fields of its Contents, `text` as place → text; `null`: not fetched),
`looks` (what was seen beside the pages: fields of SiteLooks, times may be left out),
`series` (visits of a probe series, see tests/checks/series.py),
`browser` (what a browser saw: fields of BrowserLooks; pages by path, what is not said as it usually is),
`earlier` (what an earlier inspection had seen: `at`, `seen` as address → day, `lists` as page → `oldest`, `titles`),
`readings: false` (nobody read closely; else the readers read these pages too),
`wrap: false` (the text is the whole document) and `expect`: `status`, `examined`, `findings` (each a subset of a
finding, in any order; nothing else but passes may be there).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
from ruamel.yaml import YAML

from kaoping.crawl.rendered import parse_rendered
from kaoping.facts.attached_text import with_numbers_masked, with_wordings
from kaoping.facts.close_reading import read_closely
from kaoping.facts.discovery import page_extractors, readers
from kaoping.facts.parsed import ParsedPage
from kaoping.facts.record import PageRow, Reading, SiteRecord
from kaoping.facts.shown import shown_facts
from kaoping.facts.store import FactStore
from kaoping.facts.word_lists import shipped_lists
from kaoping.model.attachments import AttachmentRecord, Contents, TextPart
from kaoping.model.browser_looks import BrowserLooks
from kaoping.model.earlier_sight import EarlierList, EarlierSight
from kaoping.model.site_looks import SiteLooks
from tests.checks.series import series_of
from tests.facts.site_builder import PageSource, SiteBuilder

CASES = Path(__file__).parent / "cases"
HEAD = "<!DOCTYPE html><html><head><meta charset=utf-8><title>示范县人民政府</title></head><body>"
SITE = "http://www.example.gov.cn/"


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one check."""

    check: str
    name: str
    body: Mapping[str, Any]

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.body.get("params") or {})

    @property
    def expected(self) -> Mapping[str, Any]:
        expected: Mapping[str, Any] = self.body["expect"]
        return expected

    def record(self) -> SiteRecord:
        """Build the case's site."""
        site = str(self.body.get("site", SITE))
        day: date = self.body.get("as_of", date(2022, 12, 31))
        pages = {urljoin(site, path): self._source(value) for path, value in (self.body.get("pages") or {}).items()}
        targets = {urljoin(site, url): dict(changes) for url, changes in (self.body.get("targets") or {}).items()}
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        builder = SiteBuilder(site, at)
        record = replace(builder.build(pages, targets), looks=self._looks(site, at))
        if "series" in self.body:
            record = replace(record, series=series_of(site, at, self.body["series"]))
        record = replace(record, browser=self._browser(record, at), shown=self._shown(record))
        record = replace(record, readings=self._readings(record, builder, pages))
        return replace(record, attachments=self._attachments(record, at), earlier=self._earlier(record))

    def _earlier(self, record: SiteRecord) -> EarlierSight | None:
        if "earlier" not in self.body:
            return None
        given = self.body["earlier"]
        targets = {target.url: target.number for target in record.targets}
        numbers = {row.record.url: row.record.number for row in record.pages}
        day: date = given["at"]
        return EarlierSight(
            datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            {targets[urljoin(record.site, url)]: seen for url, seen in given.get("seen", {}).items()},
            {
                numbers[urljoin(record.site, url)]: EarlierList(each["oldest"], tuple(each["titles"]))
                for url, each in given.get("lists", {}).items()
            },
        )

    def _attachments(self, record: SiteRecord, at: datetime) -> tuple[AttachmentRecord, ...] | None:
        written = self.body.get("attachments", {})
        if written is None:
            return None
        targets = {target.url: target for target in record.targets}
        made = []
        for address, given in written.items():
            fields = dict(given)
            target = targets[urljoin(record.site, address)]
            parts = tuple(TextPart(place, text) for place, text in fields.pop("text", {}).items())
            size = fields.pop("size", 1000)
            contents = msgspec.convert({"kind": "", "condition": "read", "parts": parts, **fields}, Contents)
            suffix = target.url.rpartition(".")[2]
            one = AttachmentRecord(target.number, target.url, target.text, suffix, 200, size, 0.1, at, contents)
            made.append(with_wordings(with_numbers_masked(one), shipped_lists()))
        return tuple(made)

    def _readings(
        self, record: SiteRecord, builder: SiteBuilder, pages: Mapping[str, PageSource]
    ) -> Mapping[str, Reading] | None:
        if self.body.get("readings") is False:
            return None

        def open_page(row: PageRow) -> ParsedPage:
            return builder.parse(row.record.final_url, pages[row.record.url].html, row.record.level)

        return read_closely(FactStore(record), readers(), open_page)

    def _looks(self, site: str, at: datetime) -> SiteLooks | None:
        if "looks" not in self.body:
            return None
        fields = dict(self.body["looks"])
        fields.setdefault("name", {"host": urlsplit(site).hostname})
        for visit in (*map(fields.get, ("http", "https", "ipv6")), *fields.get("home", ())):
            if visit is not None:
                visit.setdefault("at", at)
                visit.setdefault("url", site)
        _date_search(fields.get("search") or {}, site, at)
        for inner in fields.get("inner", ()):
            if inner.get("visit") is not None:
                inner["visit"] = {"at": at, "url": f"http://{inner['host']}/", **inner["visit"]}
        for neighbour in fields.get("neighbours", ()):
            neighbour.setdefault("at", at)
        looks: SiteLooks = msgspec.convert({"at": at, **fields}, SiteLooks)
        return looks

    def _browser(self, record: SiteRecord, at: datetime) -> BrowserLooks | None:
        if "browser" not in self.body:
            return None
        fields = dict(self.body["browser"])
        numbers = {row.record.url: row.record.number for row in record.pages}
        pages = []
        for path, page in (fields.pop("pages", None) or {}).items():
            url = urljoin(record.site, path.partition(" ")[0])
            usual = {"number": numbers[url], "url": url, "final_url": url, "at": at, "device": "desktop", "status": 200}
            pages.append(usual | {"settled": "shown" in page} | {key: page[key] for key in page if key != "shown"})
        _date_search(fields.get("search") or {}, record.site, at)
        looks: BrowserLooks = msgspec.convert({"at": at, "pages": pages, **fields}, BrowserLooks)
        return looks

    def _shown(self, record: SiteRecord) -> Mapping[int, Mapping[str, bytes]]:
        """What extractors say of the documents that a browser shows (`shown` of a page that one saw)."""
        told = {}
        for path, page in ((self.body.get("browser") or {}).get("pages") or {}).items():
            if "shown" in page:
                url = urljoin(record.site, path.partition(" ")[0])
                row = next(row for row in record.pages if row.record.url == url)
                parse = partial(parse_rendered, row.record, record.targets)
                told[row.record.number] = shown_facts(self._source(page["shown"]).html, parse, page_extractors())
        return told

    def _source(self, value: Any) -> PageSource:
        fields = dict(value) if isinstance(value, Mapping) else {"html": value}
        if "file" in fields:
            html = (CASES / fields.pop("file")).read_text(encoding="utf-8")
        else:
            html = str(fields.pop("html", "") or "")
            if self.body.get("wrap", True) and "<html" not in html and "<!" not in html[:5]:
                html = f"{HEAD}{html}</body></html>"
        return PageSource(html.encode(), fields)


def _date_search(search: Mapping[str, Any], site: str, at: datetime) -> None:
    for tried in (search.get("control"), *search.get("tries", ())):
        if tried is not None:
            tried["visit"] = {"at": at, "url": site, **tried["visit"]}


def case_files() -> list[Path]:
    """Return all case files."""
    return sorted(CASES.glob("*.yaml"))


def load_cases() -> list[Case]:
    """Return every case of every file."""
    cases: list[Case] = []
    for path in case_files():
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        cases.extend(Case(content["check"], str(case["name"]), case) for case in content["cases"])
    return cases
