"""One-time codes for photos, and the prints by which a photo is known again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PhotoPrint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("photo", models.CharField(max_length=32, unique=True)),
                ("case_code", models.CharField(db_index=True, max_length=16)),
                ("added_at", models.DateTimeField()),
                ("signs", models.BinaryField()),
                ("sketch", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="CaptureCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_code", models.CharField(max_length=16)),
                ("kind", models.CharField(choices=[("now", "now"), ("day", "day")], max_length=3)),
                ("code", models.CharField(max_length=6)),
                ("issued_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("used_at", None)), fields=["valid_until"], name="codes_to_forget")],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "case_code", "code"), name="one_code_a_person_and_case"),
                    models.CheckConstraint(condition=models.Q(("valid_until__gt", models.F("issued_at"))), name="a_code_lasts"),
                ],
            },
        ),
    ]
