"""Say of columns whether they belong to the list: confirm, reject, or strike off."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import BATCH, Act, action
from kaoping.web.registry.models import Column


@action(Permission.EDIT_SITES, "认定栏目")
def decide_columns(act: Act, pks: Sequence[int], state: str) -> int:
    """Set the state of columns within reach; return how many changed. Raises RefusedError for what is no decision."""
    act.refuse_unless(
        state in (Column.State.CONFIRMED, Column.State.REJECTED, Column.State.GONE), _("请选择怎样认定这些栏目。")
    )
    rows = act.scope.units_of(Column.objects.select_related("site").order_by("pk"), "site__unit")
    values = {"state": state, "by_hand": True}
    parts = (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))
    return sum(act.change_all(rows.filter(pk__in=part), values) for part in parts)
