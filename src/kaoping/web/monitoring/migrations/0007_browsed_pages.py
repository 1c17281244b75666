"""How many pages of a site a browser looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0006_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="runsite",
            name="browsed",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="浏览器查看的网页"),
        ),
    ]
