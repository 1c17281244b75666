"""A place in a cycle: group and class by the scheme, and the tags that the registry gives."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaoping.schemes.model import Scheme
from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.rules import placement_titles
from kaoping.web.registry.models import Unit

SEVERAL = "、"
_PARTED = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Ids of a group of the scheme, and of one of its classes where the group has any."""

    group: str
    category: str = ""

    @property
    def key(self) -> str:
        """How a place is written in a form."""
        return f"{self.group}/{self.category}"

    @classmethod
    def of(cls, key: str) -> "Place":
        """Return the place that a form names."""
        group, _, category = key.partition("/")
        return cls(group, category)


def hold_place(act: Act, scheme: Scheme, place: Place) -> None:
    """Refuse a place that the scheme does not have."""
    act.refuse_unless(
        (place.group, place.category) in placement_titles(scheme),
        _("方案中没有这个分类或类别；可用的：%s") % "、".join(placement_titles(scheme).values()),
    )


def new_participants(cycle: Cycle, scheme: Scheme, units: Iterable[Unit], place: Place) -> list[Participant]:
    """Return units as they enter a cycle: tags of the registry that the scheme knows come along, exemptions too."""
    found = []
    for unit in units:
        row = Participant(cycle=cycle, unit=unit, group=place.group, category=place.category)
        row.tags = tags_taken_over(scheme, unit)
        row.exempt, row.exempt_reason = unit.exempt, unit.exempt_reason if unit.exempt else ""
        found.append(row)
    return found


def tags_taken_over(scheme: Scheme, unit: Unit) -> str:
    """Return those tags of the registry that the scheme has, as it calls them."""
    return SEVERAL.join(scheme.tags[name] for name in known_tags(scheme, unit.tags))


def known_tags(scheme: Scheme, text: str) -> list[str]:
    """Return those of a list of tags that the scheme has, by id or title, as ids."""
    words = parted(text)
    return [name for name, title in scheme.tags.items() if name in words or title in words]


def unknown_tags(scheme: Scheme, text: str) -> list[str]:
    """Return those of a list of tags that the scheme does not have."""
    return [word for word in parted(text) if word not in scheme.tags and word not in scheme.tags.values()]


def parted(text: str) -> list[str]:
    """Return the tags that a text lists."""
    return [word for word in _PARTED.split(text) if word]
