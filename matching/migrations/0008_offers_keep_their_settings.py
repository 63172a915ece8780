"""Offers that are under way keep the settings they follow now, and the day of their reminder."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

UNDER_WAY = """
UPDATE matching_proposal p SET
    programme_version_id = v.id, remind_at = p.offered_at + make_interval(days => pr.reminder_days)
FROM organisations_programme pr JOIN organisations_programmeversion v ON v.programme_id = pr.id
WHERE p.programme_id = pr.id AND p.state = 'offered'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0002_seats_within_capacity"),
        ("matching", "0007_runs_in_regions"),
        ("organisations", "0005_programmes_have_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="matchrun",
            name="programme_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.programmeversion",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="programme_version",
            field=models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.programmeversion",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="remind_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("reminded_at", None), ("state", "offered")),
                fields=["remind_at"],
                name="proposal_reminder",
            ),
        ),
        migrations.RunSQL(UNDER_WAY, migrations.RunSQL.noop),
    ]
