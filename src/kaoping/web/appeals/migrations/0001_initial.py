"""Appeals, their proof, what decisions changed, and the limits of cycles."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_initial"),
        ("marking", "0004_appeals"),
        ("monitoring", "0006_parts"),
        ("results", "0002_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("deduction", "扣分"), ("veto", "单项否决")],
                        default="deduction",
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("item", models.CharField(max_length=100, verbose_name="指标编号")),
                ("title", models.CharField(max_length=300, verbose_name="指标")),
                ("finding_key", models.CharField(blank=True, max_length=24, verbose_name="问题编号")),
                (
                    "points",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="扣分"),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="申诉理由")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "待受理"),
                            ("accepted", "复核中"),
                            ("answered", "已答复"),
                            ("withdrawn", "已撤回"),
                            ("late", "逾期不受理"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="结果签收时间")),
                ("file_due_at", models.DateTimeField(verbose_name="申诉截止")),
                ("filed_at", models.DateTimeField(verbose_name="申诉时间")),
                ("refusal", models.CharField(blank=True, max_length=500, verbose_name="不受理的原因")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="答复期限")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="受理时间")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "申诉成立"), ("partly", "部分成立"), ("rejected", "维持原结果")],
                        max_length=10,
                        verbose_name="复核结果",
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="答复")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("effect", models.JSONField(blank=True, null=True, verbose_name="对得分的影响")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="撤回时间")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受理人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="决定人",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申诉人",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="monitoring.finding",
                        verbose_name="问题",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复核人",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="cycles.participant",
                        verbose_name="单位",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="results.resultversion",
                        verbose_name="成绩版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "申诉",
                "verbose_name_plural": "申诉",
                "ordering": (models.OrderBy(models.F("due_at"), nulls_last=True), "pk"),
            },
        ),
        migrations.CreateModel(
            name="AppealFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="appeals/%Y/%m", verbose_name="文件")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("kind", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="appeals.appeal",
                        verbose_name="申诉",
                    ),
                ),
            ],
            options={
                "verbose_name": "申诉证明材料",
                "verbose_name_plural": "申诉证明材料",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="AppealTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="签收结果后几个工作日内提出，签收当日不计",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="提出申诉",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="收到申诉后几个工作日内答复，收到当日不计",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="答复申诉",
                    ),
                ),
                (
                    "ends",
                    models.CharField(
                        choices=[("close", "当日下班时"), ("midnight", "当日24:00")],
                        default="close",
                        max_length=8,
                        verbose_name="最后一日截止于",
                    ),
                ),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeal_terms",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "申诉期限",
                "verbose_name_plural": "申诉期限",
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(blank=True, max_length=300, verbose_name="原")),
                ("after", models.CharField(max_length=300, verbose_name="改为")),
                ("elsewhere", models.BooleanField(default=False, verbose_name="其他单位的同样问题")),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="appeals.appeal",
                        verbose_name="申诉",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="monitoring.decision",
                        verbose_name="问题的处理",
                    ),
                ),
                (
                    "mark",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="marking.mark",
                        verbose_name="评分",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cycles.participant",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "申诉改变的内容",
                "verbose_name_plural": "申诉改变的内容",
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["state", "due_at"], name="appeals_app_state_b8b1f5_idx"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["participant", "version"], name="appeals_app_partici_067b43_idx"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["officer", "state"], name="appeals_app_officer_961c03_idx"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("withdrawn", "late")), _negated=True),
                fields=("participant", "version", "item", "finding_key"),
                name="one_appeal_at_a_time",
            ),
        ),
    ]
