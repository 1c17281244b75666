"""The table of materials that units hand in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0001_initial"),
        ("marking", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=100, verbose_name="指标")),
                ("file", models.FileField(upload_to="marking/%Y/%m", verbose_name="文件")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("kind", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="大小")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("late", models.BooleanField(default=False, verbose_name="逾期")),
                (
                    "state",
                    models.CharField(
                        choices=[("submitted", "已报送"), ("returned", "退回补正")],
                        default="submitted",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="退回原因")),
                ("submitted_at", models.DateTimeField(verbose_name="报送时间")),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="cycles.participant",
                        verbose_name="参评单位",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报送人",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证材料",
                "verbose_name_plural": "佐证材料",
                "ordering": ("participant__unit__code", "indicator", "pk"),
                "indexes": [models.Index(fields=["participant", "indicator"], name="marking_mat_partici_bac220_idx")],
            },
        ),
    ]
