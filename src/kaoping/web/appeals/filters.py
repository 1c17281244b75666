"""What the register of appeals can be narrowed by."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User
from kaoping.web.appeals.models import ANSWERS, STATES, Appeal
from kaoping.web.appeals.queries import FED_BACK, OPEN_STATES
from kaoping.web.cycles.models import Cycle
from kaoping.web.cycles.queries import cycles_seen_by

OPEN, OVERDUE = "open", "overdue"


def _cycles(request: HttpRequest | None) -> "QuerySet[Cycle]":
    if request is None or not isinstance(request.user, User):
        return Cycle.objects.none()
    return cycles_seen_by(request.user).filter(state__in=FED_BACK)


class AppealFilters(filters.FilterSet):
    """Of appeals."""

    q = filters.CharFilter(label=_("单位、指标"), method="search")
    state = filters.ChoiceFilter(
        label=_("状态"), choices=[(OPEN, _("未答复")), (OVERDUE, _("超期未答复")), *STATES], method="stands"
    )
    outcome = filters.ChoiceFilter(label=_("复核结果"), choices=ANSWERS)
    mine = filters.ChoiceFilter(label=_("复核人"), choices=(("me", _("分派给我的")),), method="given_to_me")
    cycle = filters.ModelChoiceFilter(label=_("考评周期"), field_name="participant__cycle", queryset=_cycles)

    class Meta:
        model = Appeal
        fields = ("q", "state", "outcome", "mine", "cycle")

    def search(self, rows: "QuerySet[Appeal]", _name: str, value: str) -> "QuerySet[Appeal]":
        """Look in names of units and in titles."""
        return rows.filter(Q(participant__unit__name__icontains=value) | Q(title__icontains=value))

    def stands(self, rows: "QuerySet[Appeal]", _name: str, value: str) -> "QuerySet[Appeal]":
        """Keep those in one state, all that are open, or those whose answer is late."""
        if value == OPEN:
            return rows.filter(state__in=OPEN_STATES)
        if value == OVERDUE:
            return rows.filter(state__in=OPEN_STATES, due_at__lt=timezone.now())
        return rows.filter(state=value)

    def given_to_me(self, rows: "QuerySet[Appeal]", _name: str, _value: str) -> "QuerySet[Appeal]":
        """Keep what was given to the person who asks."""
        return rows.filter(officer=self.request.user.pk) if self.request else rows
