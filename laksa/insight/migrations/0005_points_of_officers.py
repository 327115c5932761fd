"""Months of points that are closed, and what officers say against a line."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0004_kept_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PointMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("nip", models.CharField(blank=True, max_length=18)),
                ("name", models.CharField(max_length=120)),
                ("agency", models.CharField(blank=True, max_length=40)),
                ("closed_at", models.DateTimeField()),
                ("points", models.DecimalField(decimal_places=2, max_digits=8)),
                ("rules", models.JSONField(default=dict)),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="point_months",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PointLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=32)),
                ("case_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=16)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("number", models.IntegerField()),
                ("points", models.DecimalField(decimal_places=2, max_digits=7)),
                ("whole", models.DecimalField(decimal_places=2, max_digits=7)),
                ("sharers", models.SmallIntegerField(default=1)),
                ("facts", models.JSONField(default=dict)),
                (
                    "month",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="insight.pointmonth"
                    ),
                ),
            ],
            options={
                "ordering": ["month", "place"],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("case_id", models.BigIntegerField()),
                ("code", models.CharField(max_length=16)),
                ("number", models.IntegerField()),
                ("act", models.CharField(max_length=32)),
                ("agency", models.CharField(blank=True, max_length=40)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("points", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="point_objections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("answered_at__isnull", True)), fields=["agency", "due_at"], name="open_objections")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "month", "case_id", "number", "act"), name="one_objection_a_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("points", None)),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_objection_is_answered_whole",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="pointmonth",
            index=models.Index(fields=["month", "agency"], name="point_months_by_agency"),
        ),
        migrations.AddConstraint(
            model_name="pointmonth",
            constraint=models.UniqueConstraint(fields=("user", "month"), name="one_closing_a_month"),
        ),
        migrations.AddConstraint(
            model_name="pointline",
            constraint=models.UniqueConstraint(fields=("month", "place"), name="one_point_line_a_place"),
        ),
    ]
