"""The tables of annual site reports."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0005_site_domains"),
    ]

    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="报表所属的年份",
                        validators=[
                            django.core.validators.MinValueValidator(2015),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("due", models.DateField(help_text="应在次年 1 月 31 日前发布；地方可以提前", verbose_name="报送截止")),
                (
                    "remind_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="截止前这么多天和前一天各提醒一次还没有报送的单位；0 表示只在前一天提醒",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="提前几天提醒",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="填报说明")),
                ("reminded_on", models.DateField(blank=True, editable=False, null=True, verbose_name="最近提醒")),
                ("made_by_name", models.CharField(editable=False, max_length=120, verbose_name="布置人")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="布置时间")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_report_calls",
                        to="registry.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "网站年报布置",
                "verbose_name_plural": "网站年报布置",
                "ordering": ("-year", "region__code"),
            },
        ),
        migrations.CreateModel(
            name="SiteReport",
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
                ("warnings", models.PositiveSmallIntegerField(default=0, verbose_name="异常数字")),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="sitereports.collection",
                        verbose_name="年报布置",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="year_reports",
                        to="registry.site",
                        verbose_name="网站",
                    ),
                ),
            ],
            options={
                "verbose_name": "网站年报",
                "verbose_name_plural": "网站年报",
                "ordering": ("site__unit__code", "site__host"),
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
                        to="sitereports.sitereport",
                        verbose_name="网站年报",
                    ),
                ),
            ],
            options={
                "verbose_name": "年报内容",
                "verbose_name_plural": "年报内容",
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
                        to="sitereports.sitereport",
                        verbose_name="网站年报",
                    ),
                ),
            ],
            options={
                "verbose_name": "年报报送记录",
                "verbose_name_plural": "年报报送记录",
                "ordering": ("pk",),
            },
        ),
        migrations.AddConstraint(
            model_name="collection",
            constraint=models.UniqueConstraint(fields=("region", "year"), name="one_site_report_call"),
        ),
        migrations.AddConstraint(
            model_name="sitereport",
            constraint=models.UniqueConstraint(fields=("collection", "site"), name="one_report_a_site"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("report", "key"), name="one_site_answer_a_key"),
        ),
    ]
