"""The audit log: entries are only ever added; seals chain them after commit."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One change of one object by one act. Sensitive values are given by keyed digest only."""

    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("操作人")
    )
    actor_name = models.CharField(_("操作人姓名"), max_length=120)
    action = models.CharField(_("操作"), max_length=60, db_index=True)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.CharField(_("对象编号"), max_length=40)
    object_label = models.CharField(_("对象"), max_length=200)
    changes = models.JSONField(_("变更内容"), default=dict)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        indexes = (models.Index(fields=("object_type", "object_id")),)


class Seal(models.Model):
    """One link of the chain: the digest of an entry bound to the seal before it."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="seal")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
