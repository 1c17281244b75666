"""Working hours and local days of regions, as people read them."""

from collections.abc import Iterator
from dataclasses import dataclass

from kaoping.web.calendars.handed_in import Span, spans
from kaoping.web.registry.models import Region
from kaoping.web.working_time import profiles
from kaoping.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class RegionHours:
    """Where, the hours of the year, those of seasons (from, until, hours), and days that differ from the country's."""

    place: str
    hours: str
    seasons: tuple[tuple[str, str, str], ...]
    local: tuple[Span, ...]


def hours_by_region(default: str) -> Iterator[RegionHours]:
    """Yield the hours that hold everywhere (under the name `default`), then those of each region that has its own."""
    known = profiles()
    yield _said(default, known.default, known.default)
    names = dict(Region.objects.values_list("code", "name"))
    for code in sorted(known.regions):
        full = code.ljust(6, "0")
        yield _said(f"{names.get(full, '')}（{full}）", known.regions[code], known.default)


def _said(place: str, work: WorkTime, default: WorkTime) -> RegionHours:
    own = {day: worked for day, worked in work.calendar.days.items() if default.calendar.days.get(day) != worked}
    seasons = tuple(
        (f"{one.first[0]}-{one.first[1]:02}", f"{one.last[0]}-{one.last[1]:02}", _periods(one.periods))
        for one in work.hours.seasons
    )
    return RegionHours(place, _periods(work.hours.periods), seasons, tuple(spans(own, work.calendar.names)))


def _periods(periods: object) -> str:
    return "、".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in periods)  # type: ignore[attr-defined]
