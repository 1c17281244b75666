"""A list that was uploaded and is looked at before it is taken over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.encryption import EncryptedJSONField


class Draft(models.Model):
    """The rows of one upload as text, with their line in the sheet. Seen and applied by its uploader only.

    Lists name people and how to reach them: the rows are encrypted, and dropped once they are taken over.
    """

    kind = models.CharField(_("清单"), max_length=20)
    file_name = models.CharField(_("文件"), max_length=200)
    rows = EncryptedJSONField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    applied_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
