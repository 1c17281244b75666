"""Change what is registered of a unit."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.registry.models import Unit
from kaoping.web.registry.rules import hold_unit


@action(Permission.EDIT_UNITS, "修改单位")
def change_unit(act: Act, pk: int, edits: Mapping[str, Edit]) -> Unit:
    """Change a unit's fields. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    unit = act.access(act.scope.units_of(Unit.objects.select_related("region", "superior")), pk)
    if "region" in edits:
        act.refuse_unless(act.scope.covers_region(edits["region"].wanted.path), _("所属地区不在您负责的范围内。"))
    if "active" in edits and not edits["active"].wanted:
        running = [site.name for site in unit.sites.exclude(state__in=("closed", "migrated"))]
        act.refuse_unless(not running, _("该单位还有未关停的网站：%s。请先办理关停或迁移。") % "、".join(running[:5]))
    act.edit(unit, edits)
    hold_unit(act, unit)
    return unit
