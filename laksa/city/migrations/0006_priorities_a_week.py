"""How many reports a week an official may push forward with priority."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0005_closings_looked_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="city",
            name="forward",
            field=models.JSONField(default=dict, verbose_name="titipan pejabat"),
        ),
    ]
