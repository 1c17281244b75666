"""Outages of home pages, as the availability monitor saw them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0003_runs_carried"),
        ("registry", "0003_contacts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="自")),
                ("until", models.DateTimeField(verbose_name="至")),
                ("visits", models.PositiveIntegerField(verbose_name="访问次数")),
                ("outcome", models.CharField(max_length=20, verbose_name="情况")),
                ("ongoing", models.BooleanField(default=False, verbose_name="尚未恢复")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outages",
                        to="registry.site",
                        verbose_name="网站",
                    ),
                ),
            ],
            options={
                "verbose_name": "中断",
                "verbose_name_plural": "中断",
                "ordering": ("-since",),
                "indexes": [models.Index(fields=["ongoing", "-since"], name="monitoring__ongoing_706cf6_idx")],
                "constraints": [models.UniqueConstraint(fields=("site", "since"), name="one_outage_once")],
            },
        ),
    ]
