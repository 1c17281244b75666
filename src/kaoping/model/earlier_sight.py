"""What an earlier inspection had seen of a site: since when addresses are known, and what its lists showed then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class EarlierList:
    """A list as it was: the oldest date on it, and the titles."""

    oldest: date
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EarlierSight:
    """`at` is when the earlier inspection was made. Numbers are those of the present one.

    `first_seen` tells of link targets that were known then on which day an inspection first saw them, earlier ones
    included; `lists` of pages with dated items what they showed.
    """

    at: datetime
    first_seen: Mapping[int, date] = field(default_factory=dict)
    lists: Mapping[int, EarlierList] = field(default_factory=dict)
