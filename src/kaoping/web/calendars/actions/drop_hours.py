"""Let a region work as the region above does."""

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.calendars.models import RegionHours
from kaoping.web.calendars.sections import remove_section


@action(Permission.MANAGE_HOURS, "取消单列的工作时间")
def drop_hours(act: Act, pk: int) -> None:
    """Delete the hours of a region within reach. Raises OutOfReachError."""
    row = act.access(act.scope.regions(RegionHours.objects.select_related("region"), "region"), pk)
    act.delete(row)
    remove_section(row.region.code)  # last: what fails above leaves the file
