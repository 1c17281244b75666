"""Put units into groups and classes of a cycle's scheme, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.placing import Place, hold_place, new_participants
from kaoping.web.cycles.queries import units_of_body
from kaoping.web.cycles.rules import hold_open, reached
from kaoping.web.cycles.scheme_copies import scheme_of


@dataclass(frozen=True, slots=True)
class Placed:
    """How many units came into the cycle, and how many changed their place in it."""

    new: int
    moved: int


@action(Permission.MANAGE_CYCLES, "归入分类")
def place_units(act: Act, pk: int, units: Sequence[int], place: Place) -> Placed:
    """Put the units (keys) of the body's region into one place. Raises RefusedError.

    Units that are in the cycle already change their place; what else is known of them in the cycle stays.
    """
    cycle = reached(act, pk)
    hold_open(act, cycle)
    scheme = scheme_of(cycle)
    hold_place(act, scheme, place)
    wanted = set(units)
    found = [unit for unit in units_of_body(cycle).filter(active=True) if unit.pk in wanted]
    act.refuse_unless(len(found) == len(wanted), _("选中的单位中有的不在册，或不属于考评地区；请刷新后重选。"))
    here = {pk for pk in cycle.participants.values_list("unit", flat=True) if pk in wanted}
    act.create_all(new_participants(cycle, scheme, (unit for unit in found if unit.pk not in here), place))
    inside = cycle.participants.select_related("unit", "cycle")
    elsewhere = inside.exclude(group=place.group, category=place.category).values_list("pk", "unit")
    moved = [pk for pk, unit in elsewhere if unit in here] if here else []
    changed = sum(
        act.change_all(inside.filter(pk__in=some), {"group": place.group, "category": place.category})
        for some in batches(moved)
    )
    return Placed(len(wanted) - len(here), changed)


def batches(keys: Sequence[int], size: int = 500) -> list[Sequence[int]]:
    """Return keys in lots that a query takes."""
    return [keys[start : start + size] for start in range(0, len(keys), size)]
