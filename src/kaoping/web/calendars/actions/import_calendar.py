"""Take a calendar file over into the installation's folder, for everybody at once."""

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.calendars.handed_in import hold_together, read_handed_in, years_said
from kaoping.web.calendars.models import CalendarImport
from kaoping.web.installation import data_folder
from kaoping.web.working_time import CALENDARS
from kaoping.worktime.calendar_files import import_name, render_calendar, save_calendar


@action(Permission.MANAGE_CALENDARS, "导入日历")
def import_calendar(act: Act, data: bytes, file_name: str) -> CalendarImport:
    """Check the file and write it; a file of the same years is replaced.

    Raises RefusedError for a file that is wrong or contradicts another, StorageError where it cannot be written.
    """
    act.refuse_unless(act.scope.everywhere, _("日历对全部地区生效，只能由系统管理员导入。"))
    calendar = read_handed_in(data, file_name)
    text = render_calendar(calendar)
    hold_together(calendar, text)
    row = CalendarImport(name=import_name(calendar), file_name=file_name[-200:], text=text)
    row.years, row.source = years_said(calendar.years), calendar.source[:300]
    act.create(row)
    save_calendar(calendar, data_folder() / CALENDARS / row.name)  # last: what fails above leaves no file
    return row
