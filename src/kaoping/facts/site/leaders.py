"""A site's leaders: what all pages about one person show of them, taken together by name."""

from dataclasses import dataclass
from typing import Self

from kaoping.facts.reading.leader_pages import Leader, LeaderPage
from kaoping.facts.record import SiteRecord
from kaoping.facts.store import Readings
from kaoping.facts.view import NO_TARGET
from kaoping.model.pages import Life

ELEMENTS = {"照片": "photo", "职务": "post", "简历": "cv", "分工": "duties"}


@dataclass(frozen=True, slots=True)
class ShownLeader:
    """One person. `url` is the page that shows most of them; `unread` says that their own page was not read."""

    name: str
    url: str
    photo: bool
    post: bool
    cv: bool
    duties: bool
    unread: bool

    def shown(self, element: str) -> bool:
        """Whether an element (照片, 职务, 简历, 分工; the name always is) is shown. Raises KeyError on another word."""
        return element == "姓名" or bool(getattr(self, ELEMENTS[element]))


@dataclass(frozen=True, slots=True)
class Leaders:
    """Everybody named on the pages about leaders, in order."""

    all: tuple[ShownLeader, ...]

    @classmethod
    def derive(cls, record: SiteRecord, readings: Readings[LeaderPage]) -> Self:
        sightings: dict[str, list[tuple[int, Leader]]] = {}
        for number in readings:
            for leader in readings[number].people:
                sightings.setdefault(leader.name, []).append((number, leader))
        urls = {row.record.number: row.record.final_url for row in record.pages}
        read = {row.record.target for row in record.pages if row.record.number in readings.read}
        read -= {row.record.target for row in record.pages if row.record.number in readings.errors}
        pages = {target.number for target in record.targets if target.life is not Life.DEAD} - read
        return cls(tuple(_leader(name, seen, urls, pages) for name, seen in sightings.items()))


def _leader(name: str, seen: list[tuple[int, Leader]], urls: dict[int, str], unread: set[int]) -> ShownLeader:
    best, _ = max(seen, key=lambda each: (sum(_flags(each[1])), -each[0]))
    photo, post, cv, duties = (any(column) for column in zip(*(_flags(leader) for _, leader in seen), strict=True))
    own = {leader.target for _, leader in seen} - {NO_TARGET}
    return ShownLeader(name, urls[best], photo, post, cv, duties, bool(own & unread))


def _flags(leader: Leader) -> tuple[bool, bool, bool, bool]:
    return leader.photo, leader.post, leader.cv, leader.duties
