"""签收: note that a unit has opened its result."""

from datetime import datetime

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.results.models import Feedback


@action(Permission.VIEW_SCORES, "签收考评结果")
def receive_feedback(act: Act, pk: int, at: datetime) -> Feedback:
    """Note when one of a unit's own people first opened its result; later openings change nothing.

    Raises OutOfReachError for people of other units, the assessing body's among them.
    """
    row = act.access(Feedback.objects.filter(participant__unit__in=act.scope.units), pk)
    if row.received_at is None:
        row.received_at, row.received_by = at, act.actor.name
        act.save(row)
    return row
