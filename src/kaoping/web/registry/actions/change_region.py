"""Change a region, or hang it elsewhere with all below it."""

from collections.abc import Mapping

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.registry.actions.add_region import place_region
from kaoping.web.registry.models import Region


@action(Permission.EDIT_REGIONS, "修改地区")
def change_region(act: Act, pk: int, edits: Mapping[str, Edit]) -> Region:
    """Change a region's fields. Raises RefusedError when it would come to lie below itself or out of reach."""
    region = act.access(act.scope.regions(Region.objects.all()), pk)
    if "parent" in edits:
        above = edits["parent"].wanted
        act.refuse_unless(
            above is None or not above.path.startswith(region.path), _("上级地区不能是它自己或它的下级。")
        )
        act.refuse_unless(
            act.scope.everywhere or (above is not None and act.scope.covers_region(above.path)),
            _("上级地区不在您负责的范围内。"),
        )
    before = region.path
    act.edit(region, edits)
    if "parent" in edits:
        _move(region, before)
    return region


def _move(region: Region, before: str) -> None:
    place_region(region)
    below = Region.objects.filter(path__startswith=before).exclude(pk=region.pk)
    below.update(path=Concat(Value(region.path), Substr(F("path"), len(before) + 1)))
