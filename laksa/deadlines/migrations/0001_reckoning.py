from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Reckoning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("city_version", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("basis", models.JSONField()),
                ("changes", models.JSONField(default=list)),
                ("last_case", models.BigIntegerField(default=0)),
                ("moved", models.IntegerField(default=0)),
            ],
        ),
    ]
