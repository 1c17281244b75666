"""Results frozen as versions, what units were told of them, and more columns of scores."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0001_initial"),
        ("results", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="unitscore",
            name="bars",
            field=models.JSONField(blank=True, default=list, verbose_name="不得评为"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="converted",
            field=models.JSONField(blank=True, default=list, verbose_name="折合"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="labels",
            field=models.JSONField(blank=True, default=list, verbose_name="标注"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="open_vetoes",
            field=models.JSONField(blank=True, default=list, verbose_name="未决的单项否决"),
        ),
        migrations.AddField(
            model_name="unitscore",
            name="rate",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="得分率"),
        ),
        migrations.CreateModel(
            name="ResultVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="版本号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("preliminary", "初步成绩"), ("approved", "审定"), ("reapproved", "复核后审定")],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="封存时间")),
                ("made_by", models.CharField(max_length=120, verbose_name="操作人")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="依据或说明")),
                ("as_of", models.DateField(verbose_name="监测时间点")),
                ("scheme_digest", models.CharField(max_length=80, verbose_name="方案摘要")),
                ("scoring_version", models.CharField(max_length=20, verbose_name="计分版本")),
                ("checks", models.JSONField(blank=True, default=dict, verbose_name="检查项版本")),
                ("lexicons", models.JSONField(blank=True, default=dict, verbose_name="词库版本")),
                ("program", models.CharField(max_length=40, verbose_name="程序版本")),
                ("folder", models.CharField(editable=False, max_length=200)),
                ("seal", models.CharField(max_length=64, verbose_name="封存摘要")),
                ("inputs_digest", models.CharField(max_length=64, verbose_name="计分材料摘要")),
                ("output_digest", models.CharField(max_length=64, verbose_name="成绩文件摘要")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="results.resultversion",
                        verbose_name="取代",
                    ),
                ),
            ],
            options={
                "verbose_name": "成绩版本",
                "verbose_name_plural": "成绩版本",
                "ordering": ("cycle", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_at", models.DateTimeField(verbose_name="反馈时间")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                ("received_by", models.CharField(blank=True, max_length=120, verbose_name="签收人")),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="cycles.participant",
                        verbose_name="参评单位",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="results.resultversion",
                        verbose_name="成绩版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "结果反馈",
                "verbose_name_plural": "结果反馈",
                "ordering": ("participant", "-version__number"),
            },
        ),
        migrations.CreateModel(
            name="VersionScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=60, verbose_name="分类")),
                (
                    "total",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="得分"),
                ),
                (
                    "low",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="最低"),
                ),
                (
                    "high",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="最高"),
                ),
                (
                    "of",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="满分"),
                ),
                (
                    "rate",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="得分率"),
                ),
                ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                ("rank_best", models.PositiveIntegerField(verbose_name="可能最好名次")),
                ("rank_worst", models.PositiveIntegerField(verbose_name="可能最差名次")),
                ("grade", models.CharField(blank=True, max_length=60, verbose_name="等次")),
                ("failed", models.BooleanField(default=False, verbose_name="不合格")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                ("vetoes", models.JSONField(blank=True, default=list, verbose_name="单项否决")),
                ("open_vetoes", models.JSONField(blank=True, default=list, verbose_name="未决的单项否决")),
                ("labels", models.JSONField(blank=True, default=list, verbose_name="标注")),
                ("bars", models.JSONField(blank=True, default=list, verbose_name="不得评为")),
                ("parts", models.JSONField(blank=True, default=list, verbose_name="各部分")),
                ("converted", models.JSONField(blank=True, default=list, verbose_name="折合")),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="version_scores",
                        to="cycles.participant",
                        verbose_name="参评单位",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="results.resultversion",
                        verbose_name="成绩版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "版本中的得分",
                "verbose_name_plural": "版本中的得分",
                "ordering": (
                    "group",
                    models.OrderBy(models.F("rank"), nulls_last=True),
                    "rank_best",
                    "participant__unit__code",
                ),
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="resultversion",
            constraint=models.UniqueConstraint(fields=("cycle", "number"), name="one_version_number_once"),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(fields=("participant", "version"), name="one_feedback_once"),
        ),
        migrations.AddIndex(
            model_name="versionscore",
            index=models.Index(fields=["version", "group", "rank"], name="results_ver_version_8cbb54_idx"),
        ),
        migrations.AddConstraint(
            model_name="versionscore",
            constraint=models.UniqueConstraint(fields=("version", "participant"), name="one_score_in_a_version"),
        ),
    ]
