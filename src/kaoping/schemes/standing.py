"""Which units a scheme scores, and which stand apart from the ranking."""

from collections.abc import Callable
from functools import cache

from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import CheckSource, Part, Scheme
from kaoping.schemes.pieces import names_in


def stands_apart(unit: RosterUnit, scheme: Scheme) -> str:
    """Return why a unit is not scored but stands apart: exempt or no_site; "" where it is scored."""
    return apart_in(scheme)(unit)


def apart_in(scheme: Scheme) -> Callable[[RosterUnit], str]:
    """Return `stands_apart` for the units of one scheme.

    Where the scheme looks at websites only in parts that do not apply to a unit (政务新媒体 beside 政府网站), that the
    unit has no site is nothing to set it apart for.
    """

    @cache
    def parts_on_sites() -> tuple[Part, ...]:
        checked = {name for name, measure in scheme.measures.items() if isinstance(measure.source, CheckSource)}
        return tuple(part for part in scheme.parts if not checked.isdisjoint(names_in(part)))

    def apart(unit: RosterUnit) -> str:
        if unit.exempt:
            return "exempt"
        if unit.sites or scheme.no_site not in ("exclude", "list"):
            return ""
        parts = parts_on_sites()
        return "no_site" if not parts or any(_concerns(part, unit) for part in parts) else ""

    return apart


def is_judged(unit: RosterUnit, scheme: Scheme) -> bool:
    """Tell whether what people find of a unit counts: not if it stands apart, or has failed for having no site."""
    failed = scheme.no_site == "fail" and not unit.sites
    return not (failed or stands_apart(unit, scheme))


def _concerns(part: Part, unit: RosterUnit) -> bool:
    names = part.applies_to.names if part.applies_to is not None else ()
    return not names or not {unit.id, unit.group, unit.class_, *unit.tags}.isdisjoint(names)
