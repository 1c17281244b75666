"""Set limits of time of a region; they hold for all regions below that say nothing."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.limits.models import RegionLimits
from kaoping.web.registry.models import Region


@action(Permission.MANAGE_LIMITS, "规定时限")
def set_limits(act: Act, region: int, edits: Mapping[str, Edit]) -> RegionLimits:
    """Change what a region (its key) says, for the first time or again; what is not named stays.

    Raises OutOfReachError, RefusedError, ConflictError or ValidationError.
    """
    act.refuse_unless("region" not in edits, _("规定的地区不能改。"))
    place = act.access(act.scope.regions(Region.objects.all()), region)  # locked: one row for each region
    row = RegionLimits.objects.filter(region=place).first()
    if row is not None:
        return act.edit(act.access(RegionLimits.objects.select_related("region"), row.pk), edits)
    return act.create(RegionLimits(region=place, **{name: one.wanted for name, one in edits.items()}))
