"""What a person likes to see in the list of findings: filters and order, kept under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User


class SavedView(models.Model):
    """Filters of one person's; `query` is that of the list's address."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="finding_views", verbose_name=_("人员"))
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("筛选条件"), max_length=1000, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("保存的筛选")
        verbose_name_plural = _("保存的筛选")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="one_view_name_once"),)

    def __str__(self) -> str:
        return self.name
