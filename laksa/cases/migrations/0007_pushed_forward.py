"""What officials push forward: its figures are read from an index alone, and a leader caps the priorities."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_seen_by_the_office"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("channel", "forward")),
                fields=["received_at", "forwarded_by", "is_priority", "village", "resolved_at", "id"],
                name="case_by_forward",
            ),
        ),
        migrations.CreateModel(
            name="PriorityCap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("per_week", models.SmallIntegerField()),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.comparison.Coalesce("user", models.Value(0)), name="one_cap_each"),
                    models.CheckConstraint(condition=models.Q(("per_week__range", (0, 50))), name="a_cap_is_a_small_number"),
                ],
            },
        ),
    ]
