"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.results"
    label = "results"
    verbose_name = _("得分")
