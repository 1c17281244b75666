"""Change one unit's place, tags or exemption in a cycle."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.accounts.scope import Scope
from kaoping.web.actions import Act, Edit, action
from kaoping.web.cycles.models import Participant
from kaoping.web.cycles.placing import Place, hold_place, unknown_tags
from kaoping.web.cycles.rules import hold_open
from kaoping.web.cycles.scheme_copies import scheme_of


@action(Permission.MANAGE_CYCLES, "修改参评单位")
def change_participant(act: Act, pk: int, edits: Mapping[str, Edit]) -> Participant:
    """Change a participant's fields. Raises OutOfReachError, RefusedError, ConflictError or ValidationError."""
    row = act.access(participants_within(act.scope), pk)
    hold_open(act, row.cycle)
    act.edit(row, edits)
    hold_participant(act, row)
    return row


def hold_participant(act: Act, row: Participant) -> None:
    """Hold a participant to what the scheme knows; an exemption has its reason."""
    scheme = scheme_of(row.cycle)
    hold_place(act, scheme, Place(row.group, row.category))
    strange = unknown_tags(scheme, row.tags)
    known = "、".join(scheme.tags.values()) or _("（无）")
    act.refuse_unless(
        not strange, _("方案中没有标签“%(tags)s”；可用的：%(known)s") % {"tags": "、".join(strange), "known": known}
    )
    act.refuse_unless(
        not row.site_type or row.site_type in scheme.site_types, _("方案中没有网站类型“%s”。") % row.site_type
    )
    act.refuse_unless(not row.exempt or row.exempt_reason, _("免予考评的单位请填写原因（文件名称和文号）。"))


def participants_within(scope: Scope) -> "QuerySet[Participant]":
    """Return the participants of cycles whose body lies within the scope."""
    rows = Participant.objects.select_related("unit__region", "cycle__body", "cycle__scheme").defer(
        "cycle__scheme__data"
    )
    return scope.regions(rows, "cycle__body")
