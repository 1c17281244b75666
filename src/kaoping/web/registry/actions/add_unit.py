"""Register a unit."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import Unit
from kaoping.web.registry.rules import hold_unit


@action(Permission.EDIT_UNITS, "新增单位")
def add_unit(act: Act, fields: Mapping[str, Any]) -> Unit:
    """Add a unit in a region within reach. Raises RefusedError or ValidationError."""
    unit = Unit(**fields)
    act.refuse_unless(act.scope.covers_region(unit.region.path), _("所属地区不在您负责的范围内。"))
    hold_unit(act, unit)
    return act.create(unit)
