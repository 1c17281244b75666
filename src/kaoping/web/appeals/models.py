"""Appeals with their proof, what a decision changed, and the limits of a cycle. Written only by actions."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User
from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.marking.models import Mark
from kaoping.web.monitoring.models import Decision, Finding
from kaoping.web.results.models import ResultVersion
from kaoping.workflow.appeal import OPEN, OUTCOMES, TITLES, Limits, Outcome, State
from kaoping.worktime import DayEnd

PROOF = "appeals/%Y/%m"
STATES = [(state.value, _(title)) for state, title in TITLES.items()]
ANSWERS = [(outcome.value, _(title)) for outcome, title in OUTCOMES.items()]


class AppealTerms(models.Model):
    """申诉期限: those of one cycle, where its assessing body has set them."""

    class Ends(models.TextChoices):
        """When the last working day ends."""

        CLOSE = DayEnd.CLOSE.value, _("当日下班时")
        MIDNIGHT = DayEnd.MIDNIGHT.value, _("当日24:00")

    _days = (MinValueValidator(1), MaxValueValidator(60))

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="appeal_terms", verbose_name=_("考评周期"))
    file_days = models.PositiveSmallIntegerField(
        _("提出申诉"), default=3, validators=_days, help_text=_("签收结果后几个工作日内提出，签收当日不计")
    )
    answer_days = models.PositiveSmallIntegerField(
        _("答复申诉"), default=3, validators=_days, help_text=_("收到申诉后几个工作日内答复，收到当日不计")
    )
    ends = models.CharField(_("最后一日截止于"), max_length=8, choices=Ends, default=Ends.CLOSE)

    class Meta:
        verbose_name = _("申诉期限")
        verbose_name_plural = _("申诉期限")

    def __str__(self) -> str:
        return str(self.cycle)

    @property
    def limits(self) -> Limits:
        """The limits as the rules take them."""
        return Limits(self.file_days, self.answer_days, DayEnd(self.ends))


class Appeal(models.Model):
    """申诉: what a unit says against one deduction or veto in a version of its result, and what was answered.

    `item` is the id of the indicator, adjustment or veto in the scheme; `finding_key` names one of the findings under
    it, where the appeal is about that one alone. What came late is kept with the reason, in state `late`.
    """

    class Kind(models.TextChoices):
        """What it is against."""

        DEDUCTION = "deduction", _("扣分")
        VETO = "veto", _("单项否决")

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="appeals", verbose_name=_("单位"))
    version = models.ForeignKey(ResultVersion, models.PROTECT, related_name="appeals", verbose_name=_("成绩版本"))
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.DEDUCTION)
    item = models.CharField(_("指标编号"), max_length=100)
    title = models.CharField(_("指标"), max_length=300)
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name=_("问题")
    )
    finding_key = models.CharField(_("问题编号"), max_length=24, blank=True)
    points = models.DecimalField(_("扣分"), max_digits=24, decimal_places=6, null=True, blank=True)
    text = models.TextField(_("申诉理由"), max_length=4000)
    state = models.CharField(_("状态"), max_length=10, choices=STATES, default=State.FILED.value)
    received_at = models.DateTimeField(_("结果签收时间"))
    file_due_at = models.DateTimeField(_("申诉截止"))
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("申诉人"))
    filed_at = models.DateTimeField(_("申诉时间"))
    refusal = models.CharField(_("不受理的原因"), max_length=500, blank=True)
    due_at = models.DateTimeField(_("答复期限"), null=True, blank=True)
    officer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name=_("复核人")
    )
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("受理人")
    )
    accepted_at = models.DateTimeField(_("受理时间"), null=True, blank=True)
    outcome = models.CharField(_("复核结果"), max_length=10, choices=ANSWERS, blank=True)
    answer = models.TextField(_("答复"), max_length=4000, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    effect = models.JSONField(_("对得分的影响"), null=True, blank=True)  # `effect.Effect.kept`
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        ordering = (models.F("due_at").asc(nulls_last=True), "pk")
        verbose_name = _("申诉")
        verbose_name_plural = _("申诉")
        constraints = (
            models.UniqueConstraint(
                fields=("participant", "version", "item", "finding_key"),
                condition=~Q(state__in=(State.WITHDRAWN.value, State.LATE.value)),
                name="one_appeal_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_at")),
            models.Index(fields=("participant", "version")),
            models.Index(fields=("officer", "state")),
        )

    def __str__(self) -> str:
        return f"{self.participant}：{self.title}"[:200]

    @property
    def now(self) -> State:
        """Where it stands."""
        return State(self.state)

    @property
    def open(self) -> bool:
        """Whether somebody has still to act."""
        return self.now in OPEN

    @property
    def helped(self) -> bool:
        """Whether the unit was found to be right, wholly or in part."""
        return self.outcome in (Outcome.UPHELD.value, Outcome.PARTLY.value)


class AppealFile(models.Model):
    """A file that supports an appeal."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="files", verbose_name=_("申诉"))
    file = models.FileField(_("文件"), upload_to=PROOF)
    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(_("摘要"), max_length=64)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("申诉证明材料")
        verbose_name_plural = _("申诉证明材料")

    def __str__(self) -> str:
        return self.name


class Ruling(models.Model):
    """One thing that a decision on an appeal changed: a mark that superseded others, or a decision on a finding.

    `elsewhere`: the same false finding on the site of another unit.
    """

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="rulings", verbose_name=_("申诉"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("单位"))
    mark = models.OneToOneField(Mark, models.PROTECT, null=True, blank=True, verbose_name=_("评分"))
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, verbose_name=_("问题的处理"))
    before = models.CharField(_("原"), max_length=300, blank=True)
    after = models.CharField(_("改为"), max_length=300)
    elsewhere = models.BooleanField(_("其他单位的同样问题"), default=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("申诉改变的内容")
        verbose_name_plural = _("申诉改变的内容")

    def __str__(self) -> str:
        return f"{self.participant}：{self.after}"[:200]
