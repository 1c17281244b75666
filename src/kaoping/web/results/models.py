"""Scores as last computed, results as they were frozen, and which unit was told which. Written only by actions."""

from typing import Any

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
    pending = models.PositiveIntegerField(_("待认定的问题"), default=0)  # suspected, and a score hangs on them

    class Meta:
        verbose_name = _("计分")
        verbose_name_plural = _("计分")

    def __str__(self) -> str:
        return str(self.cycle)


class Score(models.Model):
    """What one unit came to; `total` is None while something it needs is open, between `low` and `high`."""

    group = models.CharField(_("分类"), max_length=60)
    total = models.DecimalField(_("得分"), max_digits=24, decimal_places=6, null=True, blank=True)
    low = models.DecimalField(_("最低"), max_digits=24, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(_("最高"), max_digits=24, decimal_places=6, null=True, blank=True)
    of = models.DecimalField(_("满分"), max_digits=24, decimal_places=6, null=True, blank=True)
    rate = models.DecimalField(_("得分率"), max_digits=24, decimal_places=6, null=True, blank=True)
    rank = models.PositiveIntegerField(_("名次"), null=True, blank=True)
    rank_best = models.PositiveIntegerField(_("可能最好名次"))
    rank_worst = models.PositiveIntegerField(_("可能最差名次"))
    grade = models.CharField(_("等次"), max_length=60, blank=True)
    failed = models.BooleanField(_("不合格"), default=False)
    provisional = models.BooleanField(_("暂定"), default=False)
    vetoes = models.JSONField(_("单项否决"), default=list, blank=True)
    open_vetoes = models.JSONField(_("未决的单项否决"), default=list, blank=True)
    labels = models.JSONField(_("标注"), default=list, blank=True)
    bars = models.JSONField(_("不得评为"), default=list, blank=True)
    parts = models.JSONField(_("各部分"), default=list, blank=True)  # {id, title, points, low, high, of}
    converted = models.JSONField(_("折合"), default=list, blank=True)  # {from, title, points, low, high, to}

    class Meta:
        abstract = True
        ordering = ("group", models.F("rank").asc(nulls_last=True), "rank_best", "participant__unit__code")

    def __str__(self) -> str:
        return f"{self.participant}"  # type: ignore[attr-defined]  # each kind of score names its participant


class UnitScore(Score):
    """得分: what one unit comes to now."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="scores", verbose_name=_("考评周期"))
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="score", verbose_name=_("参评单位"))

    class Meta(Score.Meta):
        abstract = False
        verbose_name = _("得分")
        verbose_name_plural = _("得分")
        indexes = (models.Index(fields=("cycle", "group", "rank")),)


class Kept(models.Model):
    """A row that is written once: no code changes or deletes it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new row. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError(f"{self._meta.label} is written once")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise TypeError."""
        raise TypeError(f"{self._meta.label} is never deleted")


class ResultVersion(Kept):
    """成绩版本: the results of a cycle, frozen with all they came from in a sealed folder of the data folder."""

    class Kind(models.TextChoices):
        """Why the results were frozen."""

        PRELIMINARY = "preliminary", _("初步成绩")
        APPROVED = "approved", _("审定")
        REAPPROVED = "reapproved", _("复核后审定")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="versions", verbose_name=_("考评周期"))
    number = models.PositiveIntegerField(_("版本号"))
    kind = models.CharField(_("类型"), max_length=12, choices=Kind)
    made_at = models.DateTimeField(_("封存时间"))
    made_by = models.CharField(_("操作人"), max_length=120)
    reason = models.CharField(_("依据或说明"), max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name=_("取代")
    )
    as_of = models.DateField(_("监测时间点"))
    scheme_digest = models.CharField(_("方案摘要"), max_length=80)
    scoring_version = models.CharField(_("计分版本"), max_length=20)
    checks = models.JSONField(_("检查项版本"), default=dict, blank=True)
    lexicons = models.JSONField(_("词库版本"), default=dict, blank=True)
    program = models.CharField(_("程序版本"), max_length=40)
    folder = models.CharField(max_length=200, editable=False)  # within the data folder
    seal = models.CharField(_("封存摘要"), max_length=64)
    inputs_digest = models.CharField(_("计分材料摘要"), max_length=64)
    output_digest = models.CharField(_("成绩文件摘要"), max_length=64)

    class Meta:
        ordering = ("cycle", "-number")
        verbose_name = _("成绩版本")
        verbose_name_plural = _("成绩版本")
        constraints = (models.UniqueConstraint(fields=("cycle", "number"), name="one_version_number_once"),)

    def __str__(self) -> str:
        return f"{self.cycle}：第{self.number}版"


class VersionScore(Kept, Score):
    """What one unit came to in a version."""

    version = models.ForeignKey(ResultVersion, models.PROTECT, related_name="scores", verbose_name=_("成绩版本"))
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="version_scores", verbose_name=_("参评单位")
    )

    class Meta(Score.Meta):
        abstract = False
        verbose_name = _("版本中的得分")
        verbose_name_plural = _("版本中的得分")
        indexes = (models.Index(fields=("version", "group", "rank")),)
        constraints = (models.UniqueConstraint(fields=("version", "participant"), name="one_score_in_a_version"),)


class Feedback(models.Model):
    """反馈: a unit was told its result of a version; `received_at` is when one of its people first opened it."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="feedback", verbose_name=_("参评单位"))
    version = models.ForeignKey(ResultVersion, models.PROTECT, related_name="feedback", verbose_name=_("成绩版本"))
    told_at = models.DateTimeField(_("反馈时间"))
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    received_by = models.CharField(_("签收人"), max_length=120, blank=True)

    class Meta:
        ordering = ("participant", "-version__number")
        verbose_name = _("结果反馈")
        verbose_name_plural = _("结果反馈")
        constraints = (models.UniqueConstraint(fields=("participant", "version"), name="one_feedback_once"),)

    def __str__(self) -> str:
        return f"{self.participant}：{self.version}"
