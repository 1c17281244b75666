"""What people are told. Written in the transaction of the act that tells of it; read, done and sent afterwards."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import Severity, title_of
from kaoping.web.registry.models import Region, Unit

LONGEST_TITLE, LONGEST_TEXT = 200, 1000


class Notice(models.Model):
    """One thing that one person is told. `key` names what it is about: of one kind and key nobody is told twice.

    `unit` or `region` is the place for which the person is told. `done_at`: there is nothing left to do about it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("收件人")
    )
    kind = models.CharField(_("类型"), max_length=60)
    key = models.CharField(max_length=120)
    severity = models.SmallIntegerField(_("程度"), choices=Severity)
    title = models.CharField(_("标题"), max_length=LONGEST_TITLE)
    text = models.CharField(_("内容"), max_length=LONGEST_TEXT, blank=True)
    link = models.CharField(_("链接"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    region = models.ForeignKey(Region, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("地区"))
    made_at = models.DateTimeField(_("时间"), default=timezone.now)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    done_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = (models.UniqueConstraint(fields=("kind", "key", "person"), name="told_once"),)
        indexes = (
            models.Index(fields=("person", "-made_at")),
            models.Index(fields=("person",), condition=models.Q(read_at=None), name="unread_of_person"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def kind_title(self) -> str:
        """What its kind is called."""
        return title_of(self.kind)

    @property
    def is_urgent(self) -> bool:
        """Whether it presses."""
        return self.severity == Severity.URGENT
