"""The first tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchemeCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=80, unique=True, verbose_name="摘要")),
                ("scheme_id", models.CharField(max_length=100, verbose_name="方案编号")),
                ("title", models.CharField(max_length=200, verbose_name="方案名称")),
                ("edition", models.CharField(blank=True, max_length=60, verbose_name="版次")),
                (
                    "source",
                    models.CharField(
                        choices=[("library", "内置方案"), ("upload", "上传的方案文件")],
                        max_length=10,
                        verbose_name="来源",
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="文件")),
                ("data", models.JSONField()),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "考评方案",
                "verbose_name_plural": "考评方案",
                "ordering": ("scheme_id", "edition"),
            },
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="如：2026年政府网站年度考评", max_length=100, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("year", "年度考评"),
                            ("quarter", "季度考评"),
                            ("month", "月度检查"),
                            ("other", "专项考评"),
                        ],
                        default="year",
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("period_from", models.DateField(verbose_name="考评期自")),
                ("period_to", models.DateField(verbose_name="考评期至")),
                ("feeds", models.CharField(blank=True, max_length=100, verbose_name="计入的测评值")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草拟"),
                            ("announced", "已公布"),
                            ("buffer", "学习整改缓冲期"),
                            ("monitoring", "日常监测"),
                            ("evaluation", "年终测评"),
                            ("approved", "已审定"),
                            ("feedback", "反馈与申诉"),
                            ("reapproved", "复核后再次审定"),
                            ("published", "已公布结果"),
                            ("closed", "已归档"),
                            ("cancelled", "已终止"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                (
                    "body",
                    models.ForeignKey(
                        help_text="由该地区的考评机构组织，考评该地区及其下级的单位；县（市、区）可以自己组织",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycles",
                        to="registry.region",
                        verbose_name="考评地区",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="月度、季度结果计入的年度周期；单独考评的留空",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cycles.cycle",
                        verbose_name="计入的周期",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycles",
                        to="cycles.schemecopy",
                        verbose_name="考评方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "考评周期",
                "verbose_name_plural": "考评周期",
                "ordering": ("-period_from", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CycleStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("announce", "公布考评方案"),
                            ("begin_buffer", "进入学习整改缓冲期"),
                            ("begin_monitoring", "开始日常监测"),
                            ("begin_evaluation", "开始年终测评"),
                            ("approve", "审定结果"),
                            ("feed_back", "向各单位反馈结果"),
                            ("approve_again", "复核后再次审定"),
                            ("publish", "公布结果"),
                            ("close", "归档"),
                            ("cancel", "终止"),
                        ],
                        max_length=20,
                        verbose_name="步骤",
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "草拟"),
                            ("announced", "已公布"),
                            ("buffer", "学习整改缓冲期"),
                            ("monitoring", "日常监测"),
                            ("evaluation", "年终测评"),
                            ("approved", "已审定"),
                            ("feedback", "反馈与申诉"),
                            ("reapproved", "复核后再次审定"),
                            ("published", "已公布结果"),
                            ("closed", "已归档"),
                            ("cancelled", "已终止"),
                        ],
                        max_length=12,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "草拟"),
                            ("announced", "已公布"),
                            ("buffer", "学习整改缓冲期"),
                            ("monitoring", "日常监测"),
                            ("evaluation", "年终测评"),
                            ("approved", "已审定"),
                            ("feedback", "反馈与申诉"),
                            ("reapproved", "复核后再次审定"),
                            ("published", "已公布结果"),
                            ("closed", "已归档"),
                            ("cancelled", "已终止"),
                        ],
                        max_length=12,
                        verbose_name="现状态",
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                ("by", models.CharField(max_length=120, verbose_name="操作人")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="依据或说明")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="记录时间")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "周期步骤",
                "verbose_name_plural": "周期步骤",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("commitment", models.CharField(max_length=64, verbose_name="承诺")),
                (
                    "public_source",
                    models.CharField(
                        blank=True,
                        help_text="抽取时再用的公开数字取自哪里、怎样写，如：2026年10月20日某彩票开奖号码，按开奖顺序，空格分开",
                        max_length=200,
                        verbose_name="公开值来源",
                    ),
                ),
                ("secret", models.CharField(max_length=300, verbose_name="密钥")),
                ("committed_at", models.DateTimeField(verbose_name="承诺时间")),
                ("revealed_at", models.DateTimeField(blank=True, null=True, verbose_name="公布密钥时间")),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draw",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "随机抽查",
                "verbose_name_plural": "随机抽查",
            },
        ),
        migrations.CreateModel(
            name="CycleDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "milestone",
                    models.CharField(
                        choices=[
                            ("announce", "公布考评方案"),
                            ("buffer", "缓冲期开始"),
                            ("buffer_end", "缓冲期结束"),
                            ("monitoring", "日常监测开始"),
                            ("monitoring_end", "日常监测结束"),
                            ("report_due", "年度工作报告和佐证材料报送截止"),
                            ("evaluation", "年终测评开始"),
                            ("evaluation_end", "年终测评结束"),
                            ("approval", "审定结果"),
                            ("feedback", "反馈结果"),
                            ("appeal_due", "申诉截止"),
                            ("appeal_answer_due", "申诉答复截止"),
                            ("reapproval", "再次审定"),
                            ("publication", "公布结果"),
                        ],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("fixed", models.DateField(blank=True, null=True, verbose_name="指定日期")),
                (
                    "anchor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("period_start", "考评期开始"),
                            ("period_end", "考评期结束"),
                            ("announce", "公布考评方案"),
                            ("buffer", "缓冲期开始"),
                            ("buffer_end", "缓冲期结束"),
                            ("monitoring", "日常监测开始"),
                            ("monitoring_end", "日常监测结束"),
                            ("report_due", "年度工作报告和佐证材料报送截止"),
                            ("evaluation", "年终测评开始"),
                            ("evaluation_end", "年终测评结束"),
                            ("approval", "审定结果"),
                            ("feedback", "反馈结果"),
                            ("appeal_due", "申诉截止"),
                            ("appeal_answer_due", "申诉答复截止"),
                            ("reapproval", "再次审定"),
                            ("publication", "公布结果"),
                        ],
                        max_length=20,
                        verbose_name="起算于",
                    ),
                ),
                (
                    "amount",
                    models.SmallIntegerField(default=0, help_text="0 是当日；负数是之前，如 -5", verbose_name="之后"),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[("wd", "工作日"), ("d", "日"), ("mo", "个月")],
                        default="wd",
                        max_length=4,
                        verbose_name="按",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "日程",
                "verbose_name_plural": "日程",
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("cycle", "milestone"), name="one_milestone_once")],
            },
        ),
        migrations.CreateModel(
            name="DrawRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="轮次")),
                ("sealed_text", models.TextField(verbose_name="封存名单")),
                ("seal", models.CharField(max_length=64, verbose_name="封存值")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                ("public", models.CharField(blank=True, max_length=200, verbose_name="公开值")),
                ("seed", models.CharField(blank=True, max_length=64, verbose_name="种子")),
                ("result", models.JSONField(blank=True, default=list, verbose_name="抽查结果")),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="抽取时间")),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="cycles.draw",
                        verbose_name="随机抽查",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽查轮次",
                "verbose_name_plural": "抽查轮次",
                "ordering": ("pk",),
                "constraints": [models.UniqueConstraint(fields=("draw", "name"), name="one_round_once")],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="分类")),
                ("category", models.CharField(blank=True, max_length=60, verbose_name="类别")),
                (
                    "tags",
                    models.CharField(
                        blank=True, help_text="方案中的标签，用“、”分开", max_length=300, verbose_name="标签"
                    ),
                ),
                ("site_type", models.CharField(blank=True, max_length=60, verbose_name="网站类型")),
                ("exempt", models.BooleanField(default=False, verbose_name="免予考评")),
                ("exempt_reason", models.CharField(blank=True, max_length=200, verbose_name="免予考评的原因")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="registry.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "参评单位",
                "verbose_name_plural": "参评单位",
                "ordering": ("group", "category", "unit__code"),
                "indexes": [models.Index(fields=["cycle", "group", "category"], name="cycles_part_cycle_i_92e878_idx")],
                "constraints": [models.UniqueConstraint(fields=("cycle", "unit"), name="one_unit_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.UniqueConstraint(fields=("body", "name"), name="one_name_once"),
        ),
    ]
