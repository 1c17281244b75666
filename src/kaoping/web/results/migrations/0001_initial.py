"""The tables of scores: how they were computed, and what each unit came to."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Scoring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.CharField(max_length=64)),
                ("as_of", models.DateField(verbose_name="监测时间点")),
                ("version", models.CharField(max_length=20, verbose_name="计分版本")),
                ("digest", models.CharField(max_length=80, verbose_name="方案摘要")),
                ("computed_at", models.DateTimeField(verbose_name="计算时间")),
                ("seconds", models.FloatField(default=0, verbose_name="用时（秒）")),
                ("folder", models.CharField(editable=False, max_length=200)),
                ("problem", models.TextField(blank=True, verbose_name="不能计分的原因")),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scoring",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "计分",
                "verbose_name_plural": "计分",
            },
        ),
        migrations.CreateModel(
            name="UnitScore",
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
                ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                ("rank_best", models.PositiveIntegerField(verbose_name="可能最好名次")),
                ("rank_worst", models.PositiveIntegerField(verbose_name="可能最差名次")),
                ("grade", models.CharField(blank=True, max_length=60, verbose_name="等次")),
                ("failed", models.BooleanField(default=False, verbose_name="不合格")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                ("vetoes", models.JSONField(blank=True, default=list, verbose_name="单项否决")),
                ("parts", models.JSONField(blank=True, default=list, verbose_name="各部分")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="score",
                        to="cycles.participant",
                        verbose_name="参评单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "得分",
                "verbose_name_plural": "得分",
                "ordering": (
                    "group",
                    models.OrderBy(models.F("rank"), nulls_last=True),
                    "rank_best",
                    "participant__unit__code",
                ),
                "indexes": [models.Index(fields=["cycle", "group", "rank"], name="results_uni_cycle_i_16847d_idx")],
            },
        ),
    ]
