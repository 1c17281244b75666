"""Cycles may let units see their preliminary scores."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="cycle",
            name="shows_scores",
            field=models.BooleanField(
                default=False,
                help_text="勾选后，日常监测和年终测评期间，参评单位随时能看本单位的初步得分和依据；不勾选的，反馈结果之后才能看",
                verbose_name="单位可看初步得分",
            ),
        ),
    ]
