from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0002_kept_by_the_database")]

    operations = [
        migrations.CreateModel(
            name="Forecast",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=1)),
                ("key", models.CharField(max_length=40)),
                ("severity", models.CharField(max_length=6)),
                ("cases", models.IntegerField()),
                ("low_seconds", models.BigIntegerField()),
                ("middle_seconds", models.BigIntegerField()),
                ("high_seconds", models.BigIntegerField()),
                ("refreshed_at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("key", "severity", "scope"), name="one_forecast_a_kind")]},
        ),
    ]
