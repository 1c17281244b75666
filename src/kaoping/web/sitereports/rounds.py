"""What the process beside the web server does for annual site reports: reminders from nine in the morning."""

from datetime import datetime, timedelta

from kaoping.web.actions import Actor
from kaoping.web.sitereports.actions.remind_of_site_reports import remind_of_site_reports
from kaoping.web.sitereports.models import Collection
from kaoping.worktime import in_beijing

HOUR = 9
LOOKED_AFTER = timedelta(days=180)  # after the last day; nobody is reminded any more


def remind_before_the_last_day(now: datetime) -> int:
    """Remind under every collection that has not been looked at today; return for how many sites."""
    here = in_beijing(now)
    if here.hour < HOUR:
        return 0
    rows = Collection.objects.exclude(reminded_on=here.date()).filter(due__gte=here.date() - LOOKED_AFTER)
    return sum(remind_of_site_reports(Actor(None), pk, now) for pk in rows.values_list("pk", flat=True))


ROUNDS = (remind_before_the_last_day,)
