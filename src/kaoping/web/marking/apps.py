"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarkingConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.marking"
    label = "marking"
    verbose_name = _("测评打分")
