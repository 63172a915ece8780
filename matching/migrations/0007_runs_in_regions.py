"""A search that is cut into regions: a row for each, with what a worker needs and what it found, and the pool of the whole."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0006_bulk_of_proposals"),
        ("organisations", "0004_look_after_weeks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RunPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("people", models.PositiveIntegerField()),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("queued", "waiting to start"),
                            ("running", "searching"),
                            ("done", "ready"),
                        ],
                        default="queued",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("claim", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("given", models.BinaryField()),
                ("found", models.BinaryField(default=bytes)),
            ],
        ),
        migrations.CreateModel(
            name="RunPool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="matchrun",
            name="one_live_run_per_programme",
        ),
        migrations.RemoveConstraint(
            model_name="matchrun",
            name="run_state_is_known",
        ),
        migrations.AddField(
            model_name="matchrun",
            name="regions",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="matchrun",
            name="regions_done",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="matchrun",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("queued", "waiting to start"),
                    ("running", "searching"),
                    ("spread", "searching by region"),
                    ("finished", "ready"),
                    ("failed", "stopped by a fault"),
                    ("cancelled", "cancelled"),
                ],
                default="queued",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="matchrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("queued", "running", "spread"))),
                fields=("programme",),
                name="one_live_run_per_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["queued", "running", "spread", "finished", "failed", "cancelled"],
                    )
                ),
                name="run_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "spread"), _negated=True),
                    ("regions__gt", 1),
                    _connector="OR",
                ),
                name="a_spread_run_has_regions",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("regions_done__lte", models.F("regions"))),
                name="no_more_regions_done_than_there_are",
            ),
        ),
        migrations.AddField(
            model_name="runpart",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="matching.matchrun",
            ),
        ),
        migrations.AddField(
            model_name="runpool",
            name="run",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pool",
                to="matching.matchrun",
            ),
        ),
        migrations.AddConstraint(
            model_name="runpart",
            constraint=models.UniqueConstraint(
                fields=("run", "number"), name="one_part_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="runpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "running", "done"])),
                name="part_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="runpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "running"), ("lease_until__isnull", False)),
                    models.Q(
                        models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_running_part_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="runpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), models.Q(("found", b""), _negated=True)),
                    models.Q(models.Q(("state", "done"), _negated=True), ("found", b"")),
                    _connector="OR",
                ),
                name="a_done_part_has_its_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="runpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__range", (0, 100))),
                name="progress_of_a_part_is_in_percent",
            ),
        ),
    ]
