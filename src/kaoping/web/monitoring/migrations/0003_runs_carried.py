"""How far runs are carried out: attempts, pages still to visit, whose fault it was, sites left out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0001_initial"),
        ("monitoring", "0002_findings"),
        ("registry", "0003_contacts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="runsite",
            name="fault",
            field=models.CharField(
                blank=True,
                choices=[("site", "网站"), ("network", "网络"), ("us", "本系统"), ("robot_wall", "网站拒绝程序访问")],
                max_length=12,
                verbose_name="原因在",
            ),
        ),
        migrations.AddField(
            model_name="runsite",
            name="queued",
            field=models.PositiveIntegerField(default=0, verbose_name="待访问网页"),
        ),
        migrations.AlterField(
            model_name="patrol",
            name="last_due",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="上次应开始时间"),
        ),
        migrations.AlterField(
            model_name="run",
            name="alive_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="最近动静"),
        ),
        migrations.AlterField(
            model_name="run",
            name="finished_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="结束时间"),
        ),
        migrations.AlterField(
            model_name="run",
            name="options",
            field=models.JSONField(blank=True, default=dict, verbose_name="选项"),
        ),
        migrations.AlterField(
            model_name="run",
            name="ordered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="发起人",
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="开始时间"),
        ),
        migrations.AlterField(
            model_name="runsite",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "等待"),
                    ("crawling", "正在抓取"),
                    ("judging", "正在检查"),
                    ("imported", "已完成"),
                    ("failed", "未完成"),
                    ("left_out", "未安排"),
                ],
                default="waiting",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["-due_at", "-id"], name="monitoring__due_at_b5875d_idx"),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["-finished_at"], name="monitoring__finishe_0d1b89_idx"),
        ),
    ]
