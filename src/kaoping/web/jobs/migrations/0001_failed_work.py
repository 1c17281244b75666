"""Work that failed for good."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FailedWork",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200, verbose_name="任务")),
                ("arguments", models.JSONField(default=list, verbose_name="参数")),
                ("queue", models.CharField(max_length=32, verbose_name="队列")),
                ("share", models.CharField(blank=True, max_length=40, verbose_name="地区")),
                ("attempts", models.PositiveSmallIntegerField(verbose_name="已尝试次数")),
                ("failed_at", models.DateTimeField(verbose_name="失败时间")),
                ("problem", models.TextField(verbose_name="原因")),
                ("put_back_at", models.DateTimeField(blank=True, null=True, verbose_name="重新执行时间")),
            ],
            options={
                "verbose_name": "未完成的后台任务",
                "verbose_name_plural": "未完成的后台任务",
                "ordering": ("-failed_at", "-pk"),
                "indexes": [models.Index(fields=["put_back_at", "-failed_at"], name="jobs_failed_put_bac_349bc7_idx")],
            },
        ),
    ]
