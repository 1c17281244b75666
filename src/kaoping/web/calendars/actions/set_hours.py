"""Say what hours a region works and which days differ there; it holds for all regions below that say nothing."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.calendars.models import RegionHours
from kaoping.web.calendars.sections import write_section
from kaoping.web.registry.models import Region


@action(Permission.MANAGE_HOURS, "规定工作时间")
def set_hours(act: Act, fields: Mapping[str, Any]) -> RegionHours:
    """Add the hours of a region within reach. Raises RefusedError, ValidationError or StorageError."""
    row = RegionHours(**fields)
    within = act.scope.regions(Region.objects.filter(pk=row.region_id)).exists()
    act.refuse_unless(within, _("地区不在您负责的范围内。"))
    act.create(row)
    write_section(row.region.code, row.section)  # last: what fails above leaves no file
    return row
