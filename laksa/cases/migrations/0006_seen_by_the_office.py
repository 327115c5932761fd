"""How far into a case its office has read, so that the reporter is told once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_proof_priority_and_involved"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sight",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sight",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("seen_number", models.IntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
