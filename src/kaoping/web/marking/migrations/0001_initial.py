"""The tables of marks: dealing, marks, their files and tests."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cycles", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Allotment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("unit", "按单位（一个单位的各项由同一人评）"),
                            ("question", "按测评项（一项的各单位由同一人评）"),
                            ("panel", "现场评审（每位专家都评，去掉最高最低按方案）"),
                        ],
                        default="unit",
                        max_length=10,
                        verbose_name="分派方式",
                    ),
                ),
                ("questions", models.JSONField(blank=True, default=list, verbose_name="测评项")),
                ("units", models.PositiveIntegerField(default=0, editable=False, verbose_name="单位数")),
                ("marks_made", models.PositiveIntegerField(default=0, editable=False, verbose_name="任务数")),
                (
                    "double_share",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="随机抽这么多单位（或测评项）由两人各自独立评，用来检验一致性；现场评审不用",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="双人测评比例（%）",
                    ),
                ),
                ("seed", models.CharField(editable=False, max_length=64, verbose_name="随机种子")),
                ("made_by_name", models.CharField(editable=False, max_length=120, verbose_name="分派人")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="分派时间")),
                (
                    "assessors",
                    models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="评估员"),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allotments",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "分派",
                "verbose_name_plural": "分派",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=100, verbose_name="测评项")),
                ("place", models.PositiveIntegerField(default=0, editable=False)),
                ("period", models.CharField(blank=True, max_length=300, verbose_name="期次")),
                ("seat", models.PositiveSmallIntegerField(default=1, verbose_name="席位")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("single", "单人测评"),
                            ("double", "双人测评"),
                            ("panel", "现场评审"),
                            ("third", "分歧复核"),
                        ],
                        default="single",
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未评"), ("given", "已评"), ("done", "已锁定")],
                        default="open",
                        max_length=6,
                        verbose_name="状态",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="结果")),
                ("value", models.BigIntegerField(blank=True, editable=False, null=True)),
                ("not_applicable", models.BooleanField(default=False, verbose_name="不适用")),
                ("note", models.TextField(blank=True, max_length=4000, verbose_name="依据与理由")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="保存时间")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="锁定时间")),
                (
                    "allotment",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="marking.allotment",
                        verbose_name="分派",
                    ),
                ),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评估员",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="cycles.cycle",
                        verbose_name="考评周期",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="cycles.participant",
                        verbose_name="参评单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分",
                "verbose_name_plural": "评分",
                "ordering": ("participant__unit__code", "place", "period", "seat"),
            },
        ),
        migrations.CreateModel(
            name="MarkFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to="marking/%Y/%m", verbose_name="文件")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("kind", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="添加时间")),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="marking.mark",
                        verbose_name="评分",
                    ),
                ),
            ],
            options={
                "verbose_name": "测评附件",
                "verbose_name_plural": "测评附件",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="TestCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "电话测评"),
                            ("message", "网上留言（模拟用户）"),
                            ("service", "网上办事（模拟用户）"),
                            ("other", "其他"),
                        ],
                        default="phone",
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="拨打（提交）时间")),
                (
                    "target",
                    models.CharField(
                        help_text="拨打的号码，或提交留言的网页", max_length=300, verbose_name="号码或网址"
                    ),
                ),
                ("answered", models.BooleanField(default=False, verbose_name="有人应答")),
                (
                    "waited",
                    models.PositiveIntegerField(
                        blank=True, help_text="到应答或放弃为止", null=True, verbose_name="等待（秒）"
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=500, verbose_name="问了什么")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="答复内容")),
                (
                    "mark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="marking.mark",
                        verbose_name="评分",
                    ),
                ),
            ],
            options={
                "verbose_name": "测试记录",
                "verbose_name_plural": "测试记录",
                "ordering": ("at", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(
                fields=["assessor", "cycle", "participant", "place"], name="marking_mar_assesso_e45b5e_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(fields=["assessor", "cycle", "question"], name="marking_mar_assesso_2ecdb7_idx"),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(fields=["cycle", "state"], name="marking_mar_cycle_i_f0ef95_idx"),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(fields=["cycle", "mode", "question"], name="marking_mar_cycle_i_22d3cd_idx"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                fields=("participant", "question", "period", "seat"), name="one_mark_a_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                fields=("participant", "question", "period", "assessor"), name="one_seat_each"
            ),
        ),
    ]
