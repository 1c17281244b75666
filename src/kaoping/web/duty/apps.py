"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutyConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.duty"
    label = "duty"
    verbose_name = _("值班读网")
