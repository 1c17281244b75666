"""Give a person a role in a region or a unit."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.notice_kinds import ROLE_GRANTED
from kaoping.web.accounts.roles import (
    ALLOWED,
    GLOBAL_ROLES,
    JUDGING_ROLES,
    OF_THE_ASSESSED,
    UNIT_ROLES,
    Permission,
    Role,
)
from kaoping.web.accounts.scope import memberships_of
from kaoping.web.actions import Act, OutOfReachError, action
from kaoping.web.notices.recipients import these
from kaoping.web.registry.models import Region, Unit


@dataclass(frozen=True, slots=True)
class Grant:
    """A role and where it is to hold."""

    role: Role
    region: Region | None = None
    unit: Unit | None = None


@action(Permission.EDIT_PEOPLE, "授予角色")
def grant_role(act: Act, pk: int, grant: Grant) -> Membership:
    """Give the role. Raises RefusedError for a role that does not fit the place, the person's others or the giver."""
    person = act.access(User.objects.filter(is_active=True), pk)
    _fits_place(act, grant)
    _within_reach(act, grant)
    _separate(act, person, grant)
    known = person.memberships.filter(role=grant.role, region=grant.region, unit=grant.unit).first()
    if known:
        return known
    row = act.create(Membership(user=person, role=grant.role, region=grant.region, unit=grant.unit))
    act.tell(ROLE_GRANTED, these(person), key=str(row.pk), link=reverse("home"), role=grant.role.label, place=row.place)
    return row


def _fits_place(act: Act, grant: Grant) -> None:
    if grant.role in UNIT_ROLES:
        act.refuse_unless(grant.unit and not grant.region, _("单位角色请选择单位，不选地区。"))
    elif grant.role in GLOBAL_ROLES:
        act.refuse_unless(not grant.unit, _("该角色按地区授予；不选地区表示全部。"))
    else:
        act.refuse_unless(grant.region and not grant.unit, _("该角色请选择地区，不选单位。"))


def _within_reach(act: Act, grant: Grant) -> None:
    place = grant.unit.region if grant.unit else grant.region
    covered = act.scope.everywhere if place is None else act.scope.covers_region(place.path)
    act.refuse_unless(covered, _("授予的范围超出了您负责的范围。"))
    user = act.actor.user
    if user is None:
        return
    own = frozenset().union(*(ALLOWED[Role(row.role)] for row in memberships_of(user)))
    if not ALLOWED[grant.role] - OF_THE_ASSESSED <= own:
        raise OutOfReachError


def _separate(act: Act, person: User, grant: Grant) -> None:
    """Separation of duties: who belongs to an assessed unit marks nobody, and the other way round."""
    held = {Role(row.role) for row in person.memberships.all()}
    clash = (grant.role in JUDGING_ROLES and held & UNIT_ROLES) or (grant.role in UNIT_ROLES and held & JUDGING_ROLES)
    act.refuse_unless(not clash, _("同一人不能既属于被考评单位，又担任评估员或评审专家（职责分离）。"))
    act.refuse_unless(grant.role != Role.AUDITOR or not held - {Role.AUDITOR}, _("审计员只读，不能再担任其他角色。"))
    act.refuse_unless(
        grant.role == Role.AUDITOR or Role.AUDITOR not in held, _("该人员是审计员，只读，不能再担任其他角色。")
    )
