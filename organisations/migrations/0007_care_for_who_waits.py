"""How often who waits hears from us, when somebody calls, and what people can do meanwhile.

Versions that are there already get the values that held without being named, so that their history tells no change that nobody made.
"""

from django.db import migrations, models

NAMED = """
UPDATE organisations_programmeversion SET settings = jsonb_build_object(
    'sign_after_weeks', 4, 'signs_before_call', 3, 'speak_after_weeks', 12, 'meanwhile_text', '{}'::jsonb
) || settings
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_programmes_ask_questions"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="sign_after_weeks",
            field=models.PositiveSmallIntegerField(default=4),
        ),
        migrations.AddField(
            model_name="programme",
            name="signs_before_call",
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name="programme",
            name="speak_after_weeks",
            field=models.PositiveSmallIntegerField(default=12),
        ),
        migrations.AddField(
            model_name="programme",
            name="meanwhile_text",
            field=models.JSONField(default=dict),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("sign_after_weeks__range", (0, 52))),
                name="a_sign_of_life_comes_after_0_to_52_weeks",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("signs_before_call__range", (1, 12))),
                name="somebody_calls_after_1_to_12_silent_signs",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("speak_after_weeks__range", (0, 104))),
                name="a_talk_is_due_after_0_to_104_weeks",
            ),
        ),
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
    ]
