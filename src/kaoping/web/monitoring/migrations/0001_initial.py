"""The first tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_initial"),
        ("registry", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=24, unique=True, verbose_name="问题编号")),
                ("sighting", models.CharField(editable=False, max_length=24)),
                ("check_id", models.CharField(max_length=60, verbose_name="检查项")),
                ("check_version", models.CharField(max_length=20)),
                ("params", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("fail", "不合格"),
                            ("suspected", "疑似，待确认"),
                            ("manual", "需人工判断"),
                            ("not_measured", "未能测量"),
                        ],
                        max_length=12,
                        verbose_name="判定",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("veto", "单项否决"), ("scored", "扣分"), ("notice", "提示")],
                        default="notice",
                        max_length=8,
                        verbose_name="程度",
                    ),
                ),
                ("page_kind", models.CharField(max_length=8, verbose_name="页面")),
                ("url", models.TextField(verbose_name="网页")),
                ("values", models.JSONField(default=dict)),
                ("fault", models.CharField(blank=True, max_length=12, verbose_name="原因在")),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="原因")),
                ("snippet", models.TextField(blank=True, verbose_name="摘录")),
                ("evidence", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "存在"), ("fixed", "已消失")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "未处理"),
                            ("confirm", "已确认"),
                            ("dismiss", "已排除（误报）"),
                            ("waive", "已豁免"),
                            ("uphold", "申诉后维持"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="处理",
                    ),
                ),
                ("training", models.BooleanField(default=False, verbose_name="整改缓冲期内")),
                ("first_seen", models.DateTimeField(verbose_name="首次发现")),
                ("last_seen", models.DateTimeField(verbose_name="最近发现")),
                ("fixed_at", models.DateTimeField(null=True, verbose_name="消失时间")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="registry.site",
                        verbose_name="网站",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
                "verbose_name_plural": "问题",
                "ordering": ("-last_seen", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirm", "确认"),
                            ("dismiss", "排除（误报）"),
                            ("waive", "豁免"),
                            ("uphold", "申诉后维持"),
                            ("withdraw", "撤回先前的处理"),
                        ],
                        max_length=8,
                        verbose_name="处理",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="自")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="至")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                ("made_at", models.DateTimeField(verbose_name="处理时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="monitoring.finding",
                        verbose_name="问题",
                    ),
                ),
            ],
            options={
                "verbose_name": "处理意见",
                "verbose_name_plural": "处理意见",
                "ordering": ("made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Patrol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="如：每日巡查", max_length=100, verbose_name="名称")),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("daily", "每日巡查"),
                            ("weekly", "每周巡查"),
                            ("monthly", "月度检查"),
                            ("quarterly", "季度检查"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="频次",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="每周：1 为周一；每月、每季度：当月第几日（1–28）；每日不用",
                        verbose_name="日",
                    ),
                ),
                ("at", models.TimeField(default="01:00", help_text="北京时间；建议在夜间", verbose_name="开始时间")),
                ("max_pages", models.PositiveIntegerField(default=300, verbose_name="每个网站最多网页数")),
                (
                    "pace",
                    models.DecimalField(
                        decimal_places=2,
                        default=2,
                        help_text="对每个网站；robots.txt 要求更慢时从其要求",
                        max_digits=5,
                        verbose_name="每秒请求数",
                    ),
                ),
                (
                    "browser",
                    models.BooleanField(
                        default=False, help_text="较慢；截图和无障碍检查需要", verbose_name="使用浏览器"
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                ("last_due", models.DateTimeField(editable=False, null=True, verbose_name="上次应开始时间")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patrols",
                        to="registry.region",
                        verbose_name="考评地区",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        blank=True,
                        help_text="选择后按该周期的参评单位和方案检查；不选则检查本地区全部在运行的网站",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patrols",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "巡查计划",
                "verbose_name_plural": "巡查计划",
                "ordering": ("body__code", "name"),
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("false", "误报反馈"), ("fix", "承诺整改"), ("explain", "情况说明")],
                        max_length=8,
                        verbose_name="类型",
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="内容")),
                ("fix_by", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                ("proof", models.FileField(blank=True, upload_to="monitoring/%Y/%m", verbose_name="附件")),
                ("proof_name", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待处理"), ("accepted", "已采纳"), ("refused", "未采纳"), ("noted", "已阅")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="提交时间")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="monitoring.decision",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="monitoring.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="registry.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位反馈",
                "verbose_name_plural": "单位反馈",
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待开始"),
                            ("running", "正在巡查"),
                            ("stopping", "正在停止"),
                            ("stopped", "已停止"),
                            ("done", "已完成"),
                            ("failed", "未完成"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="应开始时间")),
                ("started_at", models.DateTimeField(null=True, verbose_name="开始时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("alive_at", models.DateTimeField(editable=False, null=True, verbose_name="最近动静")),
                ("options", models.JSONField(default=dict, verbose_name="选项")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="registry.region",
                        verbose_name="考评地区",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
                (
                    "patrol",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="monitoring.patrol",
                        verbose_name="巡查计划",
                    ),
                ),
            ],
            options={
                "verbose_name": "巡查",
                "verbose_name_plural": "巡查",
                "ordering": ("-due_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="FindingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("new", "新发现"), ("fixed", "已消失"), ("back", "再次出现"), ("changed", "判定改变")],
                        max_length=8,
                        verbose_name="变化",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("fail", "不合格"),
                            ("suspected", "疑似，待确认"),
                            ("manual", "需人工判断"),
                            ("not_measured", "未能测量"),
                        ],
                        max_length=12,
                        verbose_name="判定",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="monitoring.finding"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="monitoring.run",
                        verbose_name="巡查",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题变化",
                "verbose_name_plural": "问题变化",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="finding",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="monitoring.run",
                verbose_name="最近一次巡查",
            ),
        ),
        migrations.CreateModel(
            name="RunSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=300, verbose_name="首页网址")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待"),
                            ("crawling", "正在抓取"),
                            ("judging", "正在检查"),
                            ("imported", "已完成"),
                            ("failed", "未完成"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("folder", models.CharField(blank=True, editable=False, max_length=200)),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="网页")),
                ("links_checked", models.PositiveIntegerField(default=0, verbose_name="链接")),
                ("stopped_because", models.CharField(blank=True, max_length=40, verbose_name="结束原因")),
                ("reachable", models.BooleanField(null=True, verbose_name="可访问")),
                ("coverage", models.JSONField(default=dict, verbose_name="覆盖情况")),
                ("checks", models.JSONField(default=list, verbose_name="检查情况")),
                ("new_count", models.PositiveIntegerField(default=0, verbose_name="新发现")),
                ("fixed_count", models.PositiveIntegerField(default=0, verbose_name="已整改")),
                ("open_count", models.PositiveIntegerField(default=0, verbose_name="仍存在")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sites",
                        to="monitoring.run",
                        verbose_name="巡查",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="registry.site",
                        verbose_name="网站",
                    ),
                ),
            ],
            options={
                "verbose_name": "网站巡查",
                "verbose_name_plural": "网站巡查",
                "ordering": ("site__unit__code", "site__host"),
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(help_text="当日24时（北京时间）失效", verbose_name="豁免至")),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "待审批"), ("approved", "已批准"), ("refused", "未批准")],
                        default="asked",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="审批意见")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="审批时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审批人",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waiver",
                        to="monitoring.decision",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="monitoring.finding",
                        verbose_name="问题",
                    ),
                ),
            ],
            options={
                "verbose_name": "豁免申请",
                "verbose_name_plural": "豁免申请",
                "ordering": ("-asked_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="AvailabilityDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("visits", models.PositiveIntegerField(verbose_name="访问次数")),
                ("failures", models.PositiveIntegerField(verbose_name="不能访问次数")),
                ("not_measured", models.PositiveIntegerField(default=0, verbose_name="未计入次数")),
                ("median_ms", models.PositiveIntegerField(null=True, verbose_name="打开用时中位数")),
                ("slowest_ms", models.PositiveIntegerField(null=True, verbose_name="最长用时")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availability",
                        to="registry.site",
                        verbose_name="网站",
                    ),
                ),
            ],
            options={
                "verbose_name": "可用性",
                "verbose_name_plural": "可用性",
                "ordering": ("-day",),
                "indexes": [models.Index(fields=["day"], name="monitoring__day_38678b_idx")],
                "constraints": [models.UniqueConstraint(fields=("site", "day"), name="one_availability_a_day")],
            },
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["finding", "made_at"], name="monitoring__finding_3bdbf0_idx"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["valid_until", "kind"], name="monitoring__valid_u_fb9646_idx"),
        ),
        migrations.AddConstraint(
            model_name="patrol",
            constraint=models.UniqueConstraint(fields=("body", "name"), name="one_patrol_name_once"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["state", "kind", "-made_at"], name="monitoring__state_05a8a8_idx"),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(fields=["unit", "-made_at"], name="monitoring__unit_id_0c92ed_idx"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["state", "due_at"], name="monitoring__state_3a4ffd_idx"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["body", "-due_at"], name="monitoring__body_id_f58483_idx"),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.UniqueConstraint(fields=("patrol", "due_at"), name="one_run_a_due_time"),
        ),
        migrations.AddIndex(
            model_name="findingevent",
            index=models.Index(fields=["run", "kind"], name="monitoring__run_id_477451_idx"),
        ),
        migrations.AddIndex(
            model_name="findingevent",
            index=models.Index(fields=["-at", "kind"], name="monitoring__at_77d698_idx"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["site", "state", "outcome"], name="monitoring__site_id_e329c7_idx"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["state", "outcome", "standing", "-last_seen"], name="monitoring__state_4380bd_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["check_id", "state", "outcome"], name="monitoring__check_i_8b5720_idx"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["-last_seen", "-id"], name="monitoring__last_se_11bdc9_idx"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["-first_seen"], name="monitoring__first_s_ddcaff_idx"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["run"], name="monitoring__run_id_326d6d_idx"),
        ),
        migrations.AddIndex(
            model_name="runsite",
            index=models.Index(fields=["site", "-finished_at"], name="monitoring__site_id_6ff5c7_idx"),
        ),
        migrations.AddIndex(
            model_name="runsite",
            index=models.Index(fields=["run", "state"], name="monitoring__run_id_e4cdc2_idx"),
        ),
        migrations.AddConstraint(
            model_name="runsite",
            constraint=models.UniqueConstraint(fields=("run", "site"), name="one_site_a_run"),
        ),
        migrations.AddIndex(
            model_name="waiver",
            index=models.Index(fields=["state", "-asked_at"], name="monitoring__state_cdb491_idx"),
        ),
        migrations.AddIndex(
            model_name="waiver",
            index=models.Index(fields=["until"], name="monitoring__until_663780_idx"),
        ),
    ]
