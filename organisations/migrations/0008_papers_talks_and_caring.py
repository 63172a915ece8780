"""Information notes, where papers lie, first talks, who takes care of whom, and filters kept under a name.

Versions of settings that are there already get the values that held without being named.
"""

import uuid

import django.db.models.deletion
import django_fsm
import encrypted_fields.fields
from django.conf import settings
from django.db import migrations, models

NAMED = """
UPDATE organisations_programmeversion SET settings = jsonb_build_object(
    'clearance_notice_weeks', 6, 'first_answer_days', 2, 'talk_within_days', 14
) || settings
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_proxies_and_merges"),
        ("organisations", "0007_care_for_who_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InfoNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("texts", models.JSONField()),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("planned", "planned"),
                            ("held", "held"),
                            ("missed", "did not take place"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("place", "at a place"),
                            ("phone", "by phone"),
                            ("video", "by video"),
                        ],
                        max_length=5,
                    ),
                ),
                ("place", encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ("note", encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ("planned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name="clearance",
            name="filed_at",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="clearance",
            name="issued_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="clearance",
            name="reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="clearance",
            name="told_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="coordinator",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="enrolments",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="decision_note",
            field=encrypted_fields.fields.EncryptedTextField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programme",
            name="clearance_notice_weeks",
            field=models.PositiveSmallIntegerField(default=6),
        ),
        migrations.AddField(
            model_name="programme",
            name="first_answer_days",
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddField(
            model_name="programme",
            name="talk_within_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("state__in", ("left", "declined")), _negated=True),
                fields=["organisation", "coordinator", "state"],
                name="enrolment_by_coordinator",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("clearance_notice_weeks__range", (0, 26))),
                name="an_end_is_told_0_to_26_weeks_before",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_answer_days__range", (1, 90))),
                name="a_first_answer_is_due_after_1_to_90_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("talk_within_days__range", (1, 90))),
                name="a_first_talk_is_due_after_1_to_90_days",
            ),
        ),
        migrations.AddField(
            model_name="infonote",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="infonote",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="info_notes",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="info_note",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clearances",
                to="organisations.infonote",
            ),
        ),
        migrations.AddIndex(
            model_name="clearance",
            index=models.Index(
                condition=models.Q(("valid_until__isnull", False)),
                fields=["valid_until"],
                name="clearance_that_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("info_note", None), ("kind", "info_note"), _connector="OR"),
                name="only_taking_note_names_an_information_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("issued_on", None), ("issued_on__lte", models.F("seen_on")), _connector="OR"
                ),
                name="a_paper_is_issued_before_it_is_seen",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_filters",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_filters",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="talk",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="talks",
                to="organisations.enrolment",
            ),
        ),
        migrations.AddField(
            model_name="talk",
            name="with_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="talks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="infonote",
            constraint=models.UniqueConstraint(
                fields=("organisation", "version"), name="one_information_note_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(fields=("user", "name"), name="one_filter_per_name"),
        ),
        migrations.AddIndex(
            model_name="talk",
            index=models.Index(
                condition=models.Q(("state", "planned")), fields=["at"], name="talk_to_come"
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "planned")),
                fields=("enrolment",),
                name="one_planned_talk_per_enrolment",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "missed", "cancelled"])),
                name="talk_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["place", "phone", "video"])),
                name="talk_way_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "planned")),
                    models.Q(
                        models.Q(("state", "planned"), _negated=True), ("ended_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="a_talk_that_is_over_has_a_time",
            ),
        ),
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
    ]
