"""How fast the city's crews get around, as its pack says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0001_forms_from_phones"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaceOfCity",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("numbers", models.JSONField(default=dict)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="only_one_pace")]},
        ),
    ]
