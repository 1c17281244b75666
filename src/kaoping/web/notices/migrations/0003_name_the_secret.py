"""What the log calls the address of a robot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_robots_and_deliveries"),
    ]

    operations = [
        migrations.AlterField(
            model_name="robot",
            name="secret",
            field=models.CharField(max_length=2000, verbose_name="Webhook 地址和密钥"),
        ),
    ]
