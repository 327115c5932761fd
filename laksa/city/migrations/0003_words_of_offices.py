"""What offices write and how people say it, as phrases of the pack."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("city", "0002_ladders_and_quiet_hours"),
    ]

    operations = [
        migrations.AlterField(
            model_name="phrase",
            name="kind",
            field=models.CharField(
                choices=[
                    ("slang", "kata tidak baku"),
                    ("severity", "tanda tingkat"),
                    ("emergency", "tanda darurat"),
                    ("example", "contoh kalimat"),
                    ("kind", "tanda jenis laporan"),
                    ("stop", "kata umum"),
                    ("jargon", "bahasa kantor"),
                ],
                max_length=10,
                verbose_name="jenis",
            ),
        ),
    ]
