"""Cycles, their own copy of a scheme, who takes part, their days and steps, and draws. Written only by actions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.registry.models import Region, Unit
from kaoping.workflow.cycle import BY_ID, TITLES, State
from kaoping.workflow.cycle_days import MILESTONES
from kaoping.workflow.cycle_days import TITLES as DAY_TITLES
from kaoping.worktime import Unit as TimeUnit

DAYS = [(name, _(title)) for name, title in DAY_TITLES.items()]
STEPS = [(step.id, _(step.title)) for step in BY_ID.values()]
STATES = [(state.value, _(title)) for state, title in TITLES.items()]


class SchemeCopy(models.Model):
    """An expanded scheme, kept by its digest: what a cycle was announced with never changes, whatever the library does.

    `data` is what `kaoping.schemes.stored` writes. Rows are only ever added.
    """

    class Source(models.TextChoices):
        """Where the scheme came from."""

        LIBRARY = "library", _("内置方案")
        UPLOAD = "upload", _("上传的方案文件")

    digest = models.CharField(_("摘要"), max_length=80, unique=True)
    scheme_id = models.CharField(_("方案编号"), max_length=100)
    title = models.CharField(_("方案名称"), max_length=200)
    edition = models.CharField(_("版次"), max_length=60, blank=True)
    source = models.CharField(_("来源"), max_length=10, choices=Source)
    file_name = models.CharField(_("文件"), max_length=200, blank=True)
    data = models.JSONField()
    added_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        ordering = ("scheme_id", "edition")
        verbose_name = _("考评方案")
        verbose_name_plural = _("考评方案")

    def __str__(self) -> str:
        edition = f"，版次 {self.edition}" if self.edition else ""
        return f"{self.title}（{self.scheme_id}{edition}）"


class Cycle(models.Model):
    """考评周期: one run of a scheme over one period by the assessing body of a region."""

    class Kind(models.TextChoices):
        """How long a cycle is."""

        YEAR = "year", _("年度考评")
        QUARTER = "quarter", _("季度考评")
        MONTH = "month", _("月度检查")
        OTHER = "other", _("专项考评")

    name = models.CharField(_("名称"), max_length=100, help_text=_("如：2026年政府网站年度考评"))
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.YEAR)
    body = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="cycles",
        verbose_name=_("考评地区"),
        help_text=_("由该地区的考评机构组织，考评该地区及其下级的单位；县（市、区）可以自己组织"),
    )
    period_from = models.DateField(_("考评期自"))
    period_to = models.DateField(_("考评期至"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("计入的周期"),
        help_text=_("月度、季度结果计入的年度周期；单独考评的留空"),
    )
    feeds = models.CharField(_("计入的测评值"), max_length=100, blank=True)
    shows_scores = models.BooleanField(
        _("单位可看初步得分"),
        default=False,
        help_text=_(
            "勾选后，日常监测和年终测评期间，参评单位随时能看本单位的初步得分和依据；不勾选的，反馈结果之后才能看"
        ),
    )
    scheme = models.ForeignKey(SchemeCopy, models.PROTECT, related_name="cycles", verbose_name=_("考评方案"))
    state = models.CharField(_("状态"), max_length=12, choices=STATES, default=State.DRAFT.value, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        ordering = ("-period_from", "-pk")
        verbose_name = _("考评周期")
        verbose_name_plural = _("考评周期")
        constraints = (models.UniqueConstraint(fields=("body", "name"), name="one_name_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def now(self) -> State:
        """Where the cycle stands."""
        return State(self.state)

    def clean(self) -> None:
        """Hold the period to run forwards."""
        if self.period_from and self.period_to and self.period_to < self.period_from:
            raise ValidationError({"period_to": _("考评期的结束不能早于开始。")})


class Participant(models.Model):
    """A unit in a cycle: its group and class by the scheme, tags that the scheme asks about, whether it is exempt."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="participants", verbose_name=_("考评周期"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="participations", verbose_name=_("单位"))
    group = models.CharField(_("分类"), max_length=60, blank=True)
    category = models.CharField(_("类别"), max_length=60, blank=True)
    tags = models.CharField(_("标签"), max_length=300, blank=True, help_text=_("方案中的标签，用“、”分开"))
    site_type = models.CharField(_("网站类型"), max_length=60, blank=True)
    exempt = models.BooleanField(_("免予考评"), default=False)
    exempt_reason = models.CharField(_("免予考评的原因"), max_length=200, blank=True)

    class Meta:
        ordering = ("group", "category", "unit__code")
        verbose_name = _("参评单位")
        verbose_name_plural = _("参评单位")
        constraints = (models.UniqueConstraint(fields=("cycle", "unit"), name="one_unit_once"),)
        indexes = (models.Index(fields=("cycle", "group", "category")),)

    def __str__(self) -> str:
        return self.unit.name


