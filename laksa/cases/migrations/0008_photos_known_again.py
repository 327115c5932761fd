"""Which photos have a print by which they are known again; those from before are caught up with by a sweep."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_pushed_forward"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="has_print",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("case__isnull", False), ("has_print", False), ("state", "ready")),
                fields=["id"],
                name="photos_without_print",
            ),
        ),
    ]
