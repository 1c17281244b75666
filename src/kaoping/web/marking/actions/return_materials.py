"""Return materials to units for correction."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.rules import reached
from kaoping.web.marking.materials import indicators_of, materials_within
from kaoping.web.marking.models import Material
from kaoping.web.marking.notice_kinds import MATERIAL_RETURNED
from kaoping.web.marking.rules import hold_marking
from kaoping.web.notices.recipients import people_of_units


@action(Permission.ASSIGN_MARKS, "退回佐证材料")
def return_materials(act: Act, cycle: int, materials: Sequence[int]) -> int:
    """Return some (keys) for the actor's reason, which units read; return how many.

    Raises OutOfReachError, RefusedError.
    """
    row = reached(act, cycle)
    hold_marking(act, row)
    act.refuse_unless(act.actor.reason, _("退回请写明原因，单位按原因补正。"))
    found = materials_within(act.scope).filter(participant__cycle=row, pk__in=materials)
    open_ = list(found.filter(state=Material.State.SUBMITTED))
    for one in open_:
        titles = indicators_of(one.participant)
        act.tell(
            MATERIAL_RETURNED,
            people_of_units((one.participant.unit,)),
            key=str(one.pk),
            link=reverse("marking:unit-materials", kwargs={"pk": one.participant_id}),
            cycle=row.name,
            indicator=titles.get(one.indicator, one.indicator),
        )
    keys = [one.pk for one in open_]
    return act.change_all(found.filter(pk__in=keys), {"state": Material.State.RETURNED, "why": act.actor.reason})
