"""Ask the units of a region to read their sites on every working day."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.duty.models import DutyRule
from kaoping.web.registry.models import Region


@action(Permission.MANAGE_DUTY, "规定值班读网")
def ask_for_duty(act: Act, fields: Mapping[str, Any]) -> DutyRule:
    """Add the rule of a region within reach. Raises RefusedError or ValidationError."""
    rule = DutyRule(**fields)
    within = act.scope.regions(Region.objects.filter(pk=rule.region_id)).exists()
    act.refuse_unless(within, _("地区不在您负责的范围内。"))
    return act.create(rule)
