"""Hand in a file that supports a unit's case."""

from datetime import datetime

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.marking.materials import due_day, indicators_of, own_participants
from kaoping.web.marking.models import Material
from kaoping.web.marking.rules import hold_marking
from kaoping.web.pages.uploads import Upload
from kaoping.worktime import beijing_date

MOST = 50


@action(Permission.SUBMIT_MATERIALS, "报送佐证材料")
def submit_material(act: Act, participant: int, fields: dict[str, str], upload: Upload, *, at: datetime) -> Material:
    """Keep a file for an indicator (`fields`: indicator, note); after the last day it is taken and flagged as late.

    Raises OutOfReachError, RefusedError once results are approved, or ValidationError.
    """
    user = act.actor.user
    if user is None:
        raise OutOfReachError
    row = act.access(own_participants(user), participant)
    hold_marking(act, row.cycle)
    act.refuse_unless(fields["indicator"] in indicators_of(row), _("请选择本单位的指标。"))
    held = row.materials.filter(indicator=fields["indicator"], state=Material.State.SUBMITTED)
    act.refuse_unless(not held.filter(sha256=upload.sha256).exists(), _("这份文件已经报送过，不用再报。"))
    act.refuse_unless(held.count() < MOST, _("一个指标最多 %s 份材料，请合并后再报。") % MOST)
    due = due_day(row.cycle)
    new = Material(
        participant=row,
        indicator=fields["indicator"],
        name=upload.name,
        kind=upload.kind,
        size=upload.size,
        sha256=upload.sha256,
        note=fields.get("note", ""),
        late=due is not None and beijing_date(at) > due,
        submitted_by=user,
        submitted_at=at,
    )
    new.file.save(upload.content.name or "", upload.content, save=False)
    return act.create(new)
