"""What materials give to a cycle's measures: how many a unit handed in, how many late, for how many indicators none."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.measures import Given
from kaoping.measures.questions import concerns, node_scopes
from kaoping.model.measure_table import SCALE
from kaoping.model.outcomes import State
from kaoping.model.roster import RosterUnit
from kaoping.schemes.model import Scheme
from kaoping.web.cycles.days import reckoned_on
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.roster import roster_of
from kaoping.web.cycles.scheme_copies import scheme_of
from kaoping.web.cycles.sources import measures_from
from kaoping.web.marking.materials import due_day
from kaoping.web.marking.models import Material

SUBMITTED, LATE, MISSING = "materials.submitted", "materials.late", "materials.missing"
BY_MATERIALS = "材料审查"
"""The method of an indicator that is judged by what units hand in."""


def given_materials(cycle: Cycle) -> Sequence[Given]:
    """Return what the scheme reads of materials, for every unit; what was returned does not count.

    Missing are indicators judged by materials for which the unit has handed none in; unknown before the last day.
    """
    names = {column: measures_from(cycle, column) for column in (SUBMITTED, LATE, MISSING)}
    if not any(names.values()):
        return ()
    counts = _counts(cycle)
    found: list[Given] = []
    for unit in roster_of(cycle).units:
        submitted, late = counts.get(unit.id, (0, 0))
        found.extend(Given(unit.id, name, value=submitted * SCALE) for name in names[SUBMITTED])
        found.extend(Given(unit.id, name, value=late * SCALE) for name in names[LATE])
    return (*found, *(_missing(cycle, names[MISSING]) if names[MISSING] else ()))


def _counts(cycle: Cycle) -> Mapping[str, tuple[int, int]]:
    rows = _handed_in(cycle).values_list("participant__unit__code")
    return {code: (n, late) for code, n, late in rows.annotate(n=Count("pk"), tardy=Count("pk", filter=Q(late=True)))}


def _missing(cycle: Cycle, names: Sequence[str]) -> Iterator[Given]:
    scheme, due = scheme_of(cycle), due_day(cycle)
    if due is None or reckoned_on(cycle, timezone.now()) <= due:
        note, units = _("还没有到报送截止日"), roster_of(cycle).units
        yield from (Given(unit.id, name, state=State.UNKNOWN, note=note) for unit in units for name in names)
        return
    handed = set(_handed_in(cycle).values_list("participant__unit__code", "indicator").distinct())
    wanted = _wanted(scheme)
    for unit in roster_of(cycle).units:
        lacking = sum(1 for node in wanted(unit) if (unit.id, node) not in handed)
        yield from (Given(unit.id, name, value=lacking * SCALE) for name in names)


def _wanted(scheme: Scheme) -> Callable[[RosterUnit], list[str]]:
    scopes = node_scopes(scheme)
    nodes = [node.id for node in scheme.nodes() if not node.children and BY_MATERIALS in node.method]
    return lambda unit: [name for name in nodes if concerns((scopes[name],), unit)]


def _handed_in(cycle: Cycle) -> "QuerySet[Material]":
    return Material.objects.filter(participant__cycle=cycle, state=Material.State.SUBMITTED).order_by()


def stamp_of(cycle: Cycle) -> str:
    """Return what changes whenever one of these does."""
    rows = Material.objects.filter(participant__cycle=cycle).order_by()
    counted = sorted(rows.values_list("state", "late").annotate(n=Count("pk"), last=Max("pk")))
    due = due_day(cycle)
    return f"{counted} {due} {due is not None and reckoned_on(cycle, timezone.now()) > due}"
