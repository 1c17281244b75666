"""Change what a site's list says of a column."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.registry.models import Column, Site
from kaoping.web.registry.obligations import due_on
from kaoping.web.registry.rules import claim_column


@action(Permission.EDIT_SITES, "修改栏目")
def change_column(act: Act, pk: int, edits: Mapping[str, Edit]) -> Column:
    """Change a column's fields. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    column = act.access(act.scope.units_of(Column.objects.select_related("site"), "site__unit"), pk)
    if "site" in edits:
        within = act.scope.units_of(Site.objects.filter(pk=edits["site"].wanted.pk), "unit").exists()
        act.refuse_unless(within, _("网站不在您负责的范围内。"))
    wanted = {name: edit.wanted for name, edit in edits.items()}
    if "url" in edits or "site" in edits:
        claim_column(act, column, wanted.get("site", column.site), wanted.get("url", column.url))
    last, days = wanted.get("last_item_on", column.last_item_on), wanted.get("due_days", column.due_days)
    follows = {"due_on": Edit(column.due_on, due_on(last, days)), "by_hand": Edit(column.by_hand, True)}
    return act.edit(column, {**edits, **follows})
