"""Change until when annual site reports are due, and what is said about them."""

from collections.abc import Mapping

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.sitereports.models import Collection
from kaoping.web.sitereports.queries import collections_within

FIELDS = frozenset({"due", "remind_days", "note"})


@action(Permission.MANAGE_REPORTS, "修改网站年报布置")
def change_collection(act: Act, pk: int, edits: Mapping[str, Edit]) -> Collection:
    """Take over what was changed; region and year stay. Raises OutOfReachError, ConflictError or ValidationError."""
    row = act.access(collections_within(act.scope), pk)
    return act.edit(row, {name: edit for name, edit in edits.items() if name in FIELDS})
