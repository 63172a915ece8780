"""Forming groups: searches, drafts and their people. Keys over two columns: no draft has a theme or a member of another programme."""

import uuid

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

FORWARD = """
ALTER TABLE matching_draft ADD CONSTRAINT draft_with_a_theme_of_its_programme
    FOREIGN KEY (theme_id, programme_id)
    REFERENCES organisations_theme (id, programme_id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE matching_draftmember ADD CONSTRAINT member_of_a_draft_of_its_programme
    FOREIGN KEY (draft_id, programme_id)
    REFERENCES matching_draft (id, programme_id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE matching_draftmember ADD CONSTRAINT draft_member_of_its_programme
    FOREIGN KEY (enrolment_id, programme_id)
    REFERENCES organisations_enrolment (id, programme_id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
BACKWARD = """
ALTER TABLE matching_draftmember DROP CONSTRAINT draft_member_of_its_programme;
ALTER TABLE matching_draftmember DROP CONSTRAINT member_of_a_draft_of_its_programme;
ALTER TABLE matching_draft DROP CONSTRAINT draft_with_a_theme_of_its_programme;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_lists_in_order"),
        ("groups", "0003_introduced_only_when_clear"),
        ("matching", "0003_lists_in_order"),
        ("organisations", "0005_themes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Forming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("queued", "waiting to start"),
                            ("running", "searching"),
                            ("finished", "ready"),
                            ("failed", "stopped by a fault"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("claim", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=40)),
                ("people", models.PositiveIntegerField(default=0)),
                ("placed", models.PositiveIntegerField(default=0)),
                ("most", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="formings",
                        to="organisations.programme",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day_part", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=3)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "to look at"),
                            ("asked", "people decide"),
                            ("formed", "the group is there"),
                            ("rejected", "not proposed"),
                            ("replaced", "replaced by a newer draft"),
                            ("dissolved", "too few said yes"),
                        ],
                        default="draft",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_locked", models.BooleanField(default=False)),
                ("facts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("deadline_at", models.DateTimeField(null=True)),
                ("remind_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="groups.group",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="organisations.meetingplace",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_drafts",
                        to="organisations.programme",
                    ),
                ),
                (
                    "programme_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.programmeversion",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="organisations.theme",
                    ),
                ),
                (
                    "forming",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to="matching.forming",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Thermometer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day_part", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=3)),
                ("found", models.PositiveSmallIntegerField()),
                ("needed", models.PositiveSmallIntegerField()),
                (
                    "forming",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thermometers",
                        to="matching.forming",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.meetingplace",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.theme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=30)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.enrolment",
                    ),
                ),
                (
                    "forming",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="left_out",
                        to="matching.forming",
                    ),
                ),
                (
                    "thermometer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="matching.thermometer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DraftMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("member", "member"),
                            ("facilitator", "facilitator"),
                            ("back_up", "back-up"),
                        ],
                        default="member",
                        max_length=11,
                    ),
                ),
                ("day_part", models.PositiveSmallIntegerField()),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("to_come", "not asked yet"),
                            ("asked", "asked"),
                            ("yes", "said yes"),
                            ("no", "said no"),
                            ("waits", "said yes, waits for a free place"),
                            ("closed", "no longer needed"),
                        ],
                        default="to_come",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("asked_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("page", "on the page"),
                            ("link", "by the link in the mail"),
                            ("api", "by a program"),
                            ("coordinator", "told the coordinator"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="matching.draft",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="in_drafts",
                        to="organisations.enrolment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_member",
                        to="groups.seat",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["to_come", "asked", "yes", "no", "waits", "closed"])
                        ),
                        name="member_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["member", "facilitator", "back_up"])),
                        name="part_in_a_draft_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "closed"), _negated=True),
                        fields=("draft", "enrolment"),
                        name="one_place_per_person_in_a_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("part", "member"),
                            ("settled_at", None),
                            ("state__in", ("to_come", "asked", "yes")),
                        ),
                        fields=("enrolment",),
                        name="a_member_is_in_one_open_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("part__in", ("facilitator", "back_up")),
                            ("state__in", ("to_come", "asked", "yes")),
                        ),
                        fields=("draft", "part"),
                        name="one_facilitator_and_one_back_up_per_draft",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("part__in", ("facilitator", "back_up")),
                            ("settled_at", None),
                            ("state__in", ("asked", "yes")),
                        ),
                        fields=("person", "day_part"),
                        name="nobody_leads_two_groups_at_one_day_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True),
                            ("seat__isnull", False),
                            _connector="OR",
                        ),
                        name="who_is_asked_has_a_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("yes", "no", "waits")), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="what_a_member_says_has_a_time",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="forming",
            index=models.Index(fields=["programme", "-requested_at"], name="forming_by_programme"),
        ),
        migrations.AddConstraint(
            model_name="forming",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("queued", "running"))),
                fields=("programme",),
                name="one_live_forming_per_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="forming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["queued", "running", "finished", "failed", "cancelled"])
                ),
                name="forming_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="forming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "running"), ("lease_until__isnull", False)),
                    models.Q(
                        models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="a_running_forming_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="forming",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__range", (0, 100))),
                name="progress_of_a_forming_is_in_percent",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["programme", "state", "id"], name="draft_list"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("state__in", ("asked", "formed"))),
                fields=["deadline_at"],
                name="draft_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                fields=("id", "programme"), name="draft_belongs_to_programme"
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "asked", "formed", "rejected", "replaced", "dissolved"])
                ),
                name="draft_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "day_part__in",
                        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
                    )
                ),
                name="day_part_of_a_draft_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "language__in",
                        [
                            "nl",
                            "fr",
                            "en",
                            "de",
                            "ar",
                            "tr",
                            "es",
                            "it",
                            "pl",
                            "ro",
                            "pt",
                            "ru",
                            "uk",
                            "ber",
                            "ps",
                            "fa",
                            "so",
                            "ti",
                            "ln",
                            "sq",
                            "bg",
                            "zh",
                            "vgt",
                            "sfb",
                        ],
                    )
                ),
                name="language_of_a_draft_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "formed"), ("group__isnull", False)),
                    models.Q(models.Q(("state", "formed"), _negated=True), ("group__isnull", True)),
                    _connector="OR",
                ),
                name="a_formed_draft_has_a_group",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "asked"), _negated=True),
                    ("deadline_at__isnull", False),
                    _connector="OR",
                ),
                name="who_is_asked_for_a_group_has_a_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("place", "day_part"),
                name="one_asked_group_per_room_and_day_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="leftout",
            constraint=models.UniqueConstraint(
                fields=("forming", "enrolment"), name="one_reason_per_person_without_a_group"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
