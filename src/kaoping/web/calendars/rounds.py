"""What the process beside the web server does for calendars: files of regions' hours in step with what was written."""

from datetime import datetime

from kaoping.web.calendars.models import RegionHours
from kaoping.web.calendars.sections import keep_sections


def keep_hours_written(_now: datetime) -> int:
    """Write what is not in the files: a region got another code, or a copy of the database was put back."""
    rows = RegionHours.objects.select_related("region")
    return keep_sections({row.region.code: row.section for row in rows})


ROUNDS = (keep_hours_written,)
