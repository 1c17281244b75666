"""When a reply of a unit is to be answered, on the working calendar of its region."""

from django.utils import timezone

from kaoping.web.monitoring.models import Reply
from kaoping.web.working_time import worktime_of
from kaoping.worktime import Deadline, Duration, Unit

WITHIN = Duration(3, Unit.WORKING_DAY)
"""As for objections: the assessing body answers within three working days."""


def due_of(reply: Reply) -> Deadline:
    """Return by when the assessing body is to answer."""
    return worktime_of(reply.unit.region.code).deadline(reply.made_at, WITHIN)


def is_overdue(reply: Reply) -> bool:
    """Tell whether the answer is late."""
    return reply.state == Reply.State.OPEN and due_of(reply).at < timezone.now()
