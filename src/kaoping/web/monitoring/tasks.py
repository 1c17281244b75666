"""What waits its turn in monitoring."""

from django.utils.translation import gettext_lazy as _

from kaoping.web.jobs.declaring import job
from kaoping.web.jobs.queues import Queue
from kaoping.web.monitoring.carrying import carry


@job(_("巡查一批网站"), Queue.INSPECTION)
def inspect_part(pk: int) -> None:
    """Inspect the sites of a part, or those that are left of it."""
    carry(pk)
