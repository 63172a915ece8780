"""Settings in versions, limits of buddies, rhythm and texts; programmes that are there already get their first version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A reminder that came on or after the last day was never sent. What is deferred is checked at once: PostgreSQL alters no table
# that still has checks to come.
IN_TIME = """
UPDATE organisations_programme SET reminder_days = answer_days - 1 WHERE reminder_days >= answer_days;
UPDATE organisations_programme SET runs_every_days = NULLIF(LEAST(runs_every_days, 365), 0);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
FIRST_VERSIONS = """
INSERT INTO organisations_programmeversion (programme_id, version, settings, created_at)
SELECT id, 1, jsonb_build_object(
    'name', name, 'description', description, 'model_of_support', model_of_support, 'is_open', is_open,
    'asks_volunteer_first', asks_volunteer_first, 'answer_days', answer_days, 'reminder_days', reminder_days,
    'proposal_text', proposal_text, 'meets_every_weeks', meets_every_weeks, 'max_buddies', max_buddies,
    'required_clearances', required_clearances, 'runs_every_days', runs_every_days, 'look_after_weeks', look_after_weeks
), now() FROM organisations_programme
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_look_after_weeks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(IN_TIME, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("settings", models.JSONField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="programme",
            name="max_buddies",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programme",
            name="meets_every_weeks",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programme",
            name="proposal_text",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="programme",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("reminder_days__lt", models.F("answer_days"))),
                name="a_reminder_comes_before_the_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "model_of_support__in",
                        ["buddy", "peer", "network", "competence", "engagement", "community"],
                    )
                ),
                name="model_of_support_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("max_buddies", None), ("max_buddies__range", (1, 50)), _connector="OR"
                ),
                name="a_volunteer_may_have_1_to_50_buddies",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("meets_every_weeks", None),
                    ("meets_every_weeks__range", (1, 12)),
                    _connector="OR",
                ),
                name="people_meet_every_1_to_12_weeks",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("runs_every_days", None), ("runs_every_days__range", (1, 365)), _connector="OR"
                ),
                name="a_search_comes_every_1_to_365_days",
            ),
        ),
        migrations.AddField(
            model_name="programmeversion",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="programmeversion",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="organisations.programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeversion",
            constraint=models.UniqueConstraint(
                fields=("programme", "version"), name="one_settings_per_version"
            ),
        ),
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
    ]
