"""Sites of a run are under way in parts, each in a process that may be on any machine."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TOGETHER = 100


def divide(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give the runs there are the parts that their folders have."""
    runs, parts, sites = (apps.get_model("monitoring", name) for name in ("Run", "RunPart", "RunSite"))
    for run in runs.objects.order_by("pk").iterator():
        size = int(run.options.get("together", TOGETHER))
        rows = list(sites.objects.filter(run=run).exclude(state="left_out").order_by("pk").values_list("pk", "state"))
        for number, start in enumerate(range(0, len(rows), size)):
            own = rows[start : start + size]
            ended = run.state in ("done", "failed") or all(state in ("imported", "failed") for _pk, state in own)
            part = parts.objects.create(run=run, number=number, state="done" if ended else "waiting")
            sites.objects.filter(pk__in=[pk for pk, _state in own]).update(part=part)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0005_replies_and_views")]

    operations = [
        migrations.RemoveField(model_name="run", name="attempts"),
        migrations.CreateModel(
            name="RunPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="批次")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "等待"), ("running", "正在巡查"), ("done", "已结束")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("alive_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="最近动静")),
                ("not_before", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("worker", models.CharField(blank=True, max_length=120, verbose_name="所在机器")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="monitoring.run",
                        verbose_name="巡查",
                    ),
                ),
            ],
            options={
                "verbose_name": "一批网站",
                "verbose_name_plural": "各批网站",
                "ordering": ("run", "number"),
                "indexes": [models.Index(fields=["state", "alive_at"], name="monitoring__state_2e605a_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="one_part_number_a_run"),
                ],
            },
        ),
        migrations.AddField(
            model_name="runsite",
            name="part",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sites",
                to="monitoring.runpart",
                verbose_name="一批网站",
            ),
        ),
        migrations.RunPython(divide, migrations.RunPython.noop),
    ]
