"""The duty-reading log."""

import datetime

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0003_contacts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(help_text="从这一天起，每个工作日都要有读网记录", verbose_name="自")),
                (
                    "remind_at",
                    models.TimeField(
                        default=datetime.time(16, 0),
                        help_text="北京时间；到时还没有记录的单位收到提醒，考评机构收到汇总",
                        verbose_name="提醒时间",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                ("reminded_on", models.DateField(editable=False, null=True, verbose_name="最近提醒")),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_rule",
                        to="registry.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "值班读网规定",
                "verbose_name_plural": "值班读网规定",
                "ordering": ("region__code",),
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="日期")),
                ("reader", models.CharField(max_length=40, verbose_name="读网人")),
                ("read_at", models.TimeField(verbose_name="读网时间")),
                (
                    "looked_at",
                    models.CharField(
                        help_text="如：首页、动态要闻、互动交流", max_length=500, verbose_name="看了哪些栏目"
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="备注")),
                ("written_at", models.DateTimeField(editable=False, verbose_name="填写时间")),
                ("sites", models.ManyToManyField(related_name="+", to="registry.site", verbose_name="读了哪些网站")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="registry.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
            ],
            options={
                "verbose_name": "读网记录",
                "verbose_name_plural": "读网记录",
                "ordering": ("-day", "unit__code"),
            },
        ),
        migrations.CreateModel(
            name="ReadingProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="问题")),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[
                            django.core.validators.URLValidator(
                                ("http", "https"), message="请写完整网址，以 http:// 或 https:// 开头"
                            )
                        ],
                        verbose_name="网址",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待处理"), ("handed", "已转办"), ("fixed", "已整改")],
                        default="open",
                        max_length=6,
                        verbose_name="处理",
                    ),
                ),
                (
                    "handed_to",
                    models.CharField(
                        blank=True,
                        help_text="已转办的必填：科室、人员等",
                        max_length=100,
                        verbose_name="转给谁",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="duty.reading",
                        verbose_name="读网记录",
                    ),
                ),
            ],
            options={
                "verbose_name": "读网发现的问题",
                "verbose_name_plural": "读网发现的问题",
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["day", "unit"], name="duty_readin_day_18b6d7_idx"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("unit", "day"), name="one_reading_a_day"),
        ),
    ]
