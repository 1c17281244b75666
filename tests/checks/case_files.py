"""Reads case files: a small site, a check with parameters, and what it must say (`tests/checks/cases/*.yaml`).

A file holds `check` and `cases`; a case has `name`, `pages` (path → HTML text, `{file: NAME}`, or a mapping with `html`
and fields of the page's record), optionally `site`, `as_of`, `params`, `targets` (address → fields of its record),
`looks` (what was seen beside the pages: fields of SiteLooks, times may be left out),
`wrap: false` (the text is the whole document) and `expect`: `status`, `examined`, `findings` (each a subset of a
finding, in any order; nothing else but passes may be there).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import msgspec
from ruamel.yaml import YAML

from kaoping.facts.record import SiteRecord
from kaoping.model.site_looks import SiteLooks
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
        return replace(SiteBuilder(site, at).build(pages, targets), looks=self._looks(site, at))

    def _looks(self, site: str, at: datetime) -> SiteLooks | None:
        if "looks" not in self.body:
            return None
        fields = dict(self.body["looks"])
        fields.setdefault("name", {"host": urlsplit(site).hostname})
        for visit in (*map(fields.get, ("http", "https", "ipv6")), *fields.get("home", ())):
            if visit is not None:
                visit.setdefault("at", at)
                visit.setdefault("url", site)
        looks: SiteLooks = msgspec.convert({"at": at, **fields}, SiteLooks)
        return looks

    def _source(self, value: Any) -> PageSource:
        fields = dict(value) if isinstance(value, Mapping) else {"html": value}
        if "file" in fields:
            html = (CASES / fields.pop("file")).read_text(encoding="utf-8")
        else:
            html = str(fields.pop("html", "") or "")
            if self.body.get("wrap", True) and "<html" not in html and "<!" not in html[:5]:
                html = f"{HEAD}{html}</body></html>"
        return PageSource(html.encode(), fields)


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
