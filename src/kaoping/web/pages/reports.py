"""What reports that units hand in have in common: how far they are, when they are late, what is kept of them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

NOT_BEGUN, MISSING = "none", "missing"
STANDINGS = (
    ("submitted", _("已报送")),
    ("late", _("逾期报送")),
    ("draft", _("填报中")),
    (NOT_BEGUN, _("未开始")),
    ("returned", _("退回补正")),
    (MISSING, _("逾期未报")),
)


class AnsweredReport(models.Model):
    """A report of many answers. Late, once it was, stays so whatever is corrected later."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("填报中")
        SUBMITTED = "submitted", _("已报送")
        RETURNED = "returned", _("退回补正")

    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFT)
    due = models.DateField(_("补正截止"), null=True, blank=True)
    late = models.BooleanField(_("逾期"), default=False)
    why = models.CharField(_("退回原因"), max_length=300, blank=True)
    begun_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    saved_at = models.DateTimeField(_("保存时间"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    submitted_by_name = models.CharField(_("报送人"), max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def open(self) -> bool:
        """Whether its unit may write it."""
        return self.state != self.State.SUBMITTED


class HandedIn(models.Model):
    """What was handed in at a moment, whole: it stays when the report is returned and corrected. Only ever added."""

    data = models.JSONField()
    sha256 = models.CharField(_("摘要"), max_length=64)
    late = models.BooleanField(_("逾期"))
    by_name = models.CharField(_("报送人"), max_length=120)
    at = models.DateTimeField(_("报送时间"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sha256


def hand_in(report: AnsweredReport, by_name: str, at: datetime, *, late: bool) -> None:
    """Set a report to be handed in; the act saves it."""
    report.state, report.late, report.why = AnsweredReport.State.SUBMITTED, report.late or late, ""
    report.submitted_at, report.submitted_by_name = at, by_name


def keep_handed_in(report: Any, data: Mapping[str, object]) -> None:
    """Keep what a report said when it was handed in, with its digest."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    report.submissions.create(
        data=data,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        late=report.late,
        by_name=report.submitted_by_name,
        at=report.submitted_at,
    )


def due_of(report: AnsweredReport | None, due: date | None) -> date | None:
    """Return the last day of one report: the new one where it was returned, else that of all."""
    return report.due if report is not None and report.due is not None else due


def is_over(due: date | None, today: date) -> bool:
    """Tell whether a last day has passed; it is itself in time."""
    return due is not None and today > due


def standing(report: AnsweredReport | None, due: date | None, today: date) -> tuple[str, str]:
    """Return how a report stands (a word for styles, and one for people); None: it was not begun."""
    if report is not None and report.state == AnsweredReport.State.SUBMITTED:
        return report.state, _now("逾期报送") if report.late else _now("已报送")
    if is_over(due_of(report, due), today):
        return MISSING, _now("逾期未报")
    return (report.state, str(report.get_state_display())) if report is not None else (NOT_BEGUN, _now("未开始"))


def standing_as(value: str, way: str, today: date, *, over: bool) -> Q:
    """Return what a row must be like for the report at `way` to stand so (see `standing`)."""
    sent = Q(**{f"{way}__state": AnsweredReport.State.SUBMITTED})
    gone = Q(**{f"{way}__due__lt": today}) | (Q(**{f"{way}__due__isnull": True}) if over else Q(pk__in=[]))
    waiting = ~sent & ~gone
    return {
        "submitted": sent & Q(**{f"{way}__late": False}),
        "late": sent & Q(**{f"{way}__late": True}),
        "draft": waiting & Q(**{f"{way}__state": AnsweredReport.State.DRAFT}),
        "returned": waiting & Q(**{f"{way}__state": AnsweredReport.State.RETURNED}),
        NOT_BEGUN: waiting & Q(**{f"{way}__isnull": True}),
        MISSING: ~sent & gone,
    }[value]


def reminds_on(due: date, today: date, days: int) -> bool:
    """Tell whether a day is one of reminding: so many days before the last one, the day before it, the day after."""
    ahead = (due - today).days
    return ahead in (1, -1) or (days > 1 and ahead == days)


def reminder_key(about: int, due: date, ahead: int) -> str:
    """Return under what somebody is reminded so many days before a last day."""
    return f"{about}:{due}:{ahead}"
