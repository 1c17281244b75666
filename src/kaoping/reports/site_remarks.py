"""Why nothing was seen of a unit on the web, as it stands beside its result."""

from collections.abc import Sequence

from kaoping.model.roster import Roster, RosterUnit
from kaoping.reports.view import InspectedSite

WITHOUT_SITE = "没有网站"


def site_remarks(roster: Roster, sites: Sequence[InspectedSite]) -> dict[str, str]:
    """Return by unit why nothing was seen of it; "" where at least one of its sites was visited.

    A roster that lists no site at all (values scored without an inspection) says nothing about who has one.
    """
    listed = any(unit.sites for unit in roster.units)
    return {unit.id: _remark(unit, sites) if listed else "" for unit in roster.units}


def _remark(unit: RosterUnit, sites: Sequence[InspectedSite]) -> str:
    if not unit.sites:
        return WITHOUT_SITE
    own = [site for site in sites if site.unit == unit.id]
    if not own or any(not site.note and site.coverage is not None and site.coverage.pages for site in own):
        return ""
    return "网站没有完成巡检" if any(site.note or site.coverage is None for site in own) else "网站未能打开"
