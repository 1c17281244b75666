"""Checklists (清单): what a document lists for each unit, which it calls by id or, as documents do, by name."""

from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import Scheme


def checklist_items(scheme: Scheme, checklist: str, unit: RosterUnit) -> tuple[str, ...]:
    """Return the items listed for `unit`, none where it is not on the list."""
    units = scheme.checklists.get(checklist, {})
    return units.get(unit.id) or units.get(unit.name, ())
