"""What a repair proved, what an official pushed forward, and who else was asked about a case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from laksa.kernel.migrating import put_triggers_aside, put_triggers_back


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_count_from_the_index"),
        ("city", "0001_the_city_pack"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        put_triggers_aside(),
        migrations.AddField(
            model_name="case",
            name="forwarded_by",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="is_priority",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="case",
            name="proof",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="case",
            name="signer",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("agency", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="city.agency")),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="involved", to="cases.case")),
                (
                    "user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency__isnull", False), ("user", None)),
                            models.Q(("agency", None), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="one_is_involved",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)), fields=("case", "user"), name="involved_user_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agency__isnull", False)), fields=("case", "agency"), name="involved_agency_once"
                    ),
                ],
            },
        ),
        put_triggers_back(),
    ]
