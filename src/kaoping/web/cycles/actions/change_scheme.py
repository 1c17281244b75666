"""Give a draft another scheme, or another edition of it."""

from django.utils.translation import gettext as _

from kaoping.schemes.model import Scheme
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.rules import hold_draft, placement_titles, reached
from kaoping.web.cycles.scheme_copies import keep_copy


@action(Permission.MANAGE_CYCLES, "更换考评方案")
def change_scheme(act: Act, pk: int, scheme: Scheme, file_name: str = "") -> tuple[Cycle, int]:
    """Return the cycle with its new scheme, and how many units have to be placed again.

    Units whose group or class the new scheme does not have stay in the cycle without a place.
    """
    cycle = reached(act, pk)
    hold_draft(act, cycle)
    act.refuse_unless(cycle.scheme.digest != scheme.digest, _("就是现在用的方案（摘要相同），没有改动。"))
    cycle.scheme = keep_copy(act, scheme, file_name)
    act.save(cycle)
    known = list(placement_titles(scheme))
    lost = [
        pk
        for pk, group, name in cycle.participants.values_list("pk", "group", "category")
        if (group, name) not in known
    ]
    placed = cycle.participants.select_related("unit", "cycle").filter(pk__in=lost)
    return cycle, act.change_all(placed, {"group": "", "category": ""})
