"""What the list of one's notices can be narrowed by."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import Severity, all_kinds
from kaoping.web.notices.models import Delivery, Notice


class NoticeFilters(filters.FilterSet):
    """Of one's own notices."""

    q = filters.CharFilter(label=_("标题或内容"), method="search")
    state = filters.ChoiceFilter(
        label=_("阅读"), choices=(("unread", _("未读")), ("read", _("已读"))), method="by_state"
    )
    kind = filters.ChoiceFilter(choices=lambda: [(kind.code, kind.title) for kind in all_kinds().values()])
    severity = filters.ChoiceFilter(choices=Severity)

    class Meta:
        model = Notice
        fields = ("q", "state", "kind", "severity")

    def search(self, rows: "QuerySet[Notice]", _name: str, value: str) -> "QuerySet[Notice]":
        """Look in titles and texts."""
        return rows.filter(Q(title__icontains=value) | Q(text__icontains=value))

    def by_state(self, rows: "QuerySet[Notice]", _name: str, value: str) -> "QuerySet[Notice]":
        """Keep the unread or the read ones."""
        return rows.filter(read_at__isnull=value == "unread")


class DeliveryFilters(filters.FilterSet):
    """Of what goes out."""

    q = filters.CharFilter(label=_("标题或收件人"), method="search")

    class Meta:
        model = Delivery
        fields = ("q", "state", "channel")

    def search(self, rows: "QuerySet[Delivery]", _name: str, value: str) -> "QuerySet[Delivery]":
        """Look in titles, people and robots."""
        return rows.filter(
            Q(notice__title__icontains=value)
            | Q(notice__person__name__icontains=value)
            | Q(notice__robot__name__icontains=value)
        )
