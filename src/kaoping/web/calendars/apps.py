"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.calendars"
    label = "calendars"
    verbose_name = _("工作日历")
