"""Registers the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notifications."""

    name = "kaoping.web.notices"
    label = "notices"
    verbose_name = _("通知")
