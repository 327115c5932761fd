"""How the times of a crew's day are reckoned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0007_points_for_verified_acts"),
    ]

    operations = [
        migrations.AddField(
            model_name="city",
            name="crews",
            field=models.JSONField(default=dict, verbose_name="laju regu"),
        ),
    ]
