"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.audit"
    label = "audit"
    verbose_name = _("操作日志")
