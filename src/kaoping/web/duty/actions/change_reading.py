"""Correct a reading."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kaoping.web.accounts.roles import Permission
from kaoping.web.actions import Act, Edit, action
from kaoping.web.duty.actions.write_reading import hold_sites, said
from kaoping.web.duty.models import Reading


@action(Permission.KEEP_DUTY, "修改读网记录")
def change_reading(act: Act, pk: int, edits: Mapping[str, Edit], sites: Sequence[int]) -> Reading:
    """Change a reading's fields and sites; unit and day stay.

    Raises OutOfReachError, RefusedError, ConflictError or ValidationError.
    """
    reading = act.access(act.scope.units_of(Reading.objects.select_related("unit", "written_by"), "unit"), pk)
    act.refuse_unless(not {"unit", "day"} & edits.keys(), _("单位和日期不能改。"))
    chosen = hold_sites(act, reading, sites)
    act.edit(reading, edits)
    if {site.pk for site in chosen} != set(reading.sites.values_list("pk", flat=True)):
        reading.sites.set(chosen)
        act.note(reading, sites=said(chosen))
    return reading
