"""Ask for the annual reports of the sites of a region."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.notices.recipients import people_of_units
from kaoping.web.registry.models import Region, Unit
from kaoping.web.sitereports.models import Collection
from kaoping.web.sitereports.notice_kinds import SITE_REPORT_ASKED
from kaoping.web.sitereports.queries import sites_asked


@action(Permission.MANAGE_REPORTS, "布置网站年报")
def open_collection(act: Act, fields: Mapping[str, Any]) -> Collection:
    """Ask, and tell the units. Raises OutOfReachError, RefusedError or ValidationError."""
    region: Region = fields["region"]
    act.refuse_unless(act.scope.covers_region(region.path), _("这个地区不在您负责的范围内。"))
    for other in Collection.objects.select_related("region").filter(year=fields["year"]):
        overlaps = region.path.startswith(other.region.path) or other.region.path.startswith(region.path)
        act.refuse_unless(not overlaps, _("“%s”已经布置过，同一网站不能重复布置。") % other)
    row = act.create(Collection(made_by_name=act.actor.name, **fields))
    units = Unit.objects.filter(pk__in=sites_asked(row).order_by().values("unit"))
    for unit in units:
        act.tell(
            SITE_REPORT_ASKED,
            people_of_units([unit]),
            key=f"{row.pk}:{unit.pk}",
            link=reverse("sitereports:own"),
            year=row.year,
            unit=unit.name,
            due=row.due,
        )
    return row
