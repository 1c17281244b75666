"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.limits"
    label = "limits"
    verbose_name = _("时限规定")
