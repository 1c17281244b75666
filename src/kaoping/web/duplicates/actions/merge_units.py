"""Put one unit into another: what is alive moves, what is history stays, and the unit goes off the books."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.duplicates.merging import Merge
from kaoping.web.registry.models import Unit


@action(Permission.EDIT_UNITS, "合并单位")
def merge_units(act: Act, pk: int, into: int) -> Unit:
    """Move sites, accounts, people and places in open cycles of a unit to another within reach; return that one.

    Finished cycles, readings of sites and replies stay with the unit that is gone. Raises OutOfReachError, and
    RefusedError with everything that stands in the way.
    """
    act.refuse_unless(act.actor.reason or act.actor.user is None, _("请填写合并的原因或依据。"))
    within = act.scope.units_of(Unit.objects.select_related("region", "superior"))
    gone, kept = act.access(within, pk), act.access(within, into)
    merge = Merge(gone, kept)
    obstacles = merge.obstacles(act.scope)
    act.refuse_unless(not obstacles, "".join(obstacles))
    act.delete_all(merge.known_contacts())
    act.delete_all(merge.known_memberships())
    act.delete_all(merge.doubled())
    for rows in (merge.sites(), merge.accounts(), merge.contacts(), merge.memberships(), merge.participations()):
        act.change_all(rows, {"unit": kept})
    act.change_all(merge.subordinates(), {"superior": kept})
    if kept.superior_id == gone.pk:
        kept.superior = gone.superior
        act.save(kept)
    gone.active, gone.merged_into = False, kept
    act.save(gone)
    return kept
