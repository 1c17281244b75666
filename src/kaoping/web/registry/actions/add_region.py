"""Put a region below another one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import Region


@action(Permission.EDIT_REGIONS, "新增地区")
def add_region(act: Act, fields: Mapping[str, Any]) -> Region:
    """Add a region. Raises RefusedError outside the person's own subtree; ValidationError for bad fields."""
    region = Region(**fields)
    parent = region.parent
    act.refuse_unless(
        act.scope.everywhere or (parent is not None and act.scope.covers_region(parent.path)),
        _("只能在您负责的地区之下新增地区，请选择上级地区。"),
    )
    act.create(region)
    place_region(region)
    return region


def place_region(region: Region) -> None:
    """Write a new region's path, which holds its own number."""
    region.path = f"{region.parent.path if region.parent else '/'}{region.pk}/"
    Region.objects.filter(pk=region.pk).update(path=region.path)
