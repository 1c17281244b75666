"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.monitoring"
    label = "monitoring"
    verbose_name = _("日常监测")
