"""Tell those above that nobody in a unit answers."""

from datetime import datetime

from kaoping.web.accounts.roles import Permission, Role
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.notices.models import Notice
from kaoping.web.notices.notice_kinds import NOTICE_RISEN
from kaoping.web.notices.recipients import Recipients, people_of_region, people_of_units
from kaoping.web.registry.models import Unit
from kaoping.workflow.notices import TITLES, Rung
from kaoping.worktime import show_moment


@action(Permission.MANAGE_CHANNELS, "逾期未办的通知上报")
def raise_notice(act: Act, pk: int, rung: Rung, now: datetime) -> int:
    """Let the matter of a notice rise to a rung for its unit; return how many people were told of it.

    Raises OutOfReachError for a notice that is for no unit within reach.
    """
    rows = Notice.objects.filter(unit__in=act.scope.units_of(Unit.objects.all()))
    row = act.access(rows.select_related("unit__region", "unit__superior"), pk)
    if row.unit is None:
        raise OutOfReachError
    Notice.objects.filter(kind=row.kind, key=row.key, unit=row.unit).update(rung=rung.value)
    act.note(row, rung=TITLES[rung])
    return act.tell(
        NOTICE_RISEN,
        _above(row.unit, rung),
        key=f"{pk}:{rung.value}",
        link=row.link,
        at=now,
        unit=row.unit.name,
        title=row.title,
        told=show_moment(row.made_at),
    )


def _above(unit: Unit, rung: Rung) -> Recipients:
    """Return the unit's leader; above that the unit it answers to, and the assessing body."""
    if rung is Rung.LEADER:
        return people_of_units([unit], {Role.LEADER})
    office = people_of_region(unit.region)
    return people_of_units([unit.superior]) | office if unit.superior else office
