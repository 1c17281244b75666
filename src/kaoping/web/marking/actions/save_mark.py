"""Write down what an assessor says, while they type and when they are ready."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaoping.runs.inputs.given_values import Entry
from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.marking.asked import panel_questions, reader_for
from kaoping.web.marking.models import Mark
from kaoping.web.marking.rules import own_mark

FIELDS = frozenset({"text", "not_applicable", "note"})


@action(Permission.GIVE_MARKS, "测评打分")
def save_mark(act: Act, pk: int, edits: Mapping[str, Edit], at: datetime) -> Mark:
    """Take over an assessor's own mark, field by field.

    Raises OutOfReachError, RefusedError, ConflictError where it was changed elsewhere meanwhile, or ValidationError
    where the value is none that the rule takes.
    """
    mark = own_mark(act, pk)
    before = (mark.text, mark.not_applicable, mark.note)
    act.edit(mark, {name: edit for name, edit in edits.items() if name in FIELDS})
    if before != (mark.text, mark.not_applicable, mark.note):
        mark.value = read_value(mark)
        mark.state = Mark.State.GIVEN if mark.text or mark.not_applicable else Mark.State.OPEN
        mark.saved_at = at
        mark.save(update_fields=("value", "state", "saved_at"))
    return mark


def read_value(mark: Mark) -> int | None:
    """Return what a mark's text means, in millionths; None for a list, and where there is none.

    Raises ValidationError.
    """
    if mark.not_applicable:
        if mark.text:
            raise ValidationError({"text": _("选了“不适用”，结果请留空。")})
        if not mark.note:
            raise ValidationError({"note": _("“不适用”请写明理由。")})
        return None
    if not mark.text:
        return None
    panel = mark.question in panel_questions(mark.cycle)
    entry = Entry(
        unit=mark.participant.unit.code,
        measure=mark.question,
        period=str(mark.seat) if panel else mark.period,
        value=mark.text,
    )
    given, faults = reader_for(mark.participant).read(entry, "")
    if faults:
        raise ValidationError({"text": [fault.message for fault in faults]})
    return given[0].value if len(given) == 1 else None
