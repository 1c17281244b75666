"""Regions, units, sites and columns, media accounts. Written only by actions; what has a history is never deleted."""

from django.core.validators import EmailValidator, MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kaoping.web.encryption import EncryptedTextField

WEB_ADDRESS = URLValidator(("http", "https"), message=_("请写完整网址，以 http:// 或 https:// 开头"))


class Region(models.Model):
    """One administrative division (行政区划); `path` is the ids from the root down, so that a subtree is a prefix."""

    class Level(models.TextChoices):
        """How far down a region is."""

        NATION = "nation", _("国家")
        PROVINCE = "province", _("省（自治区、直辖市）")
        CITY = "city", _("市（州）")
        COUNTY = "county", _("县（市、区）")
        TOWN = "town", _("乡镇（街道）")
        ZONE = "zone", _("功能区（园区）")

    name = models.CharField(_("名称"), max_length=60)
    code = models.CharField(
        _("区划代码"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^\d{6}(\d{3}(\d{3})?)?$", _("区划代码是 6、9 或 12 位数字"))],
        help_text=_("6、9 或 12 位数字，如 321300"),
    )
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级地区")
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)

    class Meta:
        ordering = ("code",)
        verbose_name = _("地区")
        verbose_name_plural = _("地区")

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An assessed body (被考评单位). One that is drawn but not ranked is `ranked=False`."""

    class Kind(models.TextChoices):
        """What a unit is; groups and classes of a scheme are assigned in the cycle."""

        GOVERNMENT = "government", _("地方政府")
        DEPARTMENT = "department", _("政府部门")
        ZONE = "zone", _("功能区（园区）")
        TOWN = "town", _("乡镇（街道）")
        INSTITUTION = "institution", _("直属事业单位")
        ENTERPRISE = "enterprise", _("公共企事业单位")
        OTHER = "other", _("其他")

    code = models.CharField(
        _("单位编号"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[\w][\w.\-]*$", _("只能由文字、数字、“-”“_”“.”组成，以文字或数字开头"))],
        help_text=_("考评中使用的编号，确定后不要再改"),
    )
    name = models.CharField(_("单位名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name=_("所属地区"))
    kind = models.CharField(_("单位类型"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name=_("主管单位")
    )
    tags = models.CharField(
        _("标签"), max_length=200, blank=True, help_text=_("多个标签用“、”分开，如：行政执法、重点民生")
    )
    ranked = models.BooleanField(_("参加排名"), default=True, help_text=_("不参加排名的下属单位仍可被抽查"))
    exempt = models.BooleanField(_("免于开设网站"), default=False)
    exempt_reason = models.CharField(_("免设依据"), max_length=200, blank=True)
    leader = models.CharField(_("分管领导"), max_length=40, blank=True, help_text=_("姓名和职务，如：张三 副局长"))
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("并入")
    )
    active = models.BooleanField(_("在册"), default=True, help_text=_("撤销或合并的单位取消勾选，历史结果保留"))

    class Meta:
        ordering = ("region__code", "code")
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        indexes = (models.Index(fields=("region", "code")),)

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """Somebody of a unit and how to reach them (通讯录); phone and mail are encrypted, and in no log.

    Who signs in has a role in a unit besides; a contact need not.
    """

    class Kind(models.TextChoices):
        """What somebody does for the unit's sites."""

        LEADER = "leader", _("分管领导")
        OFFICE = "office", _("科室负责人")
        LIAISON = "liaison", _("联络员")
        STAFF = "staff", _("工作人员")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="contacts", verbose_name=_("单位"))
    kind = models.CharField(_("身份"), max_length=8, choices=Kind, default=Kind.STAFF)
    name = models.CharField(_("姓名"), max_length=40)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    phone = EncryptedTextField(
        _("电话"),
        blank=True,
        validators=[RegexValidator(r"^[0-9+()（）\- ]{3,40}\Z", _("电话由 3–40 个数字、“+”“-”、括号和空格组成"))],
    )
    email = EncryptedTextField(_("电子邮箱"), blank=True, validators=[EmailValidator()])

    class Meta:
        ordering = ("unit__code", "kind", "name")
        verbose_name = _("联系人")
        verbose_name_plural = _("联系人")
        constraints = (models.UniqueConstraint(fields=("unit", "kind", "name"), name="one_contact_once"),)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A government website (政府网站) and where it stands in its life."""

    class State(models.TextChoices):
        """The stations of a site's life; findings count only where it is in operation."""

        NEW = "new", _("筹建中")
        RUNNING = "running", _("正常运行")
        REDESIGN = "redesign", _("改版窗口期")
        OFFLINE = "offline", _("临时下线")
        MIGRATED = "migrated", _("已迁移")
        CLOSED = "closed", _("已关停")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sites", verbose_name=_("主办单位"))
    name = models.CharField(_("网站名称"), max_length=100)
    address = models.CharField(
        _("首页网址"),
        max_length=300,
        validators=[WEB_ADDRESS],
        help_text=_("完整网址，如 https://www.example.gov.cn/"),
    )
    host = models.CharField(_("主机"), max_length=253, unique=True, editable=False)
    domains = models.CharField(
        _("其他域名"),
        max_length=300,
        blank=True,
        help_text=_("同一网站的其他域名，用“、”分开，如 m.example.gov.cn"),
    )
    site_code = models.CharField(
        _("网站标识码"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-z]{2}\d{8}$", _("网站标识码是 10 位字符"))],
        help_text=_("10 位"),
    )
    icp = models.CharField(_("ICP备案号"), max_length=40, blank=True)
    police = models.CharField(_("公安备案号"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RUNNING)
    state_until = models.DateField(_("状态截止"), null=True, blank=True, help_text=_("改版或临时下线时填写"))
    migrated_to = models.CharField(_("迁移至"), max_length=300, blank=True, validators=[WEB_ADDRESS])

    class Meta:
        ordering = ("unit__code", "host")
        verbose_name = _("网站")
        verbose_name_plural = _("网站")
        indexes = (models.Index(fields=("unit", "host")),)

    def __str__(self) -> str:
        return self.name


class SiteStateChange(models.Model):
    """One station in a site's life; the newest is the state the site is in."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="state_changes")
    state = models.CharField(_("状态"), max_length=10, choices=Site.State)
    since = models.DateField(_("自"))
    until = models.DateField(_("至"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-recorded_at", "-pk")
        verbose_name = _("网站状态变更")
        verbose_name_plural = _("网站状态变更")


class Column(models.Model):
    """A column (栏目) of a site and what it owes: together, the site's list of what it publishes (信息发布内容清单).

    Inspections only propose, and say what they saw; `by_hand` says that a person has decided on it or changed it.
    """

    class State(models.TextChoices):
        """Whether the column belongs to the list."""

        PROPOSED = "proposed", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        REJECTED = "rejected", _("不是栏目")
        GONE = "gone", _("已撤销")

    class Origin(models.TextChoices):
        """Who put it on the list."""

        MACHINE = "machine", _("巡查发现")
        PERSON = "person", _("人工登记")

    class Kind(models.TextChoices):
        """What a column holds; the values are those of inspections (`facts.column_kinds`)."""

        OVERVIEW = "overview", _("概况")
        LEADERS = "leaders", _("领导信息")
        ORGANISATION = "organisation", _("机构职能")
        NEWS = "news", _("动态要闻")
        NOTICES = "notices", _("通知公告")
        POLICY = "policy", _("政策文件")
        INTERPRETATION = "interpretation", _("政策解读")
        SERVICES = "services", _("办事服务")
        STATISTICS = "statistics", _("统计数据")
        CONSULTATION = "consultation", _("咨询留言")
        SURVEY = "survey", _("调查征集")
        INTERVIEW = "interview", _("在线访谈")
        PERSONNEL = "personnel", _("人事信息")
        PLANNING = "planning", _("规划计划")
        FINANCE = "finance", _("财政资金")
        BIDS = "bids", _("招标采购")
        TOPICS = "topics", _("专题专栏")
        ANNUAL_REPORT = "annual_report", _("年度报告")
        OTHER = "other", _("其他")

    site = models.ForeignKey(Site, models.CASCADE, related_name="columns", verbose_name=_("网站"))
    name = models.CharField(_("栏目名称"), max_length=100)
    url = models.CharField(
        _("栏目网址"), max_length=500, validators=[WEB_ADDRESS], help_text=_("栏目列表第一页的完整网址")
    )
    key = models.CharField(_("栏目标识"), max_length=520, editable=False)
    kind = models.CharField(_("栏目类别"), max_length=14, choices=Kind, default=Kind.OTHER)
    due_days = models.PositiveSmallIntegerField(
        _("更新期限"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3_650)],
        help_text=_("最多隔多少天要有新内容；留空为随时更新，不计期限"),
    )
    department = models.CharField(_("责任科室"), max_length=60, blank=True)
    keeper = models.CharField(_("责任人"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    origin = models.CharField(_("来源"), max_length=8, choices=Origin, default=Origin.PERSON, editable=False)
    by_hand = models.BooleanField(_("人工核定过"), default=False, editable=False)
    last_item_on = models.DateField(_("最近更新"), null=True, blank=True)
    due_on = models.DateField(_("更新截止"), null=True, blank=True, editable=False)
    item_count = models.PositiveIntegerField(_("信息条数"), null=True, editable=False)
    confidence = models.PositiveSmallIntegerField(_("把握（%）"), null=True, editable=False)
    last_seen = models.DateTimeField(_("最近看到"), null=True, editable=False)

    class Meta:
        ordering = ("site__host", "key")
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")
        constraints = (models.UniqueConstraint(fields=("site", "key"), name="one_column_once"),)
        indexes = (models.Index(fields=("state", "due_on")),)

    def __str__(self) -> str:
        return self.name


class MediaAccount(models.Model):
    """An account of a unit on a social platform (政务新媒体账号)."""

    class Platform(models.TextChoices):
        """Where the account is."""

        WEIXIN = "weixin", _("微信公众号")
        WEIBO = "weibo", _("微博")
        APP = "app", _("移动客户端")
        DOUYIN = "douyin", _("抖音")
        OTHER = "other", _("其他")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="media_accounts", verbose_name=_("主办单位"))
    platform = models.CharField(_("平台"), max_length=10, choices=Platform)
    name = models.CharField(_("账号名称"), max_length=60)
    identifier = models.CharField(_("账号标识"), max_length=80, help_text=_("微信号、微博网址等，同一平台内不重复"))
    last_post_on = models.DateField(_("最近更新日期"), null=True, blank=True)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ("unit__code", "platform", "name")
        verbose_name = _("新媒体账号")
        verbose_name_plural = _("新媒体账号")
        constraints = (models.UniqueConstraint(fields=("platform", "identifier"), name="one_account_once"),)

    def __str__(self) -> str:
        return self.name
