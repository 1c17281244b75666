"""What was imported into the calendar folder; the files there are what counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
