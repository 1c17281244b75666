"""What the list of failed work can be narrowed by."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kaoping.web.jobs.declaring import POLICIES
from kaoping.web.jobs.models import FailedWork
from kaoping.web.jobs.queues import ALL
from kaoping.web.jobs.words import queue_title


def _tasks() -> list[tuple[str, Any]]:
    return [(path, policy.title) for path, policy in sorted(POLICIES.items())]


def _queues() -> list[tuple[str, str]]:
    return [(name, queue_title(name)) for name in ALL]


class FailedFilters(filters.FilterSet):
    """Of work that failed for good."""

    state = filters.ChoiceFilter(
        label=_("处理"), choices=(("open", _("未处理")), ("back", _("已重新执行"))), method="by_state"
    )
    path = filters.ChoiceFilter(label=_("任务"), choices=_tasks)
    queue = filters.ChoiceFilter(label=_("队列"), choices=_queues)

    class Meta:
        model = FailedWork
        fields = ("state", "path", "queue")

    def by_state(self, rows: "QuerySet[FailedWork]", _name: str, value: str) -> "QuerySet[FailedWork]":
        """Keep what waits for a person, or what was put back."""
        return rows.filter(put_back_at__isnull=value == "open")
