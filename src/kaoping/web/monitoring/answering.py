"""When a reply of a unit is to be answered, by the working calendar and the limit of its region."""

from django.utils import timezone

from kaoping.web.limits.holding import Limits
from kaoping.web.monitoring.models import Reply
from kaoping.web.working_time import worktime_of
from kaoping.worktime import Deadline, Duration, Unit


def due_of(reply: Reply, limits: Limits | None = None) -> Deadline:
    """Return by when the assessing body is to answer. `limits`: where they were read for many replies at once."""
    region = reply.unit.region
    days = (limits or Limits.load()).answer_days(region.path)
    return worktime_of(region.code).deadline(reply.made_at, Duration(days, Unit.WORKING_DAY))


def is_overdue(reply: Reply, limits: Limits | None = None) -> bool:
    """Tell whether the answer is late."""
    return reply.state == Reply.State.OPEN and due_of(reply, limits).at < timezone.now()
