"""Rows of uploads are encrypted; uploads that wait for their preview are dropped, and can be uploaded again."""

from typing import Any

from django.db import migrations

import kaoping.web.encryption


def drop_uploads(apps: Any, schema_editor: Any) -> None:
    apps.get_model("imports", "Draft").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(drop_uploads, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="draft",
            name="rows",
            field=kaoping.web.encryption.EncryptedJSONField(),
        ),
    ]
