"""All that somebody away held is handed over as one act; the month of an office is a file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workspace", "0002_teams_bulk_and_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="export",
            name="what",
            field=models.CharField(choices=[("list", "list"), ("points", "points")], default="list", max_length=6),
        ),
        migrations.AlterField(
            model_name="bulk",
            name="verb",
            field=models.CharField(
                choices=[("assign", "assign"), ("plan", "plan"), ("reply", "reply"), ("merge", "merge"), ("hand_over", "hand_over")],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="export",
            name="form",
            field=models.CharField(choices=[("csv", "csv"), ("xlsx", "xlsx"), ("zip", "zip")], max_length=4),
        ),
    ]
