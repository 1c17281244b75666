"""Listed wordings across a site: each different place once, with the pages that show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kaoping.facts.site.attachments import Attached, Attachments
from kaoping.facts.site.columns import Columns
from kaoping.facts.site.pages import Pages
from kaoping.facts.store import PerPage
from kaoping.model.wordings import Wording


@dataclass(frozen=True, slots=True)
class Place:
    """A wording in its context and the pages (numbers, in order) that show it."""

    said: Wording
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AttachedPlace:
    """A wording in an attachment."""

    said: Wording
    file: Attached


@dataclass(frozen=True, slots=True)
class Wordings:
    """All places by use of their list (wrong, sensitive), on pages and in attachments.

    `visitors` are pages of columns for visitors' letters. `searched` counts the attachments whose text was searched.
    """

    places: Mapping[str, Sequence[Place]]
    attached: Mapping[str, Sequence[AttachedPlace]]
    visitors: frozenset[int]
    searched: int

    @classmethod
    def derive(cls, said: PerPage[list[Wording]], pages: Pages, columns: Columns, attachments: Attachments) -> Self:
        found: dict[tuple[str, str, str], tuple[Wording, list[int]]] = {}
        for number in sorted(said):
            if number not in pages.records:
                continue
            for each in said[number]:
                found.setdefault((each.wording, each.around, each.use), (each, []))[1].append(number)
        places: dict[str, list[Place]] = {}
        for each, numbers in found.values():
            places.setdefault(each.use, []).append(Place(each, tuple(dict.fromkeys(numbers))))
        searched = [file for file in attachments.all if file.record.wordings is not None and file.record.contents.parts]
        attached: dict[str, list[AttachedPlace]] = {}
        for file in searched:
            for place in file.record.wordings or ():
                attached.setdefault(place.use, []).append(AttachedPlace(place, file))
        return cls(places, attached, _visitors(pages, columns), len(searched))


def _visitors(pages: Pages, columns: Columns) -> frozenset[int]:
    by_target = {page.target: number for number, page in pages.records.items()}
    found: set[int] = set()
    for column in columns.of_kinds(("consultation",)):
        found.update(column.pages)
        found.update(by_target[item.target] for item in column.items if item.target in by_target)
    return frozenset(found)
