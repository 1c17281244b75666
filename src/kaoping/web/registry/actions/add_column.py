"""Put a column on a site's list by hand."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, action
from kaoping.web.registry.models import Column, Site
from kaoping.web.registry.obligations import due_on
from kaoping.web.registry.rules import claim_column


@action(Permission.EDIT_SITES, "新增栏目")
def add_column(act: Act, fields: Mapping[str, Any]) -> Column:
    """Add a column to a site within reach; it is confirmed unless `state` says else.

    Raises RefusedError or ValidationError.
    """
    column = Column(**{"state": Column.State.CONFIRMED, **fields, "origin": Column.Origin.PERSON, "by_hand": True})
    within = act.scope.units_of(Site.objects.filter(pk=column.site_id), "unit").exists()
    act.refuse_unless(within, _("网站不在您负责的范围内。"))
    claim_column(act, column, column.site, column.url)
    column.due_on = due_on(column.last_item_on, column.due_days)
    return act.create(column)
