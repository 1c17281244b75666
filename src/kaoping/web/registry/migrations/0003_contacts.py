"""People of units and how to reach them."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import kaoping.web.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_columns"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("leader", "分管领导"),
                            ("office", "科室负责人"),
                            ("liaison", "联络员"),
                            ("staff", "工作人员"),
                        ],
                        default="staff",
                        max_length=8,
                        verbose_name="身份",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                (
                    "phone",
                    kaoping.web.encryption.EncryptedTextField(
                        blank=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9+()（）\\- ]{3,40}\\Z", "电话由 3–40 个数字、“+”“-”、括号和空格组成"
                            )
                        ],
                        verbose_name="电话",
                    ),
                ),
                (
                    "email",
                    kaoping.web.encryption.EncryptedTextField(
                        blank=True, validators=[django.core.validators.EmailValidator()], verbose_name="电子邮箱"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="registry.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "联系人",
                "verbose_name_plural": "联系人",
                "ordering": ("unit__code", "kind", "name"),
                "constraints": [models.UniqueConstraint(fields=("unit", "kind", "name"), name="one_contact_once")],
            },
        ),
    ]
