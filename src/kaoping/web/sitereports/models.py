"""Annual site reports: what is collected where and until when, and what units write. Written only by actions."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kaoping.web.pages.answers import Answer as AnyAnswer
from kaoping.web.pages.reports import AnsweredReport, HandedIn
from kaoping.web.registry.models import Region, Site
from kaoping.web.sitereports.fields import full_title


class Collection(models.Model):
    """年报布置: that the sites of a region and below report on a year, until a day."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="site_report_calls", verbose_name=_("地区"))
    year = models.PositiveSmallIntegerField(
        _("年度"), validators=[MinValueValidator(2015), MaxValueValidator(2100)], help_text=_("报表所属的年份")
    )
    due = models.DateField(_("报送截止"), help_text=_("应在次年 1 月 31 日前发布；地方可以提前"))
    remind_days = models.PositiveSmallIntegerField(
        _("提前几天提醒"),
        default=7,
        validators=[MaxValueValidator(60)],
        help_text=_("截止前这么多天和前一天各提醒一次还没有报送的单位；0 表示只在前一天提醒"),
    )
    note = models.TextField(_("填报说明"), max_length=2000, blank=True)
    reminded_on = models.DateField(_("最近提醒"), null=True, blank=True, editable=False)
    made_by_name = models.CharField(_("布置人"), max_length=120, editable=False)
    made_at = models.DateTimeField(_("布置时间"), auto_now_add=True)

    class Meta:
        ordering = ("-year", "region__code")
        verbose_name = _("网站年报布置")
        verbose_name_plural = _("网站年报布置")
        constraints = (models.UniqueConstraint(fields=("region", "year"), name="one_site_report_call"),)

    def __str__(self) -> str:
        return _now("%(region)s %(year)s 年度") % {"region": self.region, "year": self.year}


class SiteReport(AnsweredReport):
    """政府网站工作年度报表 of one site for one year."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="reports", verbose_name=_("年报布置"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="year_reports", verbose_name=_("网站"))
    warnings = models.PositiveSmallIntegerField(_("异常数字"), default=0)

    class Meta:
        ordering = ("site__unit__code", "site__host")
        verbose_name = _("网站年报")
        verbose_name_plural = _("网站年报")
        constraints = (models.UniqueConstraint(fields=("collection", "site"), name="one_report_a_site"),)

    def __str__(self) -> str:
        return _now("%(site)s %(year)s 年度报表") % {"site": self.site, "year": self.collection.year}

    @staticmethod
    def answer_label(key: str) -> str:
        """Say what an answer is about."""
        return full_title(key)


class Answer(AnyAnswer):
    """One field of a report."""

    report = models.ForeignKey(SiteReport, models.CASCADE, related_name="answers", verbose_name=_("网站年报"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "key"), name="one_site_answer_a_key"),)
        verbose_name = _("年报内容")
        verbose_name_plural = _("年报内容")


class Submission(HandedIn):
    """A report as it was handed in."""

    report = models.ForeignKey(SiteReport, models.CASCADE, related_name="submissions", verbose_name=_("网站年报"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("年报报送记录")
        verbose_name_plural = _("年报报送记录")