class CycleDay(models.Model):
    """The rule of one milestone of a cycle: a fixed day, or so many units after an anchor."""

    UNITS = (
        (TimeUnit.WORKING_DAY.value, _("工作日")),
        (TimeUnit.DAY.value, _("日")),
        (TimeUnit.MONTH.value, _("个月")),
    )

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="days", verbose_name=_("考评周期"))
    milestone = models.CharField(_("事项"), max_length=20, choices=[one for one in DAYS if one[0] in MILESTONES])
    fixed = models.DateField(_("指定日期"), null=True, blank=True)
    anchor = models.CharField(_("起算于"), max_length=20, blank=True, choices=DAYS)
    amount = models.SmallIntegerField(_("之后"), default=0, help_text=_("0 是当日；负数是之前，如 -5"))
    unit = models.CharField(_("按"), max_length=4, choices=UNITS, default=TimeUnit.WORKING_DAY.value)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("日程")
        verbose_name_plural = _("日程")
        constraints = (models.UniqueConstraint(fields=("cycle", "milestone"), name="one_milestone_once"),)

    def __str__(self) -> str:
        return f"{self.cycle}：{self.get_milestone_display()}"


class CycleStep(models.Model):
    """A step that a cycle took; the newest led to the state it is in."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="steps", verbose_name=_("考评周期"))
    step = models.CharField(_("步骤"), max_length=20, choices=STEPS)
    before = models.CharField(_("原状态"), max_length=12, choices=STATES)
    after = models.CharField(_("现状态"), max_length=12, choices=STATES)
    on = models.DateField(_("日期"))
    by = models.CharField(_("操作人"), max_length=120)
    reason = models.CharField(_("依据或说明"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("周期步骤")
        verbose_name_plural = _("周期步骤")

    def __str__(self) -> str:
        return f"{self.cycle}：{self.get_step_display()}"


class Draw(models.Model):
    """随机抽查 of a cycle: the secret that all of its rounds come from, committed to before any list is sealed.

    `secret` is kept encrypted until it is revealed.
    """

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="draw", verbose_name=_("考评周期"))
    commitment = models.CharField(_("承诺"), max_length=64)
    public_source = models.CharField(
        _("公开值来源"),
        max_length=200,
        blank=True,
        help_text=_("抽取时再用的公开数字取自哪里、怎样写，如：2026年10月20日某彩票开奖号码，按开奖顺序，空格分开"),
    )
    secret = models.CharField(_("密钥"), max_length=300)
    committed_at = models.DateTimeField(_("承诺时间"))
    revealed_at = models.DateTimeField(_("公布密钥时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("随机抽查")
        verbose_name_plural = _("随机抽查")

    def __str__(self) -> str:
        return str(self.cycle)


class DrawRound(models.Model):
    """One round of a draw: its sealed list, then what was drawn from it. A round is drawn once."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="rounds", verbose_name=_("随机抽查"))
    name = models.CharField(_("轮次"), max_length=40, blank=True)
    sealed_text = models.TextField(_("封存名单"))
    seal = models.CharField(_("封存值"), max_length=64)
    sealed_at = models.DateTimeField(_("封存时间"))
    public = models.CharField(_("公开值"), max_length=200, blank=True)
    seed = models.CharField(_("种子"), max_length=64, blank=True)
    result = models.JSONField(_("抽查结果"), default=list, blank=True)
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("抽查轮次")
        verbose_name_plural = _("抽查轮次")
        constraints = (models.UniqueConstraint(fields=("draw", "name"), name="one_round_once"),)

    def __str__(self) -> str:
        return f"{self.draw} {self.name}".strip()
