"""What every machine does for calendars: its files of hours and days off in step with what the database says."""

from datetime import datetime

from kaoping.web.calendars.models import CalendarImport, RegionHours
from kaoping.web.calendars.sections import keep_sections
from kaoping.web.installation import data_folder
from kaoping.web.working_time import CALENDARS
from kaoping.worktime.calendar_files import save_text


def keep_hours_written(_now: datetime) -> int:
    """Write what is not in the files: a region got another code, another machine changed them, a copy was put back."""
    rows = RegionHours.objects.select_related("region")
    return keep_sections({row.region.code: row.section for row in rows})


def keep_calendars_written(_now: datetime) -> int:
    """Write the calendars that were imported and are not here, each as it was imported last; return how many."""
    folder = data_folder() / CALENDARS
    newest = dict(CalendarImport.objects.order_by("pk").values_list("name", "pk"))
    lacking = [pk for name, pk in newest.items() if not (folder / name).exists()]
    for row in CalendarImport.objects.filter(pk__in=lacking):
        save_text(row.text, folder / row.name)
    return len(lacking)


MACHINE_ROUNDS = (keep_hours_written, keep_calendars_written)
