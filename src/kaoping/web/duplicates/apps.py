"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DuplicatesConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.duplicates"
    label = "duplicates"
    verbose_name = _("疑似重复")
