"""A decision to confirm needs no reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="decision",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="理由"),
        ),
    ]
