"""What the availability monitor says of a site's home page: one row a day, and its outages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.registry.models import Site


class AvailabilityDay(models.Model):
    """One Beijing day of visits to a home page, rolled up from the series (`kaoping.probe`); times in milliseconds."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="availability", verbose_name=_("网站"))
    day = models.DateField(_("日期"))
    visits = models.PositiveIntegerField(_("访问次数"))
    failures = models.PositiveIntegerField(_("不能访问次数"))
    not_measured = models.PositiveIntegerField(_("未计入次数"), default=0)
    median_ms = models.PositiveIntegerField(_("打开用时中位数"), null=True)
    slowest_ms = models.PositiveIntegerField(_("最长用时"), null=True)

    class Meta:
        ordering = ("-day",)
        verbose_name = _("可用性")
        verbose_name_plural = _("可用性")
        constraints = (models.UniqueConstraint(fields=("site", "day"), name="one_availability_a_day"),)
        indexes = (models.Index(fields=("day",)),)


class Outage(models.Model):
    """A time in which every visit to a home page failed; `since` is the first failed visit (`kaoping.probe.rollup`)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="outages", verbose_name=_("网站"))
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至"))
    visits = models.PositiveIntegerField(_("访问次数"))
    outcome = models.CharField(_("情况"), max_length=20)
    ongoing = models.BooleanField(_("尚未恢复"), default=False)

    class Meta:
        ordering = ("-since",)
        verbose_name = _("中断")
        verbose_name_plural = _("中断")
        constraints = (models.UniqueConstraint(fields=("site", "since"), name="one_outage_once"),)
        indexes = (models.Index(fields=("ongoing", "-since")),)
