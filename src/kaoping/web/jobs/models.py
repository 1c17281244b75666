"""Work that could not be done, which waits for a person to look."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FailedWork(models.Model):
    """未完成的后台任务: one call that failed as often as it may be tried."""

    path = models.CharField(_("任务"), max_length=200)
    arguments = models.JSONField(_("参数"), default=list)
    queue = models.CharField(_("队列"), max_length=32)
    share = models.CharField(_("地区"), max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(_("已尝试次数"))
    failed_at = models.DateTimeField(_("失败时间"))
    problem = models.TextField(_("原因"))
    put_back_at = models.DateTimeField(_("重新执行时间"), null=True, blank=True)

    class Meta:
        ordering = ("-failed_at", "-pk")
        verbose_name = _("未完成的后台任务")
        verbose_name_plural = _("未完成的后台任务")
        indexes = (models.Index(fields=("put_back_at", "-failed_at")),)

    def __str__(self) -> str:
        return f"{self.path}{self.arguments}"
