"""Hours and local days of regions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0001_initial"),
        ("registry", "0005_site_domains"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegionHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hours",
                    models.CharField(
                        blank=True,
                        help_text="如 08:30-12:00, 14:00-17:30；留空则同上级地区",
                        max_length=100,
                        verbose_name="工作时间",
                    ),
                ),
                (
                    "seasons",
                    models.TextField(
                        blank=True,
                        help_text="每行一段，如 06-01 至 09-30 08:30-12:00, 14:30-18:00；可以跨年",
                        max_length=1000,
                        verbose_name="季节作息",
                    ),
                ),
                (
                    "days",
                    models.TextField(
                        blank=True,
                        help_text="只写与全国安排不同的日子，每行一段，如 放假 2026-04-20 至 2026-04-21 三月三",
                        max_length=4000,
                        verbose_name="当地放假、上班",
                    ),
                ),
                (
                    "day_end",
                    models.CharField(
                        blank=True,
                        choices=[("close", "下班时"), ("midnight", "24:00")],
                        max_length=10,
                        verbose_name="期限最后一日截止到",
                    ),
                ),
                (
                    "off_hours",
                    models.CharField(
                        blank=True,
                        choices=[("same_day", "算当天收到"), ("next_start", "算下一个上班日收到")],
                        max_length=10,
                        verbose_name="下班后收到的",
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours",
                        to="registry.region",
                        verbose_name="地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "地区工作时间",
                "verbose_name_plural": "地区工作时间",
                "ordering": ("region__code",),
            },
        ),
    ]
