"""Marks that were given on appeal: beside those of who judged before, however often by one person."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0001_initial"),
        ("marking", "0003_answered_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mark",
            name="one_seat_each",
        ),
        migrations.AlterField(
            model_name="mark",
            name="mode",
            field=models.CharField(
                choices=[
                    ("single", "单人测评"),
                    ("double", "双人测评"),
                    ("panel", "现场评审"),
                    ("third", "分歧复核"),
                    ("appeal", "申诉复核"),
                ],
                default="single",
                max_length=10,
                verbose_name="方式",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mode", "appeal"), _negated=True),
                fields=("participant", "question", "period", "assessor"),
                name="one_seat_each",
            ),
        ),
    ]
