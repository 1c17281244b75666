"""What a higher body asked to be reposted was reposted in time.

Why: important announcements must reach people through every government site within a day; schemes draw some and count.
How to fix: repost them as soon as they are out, under their own title, with the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kaoping.checks.registry import check
from kaoping.checks.verdicts import (
    Said,
    check_not_applicable,
    check_not_measured,
    examined,
    not_applicable,
    passed,
    suspected,
)
from kaoping.facts.record import SiteRecord
from kaoping.facts.site.dated import DatedThings
from kaoping.facts.site.titles import Titles
from kaoping.model.findings import Plain
from kaoping.model.outcomes import Fault
from kaoping.model.pages import TargetRecord

_ITEM = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?\s*[|｜]\s*([^|｜]{4,300}?)\s*(?:[|｜]\s*(\S+)\s*)?")
_MARKS = re.compile(r"[\s《》“”\"'‘’（）()【】\[\]、，,。.：:;；!！?？—\-_|·…]+")
_STAMP = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)\s+(\d\d?):(\d\d)")
SHORTEST = 8  # characters of a title cut short by a list that still tell it


@check(
    title="重要信息未按时转载",
    matters="国务院和上级的重要信息要通过各级政府网站及时传达到群众；一般要求 24 小时内转载，考评会抽查。",
    advice="上级要求转载的重要信息，应在规定时间内（一般24小时）以原标题转载并注明来源。",
    since="0.1",
    basis="2017年第一季度国办通报（24小时转载率）；随州市2023年绩效评估 协调联动",
    stage="trial",
    outcomes=("suspected", "not_applicable", "pass"),
    values=("title", "issued", "reposted", "url"),
)
def repost_timeliness(
    record: SiteRecord,
    things: DatedThings,
    titles: Titles,
    items: tuple[str, ...] = (),
    hours: int = 24,
) -> Iterator[Said]:
    """Yield one finding per item of `items` that is not on the site, or came later than `hours` after it was published.

    An item is written “2022-12-28 09:00|标题|原文地址”, the time and address may be left out (Beijing time). Where the
    site shows a date only, the whole day counts in its favour. A mere link to the source is a repost without a date.
    """
    if not items:
        yield check_not_applicable("nothing-to-repost")
        return
    asked = [_asked(text) for text in items]
    if not record.coverage.pages:
        yield check_not_measured("no-pages", Fault.SITE)
        return
    if record.coverage.cut_short:
        yield check_not_measured("not-all-visited", Fault.US)
        return
    yield examined(len(asked))
    shown = _Shown(record, things, titles)
    for each in asked:
        yield _verdict(record, each, shown, hours)


@dataclass(frozen=True, slots=True)
class _Asked:
    published: datetime
    title: str
    source: str


def _asked(text: str) -> _Asked:
    match = _ITEM.fullmatch(text)
    if match is None:
        raise ValueError(f"not “date time|title|address”: {text}")
    return _Asked(datetime.fromisoformat(f"{match[1]} {match[2] or '23:59'}"), match[3], match[4] or "")


class _Shown:
    """Titles of the site with when they were published."""

    def __init__(self, record: SiteRecord, things: DatedThings, titles: Titles) -> None:
        self._titles = titles
        self._targets = [(_bare(titles.of(target.number)), target) for target in record.targets]
        self._by_url = {target.url: target for target in record.targets}
        self._dated = {thing.url: thing.dated for thing in things.all}
        self._things = [(_bare(thing.text), thing.url, thing.dated) for thing in things.all]

    def find(self, asked: _Asked) -> tuple[str, datetime | date | None] | None:
        """Return address and time of the first repost; None where there is none."""
        title = _bare(asked.title)
        found = [(url, when) for text, url, when in self._things if _same(text, title)]
        found += [
            (t.url, self._dated[t.url]) for text, t in self._targets if _same(text, title) and t.url in self._dated
        ]
        if found:
            url, day = min(found, key=lambda each: each[1])
            return url, self._moment(url) or day
        linked = next((t for text, t in self._targets if _same(text, title)), None) or self._source(asked.source)
        return (linked.url, None) if linked is not None else None

    def _source(self, source: str) -> TargetRecord | None:
        return self._by_url.get(source) if source else None

    def _moment(self, url: str) -> datetime | None:
        """When the page says it was published, to the minute, where it does."""
        target = self._by_url.get(url)
        page = self._titles.pages.get(target.number) if target is not None else None
        labels = self._titles.labels.get(page) if page is not None else None
        match = _STAMP.search(labels.metas.get("pubdate", "")) if labels is not None else None
        return datetime(*map(int, match.groups())) if match else None  # type: ignore[arg-type]


def _verdict(record: SiteRecord, asked: _Asked, shown: _Shown, hours: int) -> Said:
    limit = asked.published + timedelta(hours=hours)
    values: dict[str, Plain] = {"title": asked.title, "issued": str(asked.published), "reposted": None, "url": None}
    found = shown.find(asked)
    if found is None:
        if limit > record.as_of.replace(tzinfo=None):
            return not_applicable(asked.title, record.site, values, reason="not-due-yet")
        return suspected(asked.title, record.site, values, reason="not-reposted", snippet=asked.title)
    url, when = found
    values |= {"reposted": None if when is None else str(when), "url": url}
    late = when is not None and (when > limit if isinstance(when, datetime) else when > limit.date())
    if late:
        return suspected(asked.title, url, values, reason="reposted-late", snippet=asked.title)
    return passed(asked.title, url, values)


def _same(text: str, title: str) -> bool:
    """Whether two titles are one, where a list may have cut off the end of it."""
    return title in text or (len(text) >= SHORTEST and title.startswith(text))


def _bare(text: str) -> str:
    return _MARKS.sub("", text)
