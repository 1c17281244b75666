"""Findings: what is known now of each, by its key, and what became of it from run to run."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.monitoring.models.patrol import Run
from kaoping.web.registry.models import Site


class Finding(models.Model):
    """问题: the newest sighting of one key; `kaoping.model.findings.Finding` as of its last run.

    Only what a person may have to look at is here (`fail`, `suspected`, `manual`, `not_measured`); what passed stays in
    the run's folder. `standing` is what the decision in force makes of it; decisions are rows of their own.
    """

    class State(models.TextChoices):
        """Whether the newest look at its place still saw it."""

        OPEN = "open", _("存在")
        FIXED = "fixed", _("已消失")

    class Outcome(models.TextChoices):
        """What the check says."""

        FAIL = "fail", _("不合格")
        SUSPECTED = "suspected", _("疑似，待确认")
        MANUAL = "manual", _("需人工判断")
        NOT_MEASURED = "not_measured", _("未能测量")

    class Standing(models.TextChoices):
        """What people have decided; the decision in force."""

        NONE = "", _("未处理")
        CONFIRMED = "confirm", _("已确认")
        DISMISSED = "dismiss", _("已排除（误报）")
        WAIVED = "waive", _("已豁免")
        UPHELD = "uphold", _("申诉后维持")

    class Severity(models.TextChoices):
        """What hangs on it by the scheme of the cycle: a veto, points, or nothing."""

        VETO = "veto", _("单项否决")
        SCORED = "scored", _("扣分")
        NOTICE = "notice", _("提示")

    site = models.ForeignKey(Site, models.PROTECT, related_name="findings", verbose_name=_("网站"))
    key = models.CharField(_("问题编号"), max_length=24, unique=True)
    sighting = models.CharField(max_length=24, editable=False)
    check_id = models.CharField(_("检查项"), max_length=60)
    check_version = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    outcome = models.CharField(_("判定"), max_length=12, choices=Outcome)
    severity = models.CharField(_("程度"), max_length=8, choices=Severity, default=Severity.NOTICE)
    page_kind = models.CharField(_("页面"), max_length=8)
    url = models.TextField(_("网页"))
    values = models.JSONField(default=dict)
    fault = models.CharField(_("原因在"), max_length=12, blank=True)
    reason = models.CharField(_("原因"), max_length=60, blank=True)
    snippet = models.TextField(_("摘录"), blank=True)
    evidence = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    standing = models.CharField(_("处理"), max_length=8, choices=Standing, default=Standing.NONE, blank=True)
    training = models.BooleanField(_("整改缓冲期内"), default=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="findings", verbose_name=_("最近一次巡查"))
    first_seen = models.DateTimeField(_("首次发现"))
    last_seen = models.DateTimeField(_("最近发现"))
    fixed_at = models.DateTimeField(_("消失时间"), null=True)

    class Meta:
        ordering = ("-last_seen", "-pk")
        verbose_name = _("问题")
        verbose_name_plural = _("问题")
        indexes = (
            models.Index(fields=("site", "state", "outcome")),
            models.Index(fields=("state", "outcome", "standing", "-last_seen")),
            models.Index(fields=("check_id", "state", "outcome")),
            models.Index(fields=("-last_seen", "-id")),
            models.Index(fields=("-first_seen",)),
            models.Index(fields=("run",)),
        )

    def __str__(self) -> str:
        return f"{self.check_id} {self.url}"[:120]


class FindingEvent(models.Model):
    """What became of a finding in one run; a run that saw the same again leaves none."""

    class Kind(models.TextChoices):
        """What changed."""

        NEW = "new", _("新发现")
        FIXED = "fixed", _("已消失")
        BACK = "back", _("再次出现")
        CHANGED = "changed", _("判定改变")

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="events")
    run = models.ForeignKey(Run, models.PROTECT, related_name="events", verbose_name=_("巡查"))
    kind = models.CharField(_("变化"), max_length=8, choices=Kind)
    outcome = models.CharField(_("判定"), max_length=12, choices=Finding.Outcome)
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("问题变化")
        verbose_name_plural = _("问题变化")
        indexes = (models.Index(fields=("run", "kind")), models.Index(fields=("-at", "kind")))
