"""The first tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="时间")),
                ("actor_name", models.CharField(max_length=120, verbose_name="操作人姓名")),
                ("action", models.CharField(db_index=True, max_length=60, verbose_name="操作")),
                ("object_type", models.CharField(max_length=60, verbose_name="对象类型")),
                ("object_id", models.CharField(max_length=40, verbose_name="对象编号")),
                ("object_label", models.CharField(max_length=200, verbose_name="对象")),
                ("changes", models.JSONField(default=dict, verbose_name="变更内容")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
            ],
            options={
                "verbose_name": "操作记录",
                "verbose_name_plural": "操作记录",
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="seal",
                        serialize=False,
                        to="audit.entry",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["object_type", "object_id"], name="audit_entry_object__d8644d_idx"),
        ),
    ]
