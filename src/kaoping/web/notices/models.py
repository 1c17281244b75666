"""What people are told, group robots, what is sent. Notices are written in the transaction of the act that tells."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoping.web.notices.kinds import Severity, title_of
from kaoping.web.registry.models import Region, Unit
from kaoping.workflow.notices import Habits, Pace, Rung

LONGEST_TITLE, LONGEST_TEXT = 200, 1000
HOURS = (MinValueValidator(0), MaxValueValidator(23))
PACES = ((Pace.NOW.value, _("随时")), (Pace.DAILY.value, _("每日汇总")), (Pace.NEVER.value, _("不发")))


class Robot(models.Model):
    """A robot that writes into a group of WeCom, DingTalk or Feishu, for a region or a unit.

    `secret` holds its address and the key that it signs with, encrypted: who knows the address can write there.
    """

    class Platform(models.TextChoices):
        """Whose robot it is."""

        WECOM = "wecom", _("企业微信")
        DINGTALK = "dingtalk", _("钉钉")
        FEISHU = "feishu", _("飞书")

    class Audience(models.TextChoices):
        """What a region's robot passes on."""

        OFFICE = "office", _("发给考评机构的事项")
        UNITS = "units", _("发给本地区各单位的事项")

    name = models.CharField(_("名称"), max_length=60, help_text=_("便于辨认，如：全市网站联络员群"))
    platform = models.CharField(_("平台"), max_length=10, choices=Platform)
    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("地区"))
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    audience = models.CharField(_("转发内容"), max_length=10, choices=Audience, default=Audience.OFFICE)
    secret = models.CharField(_("Webhook 地址和密钥"), max_length=2000)
    muted = models.JSONField(_("不转发的类型"), default=list, blank=True)
    digest_hour = models.SmallIntegerField(
        _("每日汇总时间"), null=True, blank=True, validators=HOURS, help_text=_("几点，0–23；留空则随时转发")
    )
    quiet = models.BooleanField(_("夜间和休息日不打扰"), default=True, help_text=_("紧急事项除外"))
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("群机器人")
        verbose_name_plural = _("群机器人")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(region__isnull=True) ^ models.Q(unit__isnull=True), name="robot_of_region_or_unit"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.get_platform_display()}）"

    @property
    def place(self) -> Region | Unit | None:
        """What it works for."""
        return self.unit or self.region

    @property
    def pace(self) -> Pace:
        """How soon it passes things on."""
        return Pace.NOW if self.digest_hour is None else Pace.DAILY

    @property
    def habits(self) -> Habits:
        """When it does."""
        return Habits(self.digest_hour or 0, self.quiet)


class Notice(models.Model):
    """One thing that one person, or one robot's group, is told. `key` names what it is about: of one kind and key
    nobody is told twice.

    `unit` or `region` is the place for which the person is told. `done_at`: there is nothing left to do about it.
    `planned_at`: it was settled how and when it goes out. `rung`: how far it has risen.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("收件人"),
    )
    robot = models.ForeignKey(
        Robot, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name=_("群机器人")
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
    planned_at = models.DateTimeField(null=True, blank=True)
    rung = models.SmallIntegerField(_("上报"), default=Rung.TOLD.value)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        constraints = (
            models.UniqueConstraint(fields=("kind", "key", "person"), name="told_once"),
            models.UniqueConstraint(fields=("kind", "key", "robot"), name="told_group_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(robot__isnull=True), name="person_or_robot"
            ),
        )
        indexes = (
            models.Index(fields=("person", "-made_at")),
            models.Index(fields=("person",), condition=models.Q(read_at=None), name="unread_of_person"),
            models.Index(fields=("made_at",), condition=models.Q(planned_at=None), name="not_planned"),
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


class Delivery(models.Model):
    """One notice on its way out, by mail or through a robot. Several that are due together go out as one message.

    `attempts` is how often it was tried, the last time at `tried_at`; `problem` says in words why that failed.
    """

    class Channel(models.TextChoices):
        """Which way."""

        MAIL = "mail", _("电子邮件")
        GROUP = "group", _("群机器人")

    class State(models.TextChoices):
        """Where it stands. What failed for good waits for an administrator."""

        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        DROPPED = "dropped", _("不再需要")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", verbose_name=_("通知"))
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("计划发送"))
    attempts = models.SmallIntegerField(_("已试次数"), default=0)
    tried_at = models.DateTimeField(_("最近尝试"), null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    problem = models.CharField(_("失败原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("-due_at", "-pk")
        verbose_name = _("通知发送")
        verbose_name_plural = _("通知发送")
        constraints = (models.UniqueConstraint(fields=("notice", "channel"), name="one_way_once"),)
        indexes = (
            models.Index(fields=("due_at",), condition=models.Q(state="waiting"), name="waiting_deliveries"),
            models.Index(fields=("state", "-due_at")),
        )

    def __str__(self) -> str:
        return str(self.notice)


class Preferences(models.Model):
    """What somebody set for notices: one row each, made when something is set.

    `paces` is how soon which kind is mailed, where it is not as the kind says.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preferences", verbose_name=_("人员")
    )
    paces = models.JSONField(_("按类型"), default=dict, blank=True)
    digest_hour = models.SmallIntegerField(_("每日汇总时间"), default=9, validators=HOURS)
    quiet = models.BooleanField(_("夜间和休息日不打扰"), default=True)

    class Meta:
        verbose_name = _("通知设置")
        verbose_name_plural = _("通知设置")

    def __str__(self) -> str:
        return str(self.person)

    @property
    def habits(self) -> Habits:
        """When mail comes."""
        return Habits(self.digest_hour, self.quiet)
