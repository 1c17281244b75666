"""Group robots, what is sent, and what people set for themselves."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("registry", "0002_columns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="planned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="rung",
            field=models.SmallIntegerField(default=0, verbose_name="上报"),
        ),
        migrations.AlterField(
            model_name="notice",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to=settings.AUTH_USER_MODEL,
                verbose_name="收件人",
            ),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "电子邮件"), ("group", "群机器人")], max_length=10, verbose_name="渠道"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sent", "已发送"),
                            ("failed", "发送失败"),
                            ("dropped", "不再需要"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="计划发送")),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="已试次数")),
                ("tried_at", models.DateTimeField(blank=True, null=True, verbose_name="最近尝试")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="发送时间")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="失败原因")),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notices.notice",
                        verbose_name="通知",
                    ),
                ),
            ],
            options={
                "verbose_name": "通知发送",
                "verbose_name_plural": "通知发送",
                "ordering": ("-due_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paces", models.JSONField(blank=True, default=dict, verbose_name="按类型")),
                (
                    "digest_hour",
                    models.SmallIntegerField(
                        default=9,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(23),
                        ],
                        verbose_name="每日汇总时间",
                    ),
                ),
                ("quiet", models.BooleanField(default=True, verbose_name="夜间和休息日不打扰")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_preferences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "通知设置",
                "verbose_name_plural": "通知设置",
            },
        ),
        migrations.CreateModel(
            name="Robot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(help_text="便于辨认，如：全市网站联络员群", max_length=60, verbose_name="名称"),
                ),
                (
                    "platform",
                    models.CharField(
                        choices=[("wecom", "企业微信"), ("dingtalk", "钉钉"), ("feishu", "飞书")],
                        max_length=10,
                        verbose_name="平台",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("office", "发给考评机构的事项"), ("units", "发给本地区各单位的事项")],
                        default="office",
                        max_length=10,
                        verbose_name="转发内容",
                    ),
                ),
                ("secret", models.CharField(max_length=2000)),
                ("muted", models.JSONField(blank=True, default=list, verbose_name="不转发的类型")),
                (
                    "digest_hour",
                    models.SmallIntegerField(
                        blank=True,
                        help_text="几点，0–23；留空则随时转发",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(23),
                        ],
                        verbose_name="每日汇总时间",
                    ),
                ),
                (
                    "quiet",
                    models.BooleanField(default=True, help_text="紧急事项除外", verbose_name="夜间和休息日不打扰"),
                ),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.region",
                        verbose_name="地区",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="registry.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "群机器人",
                "verbose_name_plural": "群机器人",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="robot",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="notices.robot",
                verbose_name="群机器人",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("planned_at", None)), fields=["made_at"], name="not_planned"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("kind", "key", "robot"), name="told_group_once"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", True), ("robot__isnull", True), _connector="XOR"),
                name="person_or_robot",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="waiting_deliveries"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "-due_at"], name="notices_del_state_c95d1b_idx"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("notice", "channel"), name="one_way_once"),
        ),
        migrations.AddConstraint(
            model_name="robot",
            constraint=models.CheckConstraint(
                condition=models.Q(("region__isnull", True), ("unit__isnull", True), _connector="XOR"),
                name="robot_of_region_or_unit",
            ),
        ),
    ]
