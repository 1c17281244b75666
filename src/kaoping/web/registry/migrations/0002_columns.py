"""Columns of sites."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Column",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="栏目名称")),
                (
                    "url",
                    models.CharField(
                        help_text="栏目列表第一页的完整网址",
                        max_length=500,
                        validators=[
                            django.core.validators.URLValidator(
                                ("http", "https"), message="请写完整网址，以 http:// 或 https:// 开头"
                            )
                        ],
                        verbose_name="栏目网址",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=520, verbose_name="栏目标识")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("overview", "概况"),
                            ("leaders", "领导信息"),
                            ("organisation", "机构职能"),
                            ("news", "动态要闻"),
                            ("notices", "通知公告"),
                            ("policy", "政策文件"),
                            ("interpretation", "政策解读"),
                            ("services", "办事服务"),
                            ("statistics", "统计数据"),
                            ("consultation", "咨询留言"),
                            ("survey", "调查征集"),
                            ("interview", "在线访谈"),
                            ("personnel", "人事信息"),
                            ("planning", "规划计划"),
                            ("finance", "财政资金"),
                            ("bids", "招标采购"),
                            ("topics", "专题专栏"),
                            ("annual_report", "年度报告"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=14,
                        verbose_name="栏目类别",
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="最多隔多少天要有新内容；留空为随时更新，不计期限",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="更新期限",
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=60, verbose_name="责任科室")),
                ("keeper", models.CharField(blank=True, max_length=40, verbose_name="责任人")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "待确认"),
                            ("confirmed", "已确认"),
                            ("rejected", "不是栏目"),
                            ("gone", "已撤销"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("machine", "巡查发现"), ("person", "人工登记")],
                        default="person",
                        editable=False,
                        max_length=8,
                        verbose_name="来源",
                    ),
                ),
                ("by_hand", models.BooleanField(default=False, editable=False, verbose_name="人工核定过")),
                ("last_item_on", models.DateField(blank=True, null=True, verbose_name="最近更新")),
                ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="更新截止")),
                ("item_count", models.PositiveIntegerField(editable=False, null=True, verbose_name="信息条数")),
                ("confidence", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="把握（%）")),
                ("last_seen", models.DateTimeField(editable=False, null=True, verbose_name="最近看到")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
                        to="registry.site",
                        verbose_name="网站",
                    ),
                ),
            ],
            options={
                "verbose_name": "栏目",
                "verbose_name_plural": "栏目",
                "ordering": ("site__host", "key"),
                "indexes": [models.Index(fields=["state", "due_on"], name="registry_co_state_22c394_idx")],
                "constraints": [models.UniqueConstraint(fields=("site", "key"), name="one_column_once")],
            },
        ),
    ]
