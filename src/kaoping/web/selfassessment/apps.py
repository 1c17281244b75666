"""The app's name for Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelfAssessmentConfig(AppConfig):
    """See the package."""

    name = "kaoping.web.selfassessment"
    label = "selfassessment"
    verbose_name = _("自评报告")
