"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.appeals"
    label = "appeals"
    verbose_name = _("申诉")
