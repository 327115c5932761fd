"""What a verified act of an officer is worth for e-Kinerja."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0006_priorities_a_week"),
    ]

    operations = [
        migrations.AddField(
            model_name="city",
            name="performance",
            field=models.JSONField(default=dict, verbose_name="poin kinerja"),
        ),
    ]
