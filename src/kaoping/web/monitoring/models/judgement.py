"""What people decide about findings, and what units answer. Nothing is overwritten: a later decision supersedes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User
from kaoping.web.monitoring.models.finding import Finding
from kaoping.web.registry.models import Unit

PROOF = "monitoring/%Y/%m"


class Decision(models.Model):
    """A decision on a finding's key (`kaoping.measures.inputs.Decision`); both days are inclusive Beijing days."""

    class Kind(models.TextChoices):
        """It is a fault, it is none, it is excused, it stands after appeal; or an earlier decision is taken back."""

        CONFIRM = "confirm", _("确认")
        DISMISS = "dismiss", _("排除（误报）")
        WAIVE = "waive", _("豁免")
        UPHOLD = "uphold", _("申诉后维持")
        WITHDRAW = "withdraw", _("撤回先前的处理")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="decisions", verbose_name=_("问题"))
    kind = models.CharField(_("处理"), max_length=8, choices=Kind)
    valid_from = models.DateField(_("自"), null=True, blank=True)
    valid_until = models.DateField(_("至"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("处理人"))
    made_at = models.DateTimeField(_("处理时间"))

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("处理意见")
        verbose_name_plural = _("处理意见")
        indexes = (models.Index(fields=("finding", "made_at")), models.Index(fields=("valid_until", "kind")))

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.finding}"


class Waiver(models.Model):
    """豁免申请: asked with a reason and a last day, answered by somebody else; approving makes a decision."""

    class State(models.TextChoices):
        """Where the request stands."""

        ASKED = "asked", _("待审批")
        APPROVED = "approved", _("已批准")
        REFUSED = "refused", _("未批准")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="waivers", verbose_name=_("问题"))
    until = models.DateField(_("豁免至"), help_text=_("当日24时（北京时间）失效"))
    reason = models.CharField(_("理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    answer = models.CharField(_("审批意见"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    answered_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="waiver")

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("豁免申请")
        verbose_name_plural = _("豁免申请")
        indexes = (models.Index(fields=("state", "-asked_at")), models.Index(fields=("until",)))

    def __str__(self) -> str:
        return f"{self.finding}"


class Reply(models.Model):
    """单位反馈: what the unit answers to a finding (整改或说明; 误报反馈 is decided by the assessing body)."""

    class Kind(models.TextChoices):
        """What the unit says."""

        FALSE_POSITIVE = "false", _("误报反馈")
        WILL_FIX = "fix", _("承诺整改")
        EXPLAIN = "explain", _("情况说明")

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("待处理")
        ACCEPTED = "accepted", _("已采纳")
        REFUSED = "refused", _("未采纳")
        NOTED = "noted", _("已阅")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="replies", verbose_name=_("问题"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="replies", verbose_name=_("单位"))
    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    text = models.TextField(_("内容"), max_length=2000)
    fix_by = models.DateField(_("整改期限"), null=True, blank=True)
    proof = models.FileField(_("附件"), upload_to=PROOF, blank=True)
    proof_name = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("提交人"))
    made_at = models.DateTimeField(_("提交时间"))
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="reply")

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("单位反馈")
        verbose_name_plural = _("单位反馈")
        indexes = (models.Index(fields=("state", "kind", "-made_at")), models.Index(fields=("unit", "-made_at")))

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.finding}"
