"""The yearly reports that bodies owe: the site's yearly table and the report on disclosure, found by their titles."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from kaoping.facts.record import SiteRecord
from kaoping.facts.site.dated import DatedThings
from kaoping.facts.site.titles import Titles

KINDS: Mapping[str, "re.Pattern[str]"] = {
    "site": re.compile(r"网站.{0,8}(?:年度|工作).{0,8}(?:报表|年报)|网站.{0,4}年度.{0,6}报告"),
    "disclosure": re.compile(r"(?:信息|政务)公开.{0,4}(?:年度.{0,4}报告|工作报告|年报)|(?:信息|政务)公开报告"),
}
_NOT_THE_REPORT = re.compile(r"解读|公告|统计表$|模板|填报说明|关于(?:做好|报送|开展|编制|报)|培训|会议|监管年度报表")
_YEAR = re.compile(r"(20\d\d)\s*年?")


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """One report for `year`; `dated` is when it was published as the site shows it (None: no date is shown)."""

    kind: str
    year: int
    title: str
    url: str
    target: int
    dated: date | None


@dataclass(frozen=True, slots=True)
class AnnualReports:
    """All reports that the site has or links to, the earliest of each kind and year first."""

    all: tuple[AnnualReport, ...]

    def of(self, kind: str, year: int) -> AnnualReport | None:
        """Return the report of a kind (`site` or `disclosure`) for a year that was published first."""
        return next((each for each in self.all if each.kind == kind and each.year == year), None)

    @classmethod
    def derive(cls, record: SiteRecord, things: DatedThings, titles: Titles) -> Self:
        when = {thing.url: thing.dated for thing in things.all}
        targets = {target.number: target for target in record.targets}
        found = []
        for number in titles.holding(record, "报", "20"):
            title, url = titles.of(number), targets[number].url
            for kind, year in _kinds(title):
                found.append(AnnualReport(kind, year, title, url, number, when.get(url)))
        return cls(tuple(sorted(found, key=lambda each: (each.kind, each.year, each.dated or date.max, each.target))))


def _kinds(title: str) -> Iterator[tuple[str, int]]:
    if len(title) < 8 or _NOT_THE_REPORT.search(title):
        return
    year = _YEAR.search(title)
    if year is None:
        return
    for kind, words in KINDS.items():
        if words.search(title):
            yield kind, int(year[1])
            return
