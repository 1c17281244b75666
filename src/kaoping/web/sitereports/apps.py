"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteReportsConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.sitereports"
    label = "sitereports"
    verbose_name = _("网站年报")
