"""What every machine does for calendars: its files of hours and days off in step with what the database says."""

from datetime import datetime

from kaoping.web.calendars.models import CalendarImport, RegionHours
from kaoping.web.calendars.sections import keep_sections
from kaoping.web.installation import data_folder
from kaoping.web.working_time import CALENDARS


def keep_hours_written(_now: datetime) -> int:
    """Write what is not in the files: a region got another code, another machine changed them, a copy was put back."""
    rows = RegionHours.objects.select_related("region")
    return keep_sections({row.region.code: row.section for row in rows})


def keep_calendars_written(_now: datetime) -> int:
    """Write the calendars that were imported and are not here, each as it was imported last; return how many."""
    folder, changed = data_folder() / CALENDARS, 0
    newest = {row.name: row.text for row in CalendarImport.objects.order_by("pk").only("name", "text")}
    for name, text in newest.items():
        path = folder / name
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{name}.draft")
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
            changed += 1
    return changed


MACHINE_ROUNDS = (keep_hours_written, keep_calendars_written)
