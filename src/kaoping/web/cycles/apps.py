"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CyclesConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.cycles"
    label = "cycles"
    verbose_name = _("考评周期")
