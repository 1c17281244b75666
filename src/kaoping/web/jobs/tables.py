"""The list of what failed: columns declared once, for the page and for exports."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from kaoping.web.jobs.declaring import title_of
from kaoping.web.jobs.models import FailedWork
from kaoping.web.jobs.words import queue_title
from kaoping.web.pages.listing import TickColumn


class FailedTable(tables.Table):
    """Work that failed for good."""

    row = TickColumn()
    path = tables.Column(_("任务"))
    arguments = tables.Column(_("对象编号"), orderable=False)
    problem = tables.Column(orderable=False, attrs={"td": {"class": "words"}})

    class Meta:
        model = FailedWork
        fields = ("row", "path", "arguments", "queue", "share", "attempts", "failed_at", "problem", "put_back_at")

    def render_path(self, value: str) -> str:
        """Call it by its title."""
        return title_of(value)

    value_path = render_path

    def render_arguments(self, value: list[Any]) -> str:
        """Say them in a row."""
        return "、".join(map(str, value))

    value_arguments = render_arguments

    def render_queue(self, value: str) -> str:
        """Call it by its title."""
        return queue_title(value)

    value_queue = render_queue

    def render_problem(self, value: str) -> str:
        """Say the last line, which names the error; an export has all."""
        return value.strip().rsplit("\n", 1)[-1]

    def value_problem(self, value: str) -> str:
        """Say all of it."""
        return value
