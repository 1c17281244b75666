"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.registry"
    label = "registry"
    verbose_name = _("基础台账")
