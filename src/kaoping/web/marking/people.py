"""Who may judge in a cycle: those whose role reaches its body, and who belong to no unit that is assessed in it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import Membership, User
from kaoping.web.accounts.roles import Permission, roles_with
from kaoping.web.actions import Act
from kaoping.web.cycles.models import Cycle


def assessors_of(cycle: Cycle) -> "QuerySet[User]":
    """Return the people who may be given marks of a cycle."""
    above = [int(key) for key in cycle.body.path.split("/") if key]
    reaches = Q(region__in=above) | Q(region__isnull=True, unit__isnull=True)
    marking = Membership.objects.filter(reaches, user=OuterRef("pk"), role__in=roles_with(Permission.GIVE_MARKS))
    assessed = of_assessed_units(cycle).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(marking), ~Exists(assessed), is_active=True)


def of_assessed_units(cycle: Cycle) -> "QuerySet[Membership]":
    """Return the roles that people have in units of a cycle."""
    return Membership.objects.filter(unit__participations__cycle=cycle)


def hold_apart(act: Act, cycle: Cycle) -> None:
    """Refuse an actor who belongs to an assessed unit: nobody judges where they have a part."""
    belongs = act.actor.user is not None and of_assessed_units(cycle).filter(user=act.actor.user).exists()
    act.refuse_unless(not belongs, _("本周期参评单位的人员不能参加测评打分，请由考评机构改派他人。"))
