"""How the reports of a collection stand on a day, for its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from kaoping.web.pages.columns import moment_said
from kaoping.web.pages.reports import standing
from kaoping.web.sitereports.models import Collection, SiteReport


@dataclass(frozen=True, slots=True)
class Stand:
    """The reports of a collection by site, and the day."""

    reports: Mapping[int, SiteReport]
    due: date
    today: date

    def words(self, site: int) -> str:
        """Say how a site's report stands."""
        return standing(self.reports.get(site), self.due, self.today)[1]

    def linked(self, name: str, site: int) -> Any:
        """Return a site's name, leading to its report where there is one."""
        report = self.reports.get(site)
        if report is None:
            return name
        return format_html('<a href="{}">{}</a>', reverse("sitereports:report", kwargs={"pk": report.pk}), name)

    def moment(self, report: SiteReport) -> str:
        """Say when a report was handed in."""
        return moment_said(report.submitted_at) if report.submitted_at else ""


def stand_of(collection: Collection, today: date) -> Stand:
    """Return how all reports of a collection stand; they are few fields each, one for a site."""
    return Stand({one.site_id: one for one in collection.reports.all()}, collection.due, today)
