"""Marks: who was given what to judge, and what they said with which proof. Written only by actions."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User
from kaoping.web.cycles.models import Cycle, Participant

PROOF = "marking/%Y/%m"


class Allotment(models.Model):
    """分派: one act of giving marks to assessors. Its marks name it; nothing is dealt twice."""

    class Way(models.TextChoices):
        """How the work is dealt: whole units, whole questions, or every panel question to every expert."""

        UNIT = "unit", _("按单位（一个单位的各项由同一人评）")
        QUESTION = "question", _("按测评项（一项的各单位由同一人评）")
        PANEL = "panel", _("现场评审（每位专家都评，去掉最高最低按方案）")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="allotments", verbose_name=_("考评周期"))
    way = models.CharField(_("分派方式"), max_length=10, choices=Way, default=Way.UNIT)
    assessors = models.ManyToManyField(User, related_name="+", verbose_name=_("评估员"))
    questions = models.JSONField(_("测评项"), default=list, blank=True)
    units = models.PositiveIntegerField(_("单位数"), default=0, editable=False)
    marks_made = models.PositiveIntegerField(_("任务数"), default=0, editable=False)
    double_share = models.PositiveSmallIntegerField(
        _("双人测评比例（%）"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("随机抽这么多单位（或测评项）由两人各自独立评，用来检验一致性；现场评审不用"),
    )
    seed = models.CharField(_("随机种子"), max_length=64, editable=False)
    made_by_name = models.CharField(_("分派人"), max_length=120, editable=False)
    made_at = models.DateTimeField(_("分派时间"), auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("分派")
        verbose_name_plural = _("分派")

    def __str__(self) -> str:
        return f"{self.cycle}：{self.get_way_display()}"


class Mark(models.Model):
    """评分: one seat at one question about one unit: who judges it, and what they say.

    `question` and `period` are those of `runs.inputs.marks_layout.MarkRow`. `text` is as typed, `value` what it means
    in millionths (None for a list of values, and where nothing or 不适用 was said). Seats 1 and 2 mark independently,
    a panel has as many seats as experts, THIRD_SEAT decides where two differ; seats from APPEAL_SEAT on were given on
    appeal, and the last of them supersedes all others, which stay as they were.
    """

    class Mode(models.TextChoices):
        """What the seat is for."""

        SINGLE = "single", _("单人测评")
        DOUBLE = "double", _("双人测评")
        PANEL = "panel", _("现场评审")
        THIRD = "third", _("分歧复核")
        APPEAL = "appeal", _("申诉复核")

    class State(models.TextChoices):
        """How far it is; a finished mark is locked."""

        OPEN = "open", _("未评")
        GIVEN = "given", _("已评")
        DONE = "done", _("已锁定")

    THIRD_SEAT = 1000
    APPEAL_SEAT = 2000

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="marks", verbose_name=_("考评周期"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="marks", verbose_name=_("参评单位"))
    allotment = models.ForeignKey(
        Allotment, models.PROTECT, null=True, related_name="marks", verbose_name=_("分派"), editable=False
    )
    question = models.CharField(_("测评项"), max_length=100)
    place = models.PositiveIntegerField(default=0, editable=False)  # of the question in the scheme
    period = models.CharField(_("期次"), max_length=300, blank=True)
    seat = models.PositiveSmallIntegerField(_("席位"), default=1)
    mode = models.CharField(_("方式"), max_length=10, choices=Mode, default=Mode.SINGLE)
    assessor = models.ForeignKey(User, models.PROTECT, related_name="marks", verbose_name=_("评估员"))
    state = models.CharField(_("状态"), max_length=6, choices=State, default=State.OPEN)
    text = models.CharField(_("结果"), max_length=200, blank=True)
    value = models.BigIntegerField(null=True, blank=True, editable=False)
    not_applicable = models.BooleanField(_("不适用"), default=False)
    note = models.TextField(_("依据与理由"), max_length=4000, blank=True)
    saved_at = models.DateTimeField(_("保存时间"), null=True, blank=True)
    done_at = models.DateTimeField(_("锁定时间"), null=True, blank=True)

    class Meta:
        ordering = ("participant__unit__code", "place", "period", "seat")
        verbose_name = _("评分")
        verbose_name_plural = _("评分")
        constraints = (
            models.UniqueConstraint(fields=("participant", "question", "period", "seat"), name="one_mark_a_seat"),
            models.UniqueConstraint(
                fields=("participant", "question", "period", "assessor"),
                condition=~models.Q(mode="appeal"),
                name="one_seat_each",
            ),
        )
        indexes = (
            models.Index(fields=("assessor", "cycle", "participant", "place")),
            models.Index(fields=("assessor", "cycle", "question")),
            models.Index(fields=("cycle", "state")),
            models.Index(fields=("cycle", "mode", "question")),
        )

    def __str__(self) -> str:
        period = f" {self.period}" if self.period else ""
        return f"{self.participant}：{self.question}{period}"


class MarkFile(models.Model):
    """A file that supports a mark; a pasted picture was decoded and encoded anew, so that only the picture is left."""

    mark = models.ForeignKey(Mark, models.CASCADE, related_name="files", verbose_name=_("评分"))
    file = models.FileField(_("文件"), upload_to=PROOF)
    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    added_at = models.DateTimeField(_("添加时间"), auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("测评附件")
        verbose_name_plural = _("测评附件")

    def __str__(self) -> str:
        return self.name


class TestCall(models.Model):
    """电话或模拟测试记录: when somebody was called or asked, how long one waited, what was answered."""

    __test__ = False  # no test, whatever pytest makes of the name

    class Way(models.TextChoices):
        """How it was tried."""

        PHONE = "phone", _("电话测评")
        MESSAGE = "message", _("网上留言（模拟用户）")
        SERVICE = "service", _("网上办事（模拟用户）")
        OTHER = "other", _("其他")

    mark = models.ForeignKey(Mark, models.CASCADE, related_name="calls", verbose_name=_("评分"))
    way = models.CharField(_("方式"), max_length=10, choices=Way, default=Way.PHONE)
    at = models.DateTimeField(_("拨打（提交）时间"))
    target = models.CharField(_("号码或网址"), max_length=300, help_text=_("拨打的号码，或提交留言的网页"))
    answered = models.BooleanField(_("有人应答"), default=False)
    answered_at = models.DateTimeField(
        _("答复时间"), null=True, blank=True, help_text=_("网上留言、办事得到答复的时间；电话不用填")
    )
    waited = models.PositiveIntegerField(_("等待（秒）"), null=True, blank=True, help_text=_("到应答或放弃为止"))
    question = models.CharField(_("问了什么"), max_length=500, blank=True)
    answer = models.TextField(_("答复内容"), max_length=2000, blank=True)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("测试记录")
        verbose_name_plural = _("测试记录")

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.target}"

    def clean(self) -> None:
        """Hold an answer to come after the question."""
        if self.answered_at and self.at and self.answered_at < self.at:
            raise ValidationError({"answered_at": _("答复时间不能早于提交时间。")})


class Material(models.Model):
    """佐证材料: a file that a unit hands in for an indicator. What was returned stays; its correction is a new one."""

    class State(models.TextChoices):
        """Whether it counts."""

        SUBMITTED = "submitted", _("已报送")
        RETURNED = "returned", _("退回补正")

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="materials", verbose_name=_("参评单位"))
    indicator = models.CharField(_("指标"), max_length=100)
    file = models.FileField(_("文件"), upload_to=PROOF)
    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    late = models.BooleanField(_("逾期"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.SUBMITTED)
    why = models.CharField(_("退回原因"), max_length=300, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("报送人"))
    submitted_at = models.DateTimeField(_("报送时间"))

    class Meta:
        ordering = ("participant__unit__code", "indicator", "pk")
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        indexes = (models.Index(fields=("participant", "indicator")),)

    def __str__(self) -> str:
        return f"{self.participant}：{self.name}"
