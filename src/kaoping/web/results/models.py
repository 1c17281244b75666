"""Scores as last computed: totals and parts of each unit. What they come from lies in the folder of the scoring."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Cycle, Participant


class Scoring(models.Model):
    """计分: how a cycle's scores were last computed. `stamp` tells whether anything has changed since."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="scoring", verbose_name=_("考评周期"))
    stamp = models.CharField(max_length=64)
    as_of = models.DateField(_("监测时间点"))
    version = models.CharField(_("计分版本"), max_length=20)
    digest = models.CharField(_("方案摘要"), max_length=80)
    computed_at = models.DateTimeField(_("计算时间"))
    seconds = models.FloatField(_("用时（秒）"), default=0)
    folder = models.CharField(max_length=200, editable=False)  # within the data folder
    problem = models.TextField(_("不能计分的原因"), blank=True)

    class Meta:
        verbose_name = _("计分")
        verbose_name_plural = _("计分")

    def __str__(self) -> str:
        return str(self.cycle)


class UnitScore(models.Model):
    """得分: what one unit came to; `total` is None while something it needs is open, between `low` and `high`."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="scores", verbose_name=_("考评周期"))
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="score", verbose_name=_("参评单位"))
    group = models.CharField(_("分类"), max_length=60)
    total = models.DecimalField(_("得分"), max_digits=24, decimal_places=6, null=True, blank=True)
    low = models.DecimalField(_("最低"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("最高"), max_digits=24, decimal_places=6, null=True, blank=True)
    of = models.DecimalField(_("满分"), max_digits=24, decimal_places=6, null=True, blank=True)
    rank = models.PositiveIntegerField(_("名次"), null=True, blank=True)
    rank_best = models.PositiveIntegerField(_("可能最好名次"))
    rank_worst = models.PositiveIntegerField(_("可能最差名次"))
    grade = models.CharField(_("等次"), max_length=60, blank=True)
    failed = models.BooleanField(_("不合格"), default=False)
    provisional = models.BooleanField(_("暂定"), default=False)
    vetoes = models.JSONField(_("单项否决"), default=list, blank=True)
    parts = models.JSONField(_("各部分"), default=list, blank=True)  # {id, title, points, low, high, of}

    class Meta:
        ordering = ("group", models.F("rank").asc(nulls_last=True), "rank_best", "participant__unit__code")
        verbose_name = _("得分")
        verbose_name_plural = _("得分")
        indexes = (models.Index(fields=("cycle", "group", "rank")),)

    def __str__(self) -> str:
        return f"{self.participant}"
