"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.imports"
    label = "imports"
    verbose_name = _("批量导入")
