"""Further domains of a site."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_unit_merged_into"),
    ]

    operations = [
        migrations.AddField(
            model_name="site",
            name="domains",
            field=models.CharField(
                blank=True,
                help_text="同一网站的其他域名，用“、”分开，如 m.example.gov.cn",
                max_length=300,
                verbose_name="其他域名",
            ),
        ),
    ]
