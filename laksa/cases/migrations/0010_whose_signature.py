"""An index of the few cases that wait for somebody's signature, by who must sign."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_acts_of_a_person"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("proof", "doubted")), fields=["signer", "due_at", "id"], name="doubted_by_signer"),
        ),
    ]
