"""Let a third person decide where two assessors differ."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import User
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.cycles.rules import reached
from kaoping.web.marking.disagreeing import disagreements
from kaoping.web.marking.models import Mark
from kaoping.web.marking.people import assessors_of
from kaoping.web.marking.rules import hold_marking
from kaoping.web.marking.telling import tell_dealt


@action(Permission.ASSIGN_MARKS, "交第三人复核")
def refer_marks(act: Act, cycle: int, marks: Sequence[int], to: User) -> int:
    """Give `to` the deciding seat on those of some marks (keys) where two differ; return how many.

    Left out: what `to` judged, and what a third already decides. Raises OutOfReachError, RefusedError.
    """
    row = reached(act, cycle)
    hold_marking(act, row)
    act.refuse_unless(assessors_of(row).filter(pk=to.pk).exists(), _("“%s”不能参加本周期的测评。") % to)
    seated = set(to.marks.filter(cycle=row).values_list("participant", "question", "period"))
    referred = set(row.marks.filter(mode=Mark.Mode.THIRD).values_list("participant", "question", "period"))
    found = disagreements(row).filter(pk__in=marks).select_related("participant__unit", "cycle")
    new = [
        Mark(
            cycle=row,
            participant=one.participant,
            question=one.question,
            place=one.place,
            period=one.period,
            seat=Mark.THIRD_SEAT,
            mode=Mark.Mode.THIRD,
            assessor=to,
        )
        for one in found
        if (one.participant_id, one.question, one.period) not in seated | referred
    ]
    act.create_all(new)
    tell_dealt(act, row, {to: len(new)}, f"referred:{row.pk}:{timezone.now().isoformat()}")
    return len(new)
