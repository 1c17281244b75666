"""The first tables."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="网站名称")),
                (
                    "address",
                    models.CharField(
                        help_text="完整网址，如 https://www.example.gov.cn/",
                        max_length=300,
                        validators=[
                            django.core.validators.URLValidator(
                                ("http", "https"), message="请写完整网址，以 http:// 或 https:// 开头"
                            )
                        ],
                        verbose_name="首页网址",
                    ),
                ),
                ("host", models.CharField(editable=False, max_length=253, unique=True, verbose_name="主机")),
                (
                    "site_code",
                    models.CharField(
                        blank=True,
                        help_text="10 位",
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9a-z]{2}\\d{8}$", "网站标识码是 10 位字符")
                        ],
                        verbose_name="网站标识码",
                    ),
                ),
                ("icp", models.CharField(blank=True, max_length=40, verbose_name="ICP备案号")),
                ("police", models.CharField(blank=True, max_length=40, verbose_name="公安备案号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "筹建中"),
                            ("running", "正常运行"),
                            ("redesign", "改版窗口期"),
                            ("offline", "临时下线"),
                            ("migrated", "已迁移"),
                            ("closed", "已关停"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "state_until",
                    models.DateField(blank=True, help_text="改版或临时下线时填写", null=True, verbose_name="状态截止"),
                ),
                (
                    "migrated_to",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.URLValidator(
                                ("http", "https"), message="请写完整网址，以 http:// 或 https:// 开头"
                            )
                        ],
                        verbose_name="迁移至",
                    ),
                ),
            ],
            options={
                "verbose_name": "网站",
                "verbose_name_plural": "网站",
                "ordering": ("unit__code", "host"),
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "code",
                    models.CharField(
                        help_text="6、9 或 12 位数字，如 321300",
                        max_length=12,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{6}(\\d{3}(\\d{3})?)?$", "区划代码是 6、9 或 12 位数字"
                            )
                        ],
                        verbose_name="区划代码",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("nation", "国家"),
                            ("province", "省（自治区、直辖市）"),
                            ("city", "市（州）"),
                            ("county", "县（市、区）"),
                            ("town", "乡镇（街道）"),
                            ("zone", "功能区（园区）"),
                        ],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                ("path", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="registry.region",
                        verbose_name="上级地区",
                    ),
                ),
            ],
            options={
                "verbose_name": "地区",
                "verbose_name_plural": "地区",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="SiteStateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "筹建中"),
                            ("running", "正常运行"),
                            ("redesign", "改版窗口期"),
                            ("offline", "临时下线"),
                            ("migrated", "已迁移"),
                            ("closed", "已关停"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                ("reason", models.CharField(max_length=200, verbose_name="原因")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="state_changes", to="registry.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "网站状态变更",
                "verbose_name_plural": "网站状态变更",
                "ordering": ("-recorded_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="考评中使用的编号，确定后不要再改",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[\\w][\\w.\\-]*$", "只能由文字、数字、“-”“_”“.”组成，以文字或数字开头"
                            )
                        ],
                        verbose_name="单位编号",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="单位名称")),
                ("short_name", models.CharField(blank=True, max_length=30, verbose_name="简称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "地方政府"),
                            ("department", "政府部门"),
                            ("zone", "功能区（园区）"),
                            ("town", "乡镇（街道）"),
                            ("institution", "直属事业单位"),
                            ("enterprise", "公共企事业单位"),
                            ("other", "其他"),
                        ],
                        default="department",
                        max_length=12,
                        verbose_name="单位类型",
                    ),
                ),
                (
                    "tags",
                    models.CharField(
                        blank=True,
                        help_text="多个标签用“、”分开，如：行政执法、重点民生",
                        max_length=200,
                        verbose_name="标签",
                    ),
                ),
                (
                    "ranked",
                    models.BooleanField(
                        default=True, help_text="不参加排名的下属单位仍可被抽查", verbose_name="参加排名"
                    ),
                ),
                ("exempt", models.BooleanField(default=False, verbose_name="免于开设网站")),
                ("exempt_reason", models.CharField(blank=True, max_length=200, verbose_name="免设依据")),
                (
                    "leader",
                    models.CharField(
                        blank=True, help_text="姓名和职务，如：张三 副局长", max_length=40, verbose_name="分管领导"
                    ),
                ),
                (
                    "active",
                    models.BooleanField(
                        default=True, help_text="撤销或合并的单位取消勾选，历史结果保留", verbose_name="在册"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="registry.region",
                        verbose_name="所属地区",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subordinates",
                        to="registry.unit",
                        verbose_name="主管单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "verbose_name_plural": "单位",
                "ordering": ("region__code", "code"),
            },
        ),
        migrations.AddField(
            model_name="site",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sites",
                to="registry.unit",
                verbose_name="主办单位",
            ),
        ),
        migrations.CreateModel(
            name="MediaAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("weixin", "微信公众号"),
                            ("weibo", "微博"),
                            ("app", "移动客户端"),
                            ("douyin", "抖音"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="平台",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="账号名称")),
                (
                    "identifier",
                    models.CharField(
                        help_text="微信号、微博网址等，同一平台内不重复", max_length=80, verbose_name="账号标识"
                    ),
                ),
                ("last_post_on", models.DateField(blank=True, null=True, verbose_name="最近更新日期")),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="media_accounts",
                        to="registry.unit",
                        verbose_name="主办单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "新媒体账号",
                "verbose_name_plural": "新媒体账号",
                "ordering": ("unit__code", "platform", "name"),
            },
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["region", "code"], name="registry_un_region__ae6e8d_idx"),
        ),
        migrations.AddIndex(
            model_name="site",
            index=models.Index(fields=["unit", "host"], name="registry_si_unit_id_9030c0_idx"),
        ),
        migrations.AddConstraint(
            model_name="mediaaccount",
            constraint=models.UniqueConstraint(fields=("platform", "identifier"), name="one_account_once"),
        ),
    ]
