"""What was imported into the calendar folder, and hours of regions; the files written from them are what counts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.model.errors import InputError
from kaoping.web.calendars.sections import section_of
from kaoping.web.registry.models import Region
from kaoping.worktime.profiles import hold_section


class CalendarImport(models.Model):
    """One calendar file that was taken over: its content as it was written, and from which file."""

    name = models.CharField(_("保存为"), max_length=100)
    file_name = models.CharField(_("上传的文件"), max_length=200)
    years = models.CharField(_("年份"), max_length=60, blank=True)
    source = models.CharField(_("来源"), max_length=300, blank=True)
    text = models.TextField(_("内容"))
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("日历导入")
        verbose_name_plural = _("日历导入")

    def __str__(self) -> str:
        return self.name


class RegionHours(models.Model):
    """工作时间 of a region and all below it. What is left empty is as in the region above, or as everywhere."""

    DAY_ENDS = (("close", _("下班时")), ("midnight", _("24:00")))
    OFF_HOURS = (("same_day", _("算当天收到")), ("next_start", _("算下一个上班日收到")))

    region = models.OneToOneField(Region, models.PROTECT, related_name="hours", verbose_name=_("地区"))
    hours = models.CharField(
        _("工作时间"), max_length=100, blank=True, help_text=_("如 08:30-12:00, 14:00-17:30；留空则同上级地区")
    )
    seasons = models.TextField(
        _("季节作息"),
        blank=True,
        max_length=1000,
        help_text=_("每行一段，如 06-01 至 09-30 08:30-12:00, 14:30-18:00；可以跨年"),
    )
    days = models.TextField(
        _("当地放假、上班"),
        blank=True,
        max_length=4000,
        help_text=_("只写与全国安排不同的日子，每行一段，如 放假 2026-04-20 至 2026-04-21 三月三"),
    )
    day_end = models.CharField(_("期限最后一日截止到"), max_length=10, choices=DAY_ENDS, blank=True)
    off_hours = models.CharField(_("下班后收到的"), max_length=10, choices=OFF_HOURS, blank=True)
    written_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        ordering = ("region__code",)
        verbose_name = _("地区工作时间")
        verbose_name_plural = _("地区工作时间")

    def __str__(self) -> str:
        return _("%s工作时间") % self.region

    def clean(self) -> None:
        """Hold every field to what the files may say, and the whole to say something."""
        problems: dict[str, str] = {}
        for name in ("hours", "seasons", "days"):
            alone = RegionHours(**{name: getattr(self, name)})
            try:
                hold_section(alone.section)
            except InputError as error:
                problems[name] = str(error)
        if problems:
            raise ValidationError(problems)
        if not self.section:
            raise ValidationError(_("还什么都没有写。与上级地区相同的，不必单列。"))

    @property
    def section(self) -> dict[str, Any]:
        """The settings as a file has them. Raises InputError for a season that is no line of one."""
        return section_of(self)
