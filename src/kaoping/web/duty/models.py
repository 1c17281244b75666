"""Readings of a unit's own sites day by day, what was wrong, and where reading is asked for."""

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.registry.models import WEB_ADDRESS, Region, Site, Unit


class DutyRule(models.Model):
    """Where the duty is asked for: every unit with a site in a region and below reads on every working day.

    A rule of a region below stands in place of those above it.
    """

    region = models.OneToOneField(Region, models.PROTECT, related_name="duty_rule", verbose_name=_("地区"))
    since = models.DateField(_("自"), help_text=_("从这一天起，每个工作日都要有读网记录"))
    remind_at = models.TimeField(
        _("提醒时间"), default=time(16), help_text=_("北京时间；到时还没有记录的单位收到提醒，考评机构收到汇总")
    )
    active = models.BooleanField(_("启用"), default=True)
    reminded_on = models.DateField(_("最近提醒"), null=True, editable=False)

    class Meta:
        ordering = ("region__code",)
        verbose_name = _("值班读网规定")
        verbose_name_plural = _("值班读网规定")

    def __str__(self) -> str:
        return str(self.region)


class Reading(models.Model):
    """One unit's reading of its sites on one day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="readings", verbose_name=_("单位"))
    day = models.DateField(_("日期"))
    reader = models.CharField(_("读网人"), max_length=40)
    read_at = models.TimeField(_("读网时间"))
    sites = models.ManyToManyField(Site, related_name="+", verbose_name=_("读了哪些网站"))
    looked_at = models.CharField(_("看了哪些栏目"), max_length=500, help_text=_("如：首页、动态要闻、互动交流"))
    remark = models.CharField(_("备注"), max_length=500, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("填写人")
    )
    written_at = models.DateTimeField(_("填写时间"), editable=False)

    class Meta:
        ordering = ("-day", "unit__code")
        verbose_name = _("读网记录")
        verbose_name_plural = _("读网记录")
        constraints = (models.UniqueConstraint(fields=("unit", "day"), name="one_reading_a_day"),)
        indexes = (models.Index(fields=("day", "unit")),)

    def __str__(self) -> str:
        return f"{self.unit} {self.day}"


class ReadingProblem(models.Model):
    """Something wrong that a reading found, and what became of it."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("待处理")
        HANDED = "handed", _("已转办")
        FIXED = "fixed", _("已整改")

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="problems", verbose_name=_("读网记录"))
    text = models.CharField(_("问题"), max_length=500)
    url = models.CharField(_("网址"), max_length=500, blank=True, validators=[WEB_ADDRESS])
    state = models.CharField(_("处理"), max_length=6, choices=State, default=State.OPEN)
    handed_to = models.CharField(_("转给谁"), max_length=100, blank=True, help_text=_("已转办的必填：科室、人员等"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("读网发现的问题")
        verbose_name_plural = _("读网发现的问题")

    def __str__(self) -> str:
        return self.text[:40]
