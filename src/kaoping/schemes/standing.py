"""Which units a scheme scores, and which stand apart from the ranking."""

from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import Scheme


def stands_apart(unit: RosterUnit, scheme: Scheme) -> str:
    """Return why a unit is not scored but stands apart: exempt or no_site; "" where it is scored."""
    if unit.exempt:
        return "exempt"
    return "no_site" if not unit.sites and scheme.no_site in ("exclude", "list") else ""


def is_judged(unit: RosterUnit, scheme: Scheme) -> bool:
    """Tell whether what people find of a unit counts: not if it stands apart, or has failed for having no site."""
    failed = scheme.no_site == "fail" and not unit.sites
    return not (failed or stands_apart(unit, scheme))
