"""The tables of self-assessment."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="写给单位看的要求，显示在填报页最上面",
                        max_length=2000,
                        verbose_name="填报说明",
                    ),
                ),
                (
                    "marks",
                    models.BooleanField(
                        default=True,
                        help_text="单位对每项指标自己打分，与自动监测的结果对照",
                        verbose_name="逐项自评分",
                    ),
                ),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="截止前这么多天和前一天各提醒一次还没有报送的单位；0 表示只在前一天提醒",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="提前几天提醒",
                    ),
                ),
                ("reminded_on", models.DateField(blank=True, editable=False, null=True, verbose_name="最近提醒")),
                ("made_by_name", models.CharField(editable=False, max_length=120, verbose_name="布置人")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="布置时间")),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_call",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "自评布置",
                "verbose_name_plural": "自评布置",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "填报中"), ("submitted", "已报送"), ("returned", "退回补正")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("due", models.DateField(blank=True, null=True, verbose_name="补正截止")),
                ("late", models.BooleanField(default=False, verbose_name="逾期")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                ("begun_at", models.DateTimeField(auto_now_add=True, verbose_name="开始时间")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="保存时间")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="报送时间")),
                ("submitted_by_name", models.CharField(blank=True, max_length=120, verbose_name="报送人")),
                (
                    "own_total",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="自评分"),
                ),
                (
                    "machine_total",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="监测得分"
                    ),
                ),
                (
                    "gap",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="高出监测"
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_report",
                        to="cycles.participant",
                        verbose_name="参评单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "自评报告",
                "verbose_name_plural": "自评报告",
                "ordering": ("participant__unit__code",),
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(default=1, verbose_name="顺序")),
                ("title", models.CharField(max_length=100, verbose_name="标题")),
                ("hint", models.CharField(blank=True, max_length=500, verbose_name="写什么")),
                ("required", models.BooleanField(default=True, verbose_name="必填")),
                (
                    "prefill",
                    models.CharField(
                        choices=[
                            ("nothing", "空白"),
                            ("monitoring", "考评期内巡查和发现问题的情况"),
                            ("duty", "考评期内值班读网的情况"),
                        ],
                        default="nothing",
                        max_length=12,
                        verbose_name="预填",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="selfassessment.call",
                        verbose_name="自评布置",
                    ),
                ),
            ],
            options={
                "verbose_name": "报告章节",
                "verbose_name_plural": "报告章节",
                "ordering": ("place", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.JSONField()),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("late", models.BooleanField(verbose_name="逾期")),
                ("by_name", models.CharField(max_length=120, verbose_name="报送人")),
                ("at", models.DateTimeField(verbose_name="报送时间")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="selfassessment.report",
                        verbose_name="自评报告",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送记录",
                "verbose_name_plural": "报送记录",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, verbose_name="项目")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="selfassessment.report",
                        verbose_name="自评报告",
                    ),
                ),
            ],
            options={
                "verbose_name": "自评内容",
                "verbose_name_plural": "自评内容",
                "constraints": [models.UniqueConstraint(fields=("report", "key"), name="one_self_answer_a_key")],
            },
        ),
    ]
