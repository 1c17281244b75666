"""Self-assessment: what a cycle asks for, what units write, what they handed in. Written only by actions."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kaoping.web.cycles.models import Cycle, Participant
from kaoping.web.pages.answers import Answer as AnyAnswer
from kaoping.web.pages.reports import AnsweredReport, HandedIn

LONGEST = 10_000  # characters of one text
TEXT, MARK, NOTE = "text", "mark", "note"
"""What an answer's key begins with: a section's text, an indicator's own mark, the reason for it."""


class Call(models.Model):
    """自评布置: that a cycle's units write a report, what is asked beside its sections, when they are reminded."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="report_call", verbose_name=_("考评周期"))
    note = models.TextField(
        _("填报说明"), max_length=2000, blank=True, help_text=_("写给单位看的要求，显示在填报页最上面")
    )
    marks = models.BooleanField(
        _("逐项自评分"), default=True, help_text=_("单位对每项指标自己打分，与自动监测的结果对照")
    )
    remind_days = models.PositiveSmallIntegerField(
        _("提前几天提醒"),
        default=5,
        validators=[MaxValueValidator(60)],
        help_text=_("截止前这么多天和前一天各提醒一次还没有报送的单位；0 表示只在前一天提醒"),
    )
    reminded_on = models.DateField(_("最近提醒"), null=True, blank=True, editable=False)
    made_by_name = models.CharField(_("布置人"), max_length=120, editable=False)
    made_at = models.DateTimeField(_("布置时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("自评布置")
        verbose_name_plural = _("自评布置")

    def __str__(self) -> str:
        return f"{self.cycle}"


class Section(models.Model):
    """One text that the report asks for."""

    class Prefill(models.TextChoices):
        """What the text begins with when a unit starts to write."""

        NOTHING = "nothing", _("空白")
        MONITORING = "monitoring", _("考评期内巡查和发现问题的情况")
        DUTY = "duty", _("考评期内值班读网的情况")

    call = models.ForeignKey(Call, models.CASCADE, related_name="sections", verbose_name=_("自评布置"))
    place = models.PositiveSmallIntegerField(_("顺序"), default=1)
    title = models.CharField(_("标题"), max_length=100)
    hint = models.CharField(_("写什么"), max_length=500, blank=True)
    required = models.BooleanField(_("必填"), default=True)
    prefill = models.CharField(_("预填"), max_length=12, choices=Prefill, default=Prefill.NOTHING)

    class Meta:
        ordering = ("place", "pk")
        verbose_name = _("报告章节")
        verbose_name_plural = _("报告章节")

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Under which the text is kept."""
        return f"{TEXT}:{self.pk}"


class Report(AnsweredReport):
    """自评报告: what one unit writes for a cycle."""

    participant = models.OneToOneField(
        Participant, models.PROTECT, related_name="self_report", verbose_name=_("参评单位")
    )
    own_total = models.DecimalField(_("自评分"), max_digits=12, decimal_places=4, null=True, blank=True)
    machine_total = models.DecimalField(_("监测得分"), max_digits=12, decimal_places=4, null=True, blank=True)
    gap = models.DecimalField(_("高出监测"), max_digits=12, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ("participant__unit__code",)
        verbose_name = _("自评报告")
        verbose_name_plural = _("自评报告")

    def __str__(self) -> str:
        return _now("%s的自评报告") % self.participant

    @staticmethod
    def answer_label(key: str) -> str:
        """Say what an answer is about, for the log and where two people differ."""
        kind, _colon, name = key.partition(":")
        said = {TEXT: _now("章节 %s"), MARK: _now("自评分 %s"), NOTE: _now("自评说明 %s")}
        return said[kind] % name if kind in said else key


class Answer(AnyAnswer):
    """A text, an own mark or its reason."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers", verbose_name=_("自评报告"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "key"), name="one_self_answer_a_key"),)
        verbose_name = _("自评内容")
        verbose_name_plural = _("自评内容")


class Submission(HandedIn):
    """A report as it was handed in."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="submissions", verbose_name=_("自评报告"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("报送记录")
        verbose_name_plural = _("报送记录")
