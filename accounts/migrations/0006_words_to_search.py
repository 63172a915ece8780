"""What a search compares is kept by the database itself."""

import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models

import core.search


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_proxies_and_merges"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="searched",
            field=models.GeneratedField(
                db_persist=True,
                expression=core.search.PlainLetters(
                    django.db.models.functions.text.Concat(
                        django.db.models.functions.comparison.Cast(
                            "name_to_use", models.TextField()
                        ),
                        models.Value(" ", output_field=models.TextField()),
                        django.db.models.functions.comparison.Cast(
                            "family_name", models.TextField()
                        ),
                        models.Value(" ", output_field=models.TextField()),
                        django.db.models.functions.comparison.Cast("email", models.TextField()),
                        models.Value(" ", output_field=models.TextField()),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="searched",
            field=models.GeneratedField(
                db_persist=True,
                expression=core.search.PlainLetters(
                    django.db.models.functions.text.Concat(
                        django.db.models.functions.comparison.Cast("typed", models.TextField()),
                        models.Value(" ", output_field=models.TextField()),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="postalplace",
            name="searched",
            field=models.GeneratedField(
                db_persist=True,
                expression=core.search.PlainLetters(
                    django.db.models.functions.text.Concat(
                        django.db.models.functions.comparison.Cast("postcode", models.TextField()),
                        models.Value(" ", output_field=models.TextField()),
                        django.db.models.functions.comparison.Cast("name_nl", models.TextField()),
                        models.Value(" ", output_field=models.TextField()),
                        django.db.models.functions.comparison.Cast("name_fr", models.TextField()),
                        models.Value(" ", output_field=models.TextField()),
                    )
                ),
                output_field=models.TextField(),
            ),
        ),
    ]
