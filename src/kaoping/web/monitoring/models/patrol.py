"""Plans of inspections that repeat, the runs they lead to, their parts, and each site of a run."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.accounts.models import User
from kaoping.web.cycles.models import Cycle
from kaoping.web.registry.models import Region, Site


class Patrol(models.Model):
    """巡查计划: which sites a body has inspected, how often and how thoroughly.

    With a cycle, the sites are those of its participants and checks take the parameters of its scheme; without one, the
    sites of the region in operation are inspected with the checks' own defaults.
    """

    class Rhythm(models.TextChoices):
        """How often (日巡查、月检查、季通报)."""

        DAILY = "daily", _("每日巡查")
        WEEKLY = "weekly", _("每周巡查")
        MONTHLY = "monthly", _("月度检查")
        QUARTERLY = "quarterly", _("季度检查")

    name = models.CharField(_("名称"), max_length=100, help_text=_("如：每日巡查"))
    body = models.ForeignKey(Region, models.PROTECT, related_name="patrols", verbose_name=_("考评地区"))
    cycle = models.ForeignKey(
        Cycle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="patrols",
        verbose_name=_("考评周期"),
        help_text=_("选择后按该周期的参评单位和方案检查；不选则检查本地区全部在运行的网站"),
    )
    rhythm = models.CharField(_("频次"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    day = models.PositiveSmallIntegerField(
        _("日"), default=1, help_text=_("每周：1 为周一；每月、每季度：当月第几日（1–28）；每日不用")
    )
    at = models.TimeField(_("开始时间"), default="01:00", help_text=_("北京时间；建议在夜间"))
    max_pages = models.PositiveIntegerField(_("每个网站最多网页数"), default=300)
    pace = models.DecimalField(
        _("每秒请求数"),
        max_digits=5,
        decimal_places=2,
        default=2,
        help_text=_("对每个网站；robots.txt 要求更慢时从其要求"),
    )
    browser = models.BooleanField(_("使用浏览器"), default=False, help_text=_("较慢；截图和无障碍检查需要"))
    active = models.BooleanField(_("启用"), default=True)
    last_due = models.DateTimeField(_("上次应开始时间"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("body__code", "name")
        verbose_name = _("巡查计划")
        verbose_name_plural = _("巡查计划")
        constraints = (models.UniqueConstraint(fields=("body", "name"), name="one_patrol_name_once"),)

    def __str__(self) -> str:
        return self.name


class Run(models.Model):
    """巡查: one inspection of many sites. Its folder (`DATA/runs/<pk>`) is the truth; this row says how far it is."""

    class State(models.TextChoices):
        """How far a run is."""

        WAITING = "waiting", _("等待开始")
        RUNNING = "running", _("正在巡查")
        STOPPING = "stopping", _("正在停止")
        STOPPED = "stopped", _("已停止")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    patrol = models.ForeignKey(
        Patrol, models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("巡查计划")
    )
    body = models.ForeignKey(Region, models.PROTECT, related_name="runs", verbose_name=_("考评地区"))
    cycle = models.ForeignKey(
        Cycle, models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("考评周期")
    )
    name = models.CharField(_("名称"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("应开始时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    alive_at = models.DateTimeField(_("最近动静"), null=True, blank=True, editable=False)
    ordered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发起人")
    )
    options = models.JSONField(_("选项"), default=dict, blank=True)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        ordering = ("-due_at", "-pk")
        verbose_name = _("巡查")
        verbose_name_plural = _("巡查")
        indexes = (
            models.Index(fields=("state", "due_at")),
            models.Index(fields=("body", "-due_at")),
            models.Index(fields=("-due_at", "-id")),
            models.Index(fields=("-finished_at",)),
        )
        constraints = (models.UniqueConstraint(fields=("patrol", "due_at"), name="one_run_a_due_time"),)

    def __str__(self) -> str:
        return self.name


class RunPart(models.Model):
    """一批网站: sites of a run that are under way together, in one process and one folder, always the same ones."""

    class State(models.TextChoices):
        """How far a part is."""

        WAITING = "waiting", _("等待")
        RUNNING = "running", _("正在巡查")
        DONE = "done", _("已结束")

    run = models.ForeignKey(Run, models.CASCADE, related_name="parts", verbose_name=_("巡查"))
    number = models.PositiveIntegerField(_("批次"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    alive_at = models.DateTimeField(_("最近动静"), null=True, blank=True, editable=False)  # by the database's clock
    not_before = models.DateTimeField(null=True, blank=True, editable=False)  # after its process died
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)  # without a site getting through
    worker = models.CharField(_("所在机器"), max_length=120, blank=True)

    class Meta:
        ordering = ("run", "number")
        verbose_name = _("一批网站")
        verbose_name_plural = _("各批网站")
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="one_part_number_a_run"),)
        indexes = (models.Index(fields=("state", "alive_at")),)

    def __str__(self) -> str:
        return f"{self.run}（{self.number + 1}）"

    @property
    def folder(self) -> str:
        """The name of its folder within the run's."""
        return f"{self.number:04}"


class RunSite(models.Model):
    """One site in one run: how far it is, what was covered, what each check looked at."""

    class State(models.TextChoices):
        """How far a site is in its run."""

        WAITING = "waiting", _("等待")
        CRAWLING = "crawling", _("正在抓取")
        JUDGING = "judging", _("正在检查")
        IMPORTED = "imported", _("已完成")
        FAILED = "failed", _("未完成")
        LEFT_OUT = "left_out", _("未安排")

    class Fault(models.TextChoices):
        """Whose fault it was that a site could not be inspected, or not wholly."""

        SITE = "site", _("网站")
        NETWORK = "network", _("网络")
        US = "us", _("本系统")
        ROBOT_WALL = "robot_wall", _("网站拒绝程序访问")

    run = models.ForeignKey(Run, models.CASCADE, related_name="sites", verbose_name=_("巡查"))
    part = models.ForeignKey(
        RunPart, models.CASCADE, null=True, blank=True, related_name="sites", verbose_name=_("一批网站")
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="visits", verbose_name=_("网站"))
    address = models.CharField(_("首页网址"), max_length=300)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    folder = models.CharField(max_length=200, blank=True, editable=False)  # within the run's folder
    pages = models.PositiveIntegerField(_("网页"), default=0)
    queued = models.PositiveIntegerField(_("待访问网页"), default=0)
    links_checked = models.PositiveIntegerField(_("链接"), default=0)
    stopped_because = models.CharField(_("结束原因"), max_length=40, blank=True)
    browsed = models.PositiveIntegerField(_("浏览器查看的网页"), null=True, editable=False)  # None: none was sent
    reachable = models.BooleanField(_("可访问"), null=True)
    fault = models.CharField(_("原因在"), max_length=12, choices=Fault, blank=True)
    coverage = models.JSONField(_("覆盖情况"), default=dict)
    checks = models.JSONField(_("检查情况"), default=list)
    new_count = models.PositiveIntegerField(_("新发现"), default=0)
    fixed_count = models.PositiveIntegerField(_("已整改"), default=0)
    open_count = models.PositiveIntegerField(_("仍存在"), default=0)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        ordering = ("site__unit__code", "site__host")
        verbose_name = _("网站巡查")
        verbose_name_plural = _("网站巡查")
        constraints = (models.UniqueConstraint(fields=("run", "site"), name="one_site_a_run"),)
        indexes = (models.Index(fields=("site", "-finished_at")), models.Index(fields=("run", "state")))

    def __str__(self) -> str:
        return f"{self.site}（{self.run}）"
