"""A cycle's units as inspecting, drawing and scoring take them."""

from collections import defaultdict
from collections.abc import Iterable

from kaoping.model.roster import Roster, RosterUnit
from kaoping.schemes.model import Scheme
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.cycles.placing import known_tags
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.registry.models import Site

LOOKED_AT = (Site.State.RUNNING, Site.State.REDESIGN, Site.State.OFFLINE)
"""Sites that count as a unit's: those in operation, in a window of redesign, or offline for a time."""


def roster_of(cycle: Cycle) -> Roster:
    """Return every unit of the cycle with its place, tags and sites; a unit's id is its code in the registry."""
    scheme = scheme_of(cycle)
    sites: dict[int, list[str]] = defaultdict(list)
    inside = cycle.participants.order_by().values("unit")
    rows = Site.objects.filter(unit__in=inside, state__in=LOOKED_AT).order_by("unit", "pk")
    for unit, address in rows.values_list("unit", "address"):
        sites[unit].append(address)
    return Roster(tuple(_unit(scheme, row, sites[row.unit_id]) for row in cycle.participants.select_related("unit")))


def roster_unit(row: Participant) -> RosterUnit:
    """Return one unit of a cycle in the same way."""
    rows = Site.objects.filter(unit=row.unit_id, state__in=LOOKED_AT).order_by("pk")
    return _unit(scheme_of(row.cycle), row, rows.values_list("address", flat=True))


def _unit(scheme: Scheme, row: Participant, sites: Iterable[str]) -> RosterUnit:
    return RosterUnit(
        id=row.unit.code,
        name=row.unit.name,
        group=row.group,
        class_=row.category,
        tags=tuple(known_tags(scheme, row.tags)),
        site_type=row.site_type,
        sites=tuple(sites),
        exempt=row.exempt,
    )
