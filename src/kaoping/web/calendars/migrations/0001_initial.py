"""Calendar files that were imported."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CalendarImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="保存为")),
                ("file_name", models.CharField(max_length=200, verbose_name="上传的文件")),
                ("years", models.CharField(blank=True, max_length=60, verbose_name="年份")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="来源")),
                ("text", models.TextField(verbose_name="内容")),
                ("imported_at", models.DateTimeField(auto_now_add=True, verbose_name="导入时间")),
            ],
            options={
                "verbose_name": "日历导入",
                "verbose_name_plural": "日历导入",
                "ordering": ("-pk",),
            },
        ),
    ]
