"""What putting one unit into another would move, leave, and what stands in the way: asked by the page and the act."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kaoping.web.accounts.models import Membership
from kaoping.web.accounts.scope import Scope, any_of
from kaoping.web.cycles.models import Participant
from kaoping.web.registry.models import Contact, MediaAccount, Site, Unit
from kaoping.workflow.cycle import State

OVER = (State.CLOSED.value, State.CANCELLED.value)
"""Cycles in these states keep their units as they were."""


@dataclass(frozen=True, slots=True)
class Merge:
    """One unit (`gone`) that goes into another (`kept`)."""

    gone: Unit
    kept: Unit

    def sites(self) -> "QuerySet[Site]":
        """Return the sites that move."""
        return self.gone.sites.select_related("unit")

    def accounts(self) -> "QuerySet[MediaAccount]":
        """Return the media accounts that move."""
        return self.gone.media_accounts.select_related("unit")

    def subordinates(self) -> "QuerySet[Unit]":
        """Return the units whose superior changes."""
        return Unit.objects.filter(superior=self.gone).exclude(pk=self.kept.pk).select_related("region", "superior")

    def contacts(self) -> "QuerySet[Contact]":
        """Return the contacts that move: those whom the unit that stays does not list already."""
        return self.gone.contacts.select_related("unit").exclude(pk__in=self.known_contacts().values("pk"))

    def known_contacts(self) -> "QuerySet[Contact]":
        """Return the contacts that both list; they are dropped."""
        wanted = any_of(Q(kind=kind, name=name) for kind, name in self.kept.contacts.values_list("kind", "name"))
        return self.gone.contacts.select_related("unit").filter(wanted)

    def memberships(self) -> "QuerySet[Membership]":
        """Return the roles that move."""
        return self._memberships().exclude(pk__in=self.known_memberships().values("pk"))

    def known_memberships(self) -> "QuerySet[Membership]":
        """Return the roles that somebody has in both units; they are dropped."""
        wanted = any_of(Q(user=user, role=role) for user, role in self.kept.memberships.values_list("user", "role"))
        return self._memberships().filter(wanted)

    def participations(self) -> "QuerySet[Participant]":
        """Return the places in cycles that move: in cycles that are not over, without the unit that stays."""
        return self._participations().exclude(cycle__participants__unit=self.kept)

    def doubled(self) -> "QuerySet[Participant]":
        """Return the places in drafts that both have; they are dropped."""
        return self._participations().filter(cycle__state=State.DRAFT.value, cycle__participants__unit=self.kept)

    def obstacles(self, scope: Scope) -> list[str]:
        """Return why it cannot be done, in words that say what to do first."""
        found = []
        if self.gone.pk == self.kept.pk:
            return [_("不能并入自己；请选择另一个单位。")]
        if not self.gone.active:
            found.append(_("“%s”已不在册。") % self.gone)
        if not self.kept.active:
            found.append(_("“%s”已不在册，不能并入。") % self.kept)
        places = self._participations()
        both = places.exclude(cycle__state=State.DRAFT.value).filter(cycle__participants__unit=self.kept)
        first = _("两个单位都参加了“%s”；请先在该周期中移出其一，或等它归档。")
        found.extend(first % row.cycle for row in both)
        above = _("“%s”由上级考评机构组织；请它来合并。")
        found.extend(above % row.cycle for row in places if not scope.covers_region(row.cycle.body.path))
        return found

    def _participations(self) -> "QuerySet[Participant]":
        rows = Participant.objects.filter(unit=self.gone).exclude(cycle__state__in=OVER)
        return rows.select_related("cycle__body", "unit")

    def _memberships(self) -> "QuerySet[Membership]":
        return self.gone.memberships.select_related("user", "unit", "region")

    def counts(self) -> list[tuple[str, int]]:
        """Return what moves and what is dropped, with how many of each; nothing of which there is none."""
        rows: list[tuple[str, QuerySet[Any]]] = [
            (_("移交网站"), self.sites()),
            (_("移交新媒体账号"), self.accounts()),
            (_("移交联系人"), self.contacts()),
            (_("去掉重复的联系人"), self.known_contacts()),
            (_("移交人员角色"), self.memberships()),
            (_("去掉重复的人员角色"), self.known_memberships()),
            (_("移交考评周期中的位置"), self.participations()),
            (_("移出草拟中的考评周期（两个单位都在其中）"), self.doubled()),
            (_("改换主管单位的下属单位"), self.subordinates()),
        ]
        return [(title, found.count()) for title, found in rows if found.exists()]
