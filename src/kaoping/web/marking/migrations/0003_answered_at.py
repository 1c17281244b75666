"""When a test was answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("marking", "0002_materials"),
    ]

    operations = [
        migrations.AddField(
            model_name="testcall",
            name="answered_at",
            field=models.DateTimeField(
                blank=True, help_text="网上留言、办事得到答复的时间；电话不用填", null=True, verbose_name="答复时间"
            ),
        ),
    ]
