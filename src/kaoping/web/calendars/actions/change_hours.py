"""Change the hours or the local days of a region."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.calendars.models import RegionHours
from kaoping.web.calendars.sections import write_section


@action(Permission.MANAGE_HOURS, "修改工作时间")
def change_hours(act: Act, pk: int, edits: Mapping[str, Edit]) -> RegionHours:
    """Change them; the region stays.

    Raises OutOfReachError, RefusedError, ConflictError, ValidationError or StorageError.
    """
    act.refuse_unless("region" not in edits, _("地区不能改；请取消之后另立。"))
    rows = act.scope.regions(RegionHours.objects.select_related("region"), "region")
    row = act.edit(act.access(rows, pk), edits)
    write_section(row.region.code, row.section)  # last: what fails above leaves the file as it is
    return row
