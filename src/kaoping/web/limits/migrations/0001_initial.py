"""Limits of regions."""

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
            name="RegionLimits",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="收到反馈的次日起算；留空则同上级地区，都没有规定的为 3 个工作日",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="答复单位反馈（工作日）",
                    ),
                ),
                (
                    "keep_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="读过的通知满多少天后清理，没读的、还没有办完的不清理；留空则同上级地区，都没有规定的为 400 天",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(100),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="通知保留（天）",
                    ),
                ),
                (
                    "rising",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="单位无人处理，满多少个工作小时告诉单位负责人，再到多少个告诉主管单位和考评机构；留空则同上级地区",
                        verbose_name="逾期上报（工作小时）",
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="limits",
                        to="registry.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "地区时限规定",
                "verbose_name_plural": "地区时限规定",
                "ordering": ("region__code",),
            },
        ),
    ]
