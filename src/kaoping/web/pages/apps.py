"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.pages"
    label = "pages"
    verbose_name = _("页面")
