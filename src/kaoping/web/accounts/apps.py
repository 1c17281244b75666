"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.accounts"
    label = "accounts"
    verbose_name = _("人员与权限")
