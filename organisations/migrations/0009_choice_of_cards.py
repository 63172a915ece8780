"""How many cards somebody may choose from; versions that are there already held one."""

from django.db import migrations, models

NAMED = """
UPDATE organisations_programmeversion SET settings = jsonb_build_object('choice_of_cards', 1) || settings
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0008_papers_talks_and_caring"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="choice_of_cards",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice_of_cards__range", (1, 3))),
                name="a_choice_is_of_1_to_3_cards",
            ),
        ),
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
    ]
