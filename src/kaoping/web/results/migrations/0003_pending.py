"""How many suspected findings a scoring waits for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("results", "0002_versions")]

    operations = [
        migrations.AddField(
            model_name="scoring",
            name="pending",
            field=models.PositiveIntegerField(default=0, verbose_name="待认定的问题"),
        )
    ]
