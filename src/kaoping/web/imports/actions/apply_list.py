"""Take a previewed list over: all of its rows, or none."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.imports.models import Draft
from kaoping.web.imports.running import WRONG, RowOutcome, run_import
from kaoping.web.imports.sheets import sheet_kind


@action(Permission.IMPORT_REGISTRY, "导入清单")
def apply_list(act: Act, pk: int, now: datetime) -> list[RowOutcome]:
    """Return what became of every row. Raises RefusedError when a row has a problem now, or it was applied before."""
    draft = act.access(Draft.objects.filter(uploaded_by=act.actor.user), pk)
    act.refuse_unless(draft.applied_at is None, _("这份清单已经导入过了。"))
    kind = sheet_kind(act.actor.user, draft.kind) if act.actor.user else None
    if kind is None:
        raise OutOfReachError
    outcomes = run_import(act.actor, kind, draft.rows, keep=True)
    act.refuse_unless(
        all(outcome.state != WRONG for outcome in outcomes),
        _("清单中有的行现在不能导入，未导入任何内容；请看下面标出的问题。"),
    )
    draft.applied_at = now
    act.save(draft)
    Draft.objects.filter(pk=pk).update(rows=[])  # taken over; no entry: the rows stand in no log
    return outcomes
