"""An index of what each person did, so that their month is found without reading all stories."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_photos_known_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(condition=models.Q(("user__isnull", False)), fields=["user", "at", "case"], name="entry_by_user"),
        ),
    ]
