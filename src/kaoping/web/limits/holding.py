"""Which limits hold for a region: for each, its own or the nearest above that says something, else the usual one."""

import dataclasses
from dataclasses import dataclass

from kaoping.web.limits.models import RegionLimits
from kaoping.web.notices.kinds import NoticeKind
from kaoping.workflow.notices import Rising

ANSWER_DAYS = 3
"""Working days; as for objections."""
KEEP_DAYS = 400


@dataclass(frozen=True, slots=True)
class Limits:
    """What all regions say, those of the lowest regions first."""

    rows: tuple[RegionLimits, ...]

    @classmethod
    def load(cls) -> "Limits":
        """Read them."""
        rows = RegionLimits.objects.select_related("region")
        return cls(tuple(sorted(rows, key=lambda row: -len(row.region.path))))

    def answer_days(self, path: str) -> int:
        """Return within how many working days replies of units of a region (its path) are answered."""
        return next((row.answer_days for row in self._over(path) if row.answer_days is not None), ANSWER_DAYS)

    def rising(self, kind: NoticeKind, path: str) -> Rising | None:
        """Return when notices of a kind rise in a region; None for a kind that never does."""
        if kind.rises is None:
            return None
        said = next((row.rising[kind.code] for row in self._over(path) if kind.code in row.rising), None)
        return dataclasses.replace(kind.rises, leader=said[0], above=said[1]) if said else kind.rises

    def soonest(self, kind: NoticeKind) -> int:
        """Return after how many working hours a kind rises at the soonest, wherever. It must be one that does."""
        assert kind.rises is not None
        said = [int(row.rising[kind.code][0]) for row in self.rows if kind.code in row.rising]
        return min([kind.rises.leader, *said])

    def keeping(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """Return path, days and the paths below that say their own, for everywhere and each region that says so."""
        own = [("", KEEP_DAYS)]
        own += [(row.region.path, row.keep_days) for row in self.rows if row.keep_days is not None]
        paths = [path for path, _days in own]
        return [(path, days, tuple(one for one in paths if one != path and one.startswith(path))) for path, days in own]

    def _over(self, path: str) -> list[RegionLimits]:
        return [row for row in self.rows if path.startswith(row.region.path)]
