"""Themes, meeting places and who waits for what. Keys over two columns: nobody waits for, or leads, a theme of another programme."""

import uuid

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

FORWARD = """
ALTER TABLE organisations_wish ADD CONSTRAINT wish_of_an_enrolment_of_its_programme
    FOREIGN KEY (enrolment_id, programme_id)
    REFERENCES organisations_enrolment (id, programme_id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_wish ADD CONSTRAINT wish_for_a_theme_of_its_programme
    FOREIGN KEY (theme_id, programme_id)
    REFERENCES organisations_theme (id, programme_id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_themelead ADD CONSTRAINT lead_of_an_enrolment_of_its_programme
    FOREIGN KEY (enrolment_id, programme_id)
    REFERENCES organisations_enrolment (id, programme_id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_themelead ADD CONSTRAINT lead_of_a_theme_of_its_programme
    FOREIGN KEY (theme_id, programme_id)
    REFERENCES organisations_theme (id, programme_id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
BACKWARD = """
ALTER TABLE organisations_themelead DROP CONSTRAINT lead_of_a_theme_of_its_programme;
ALTER TABLE organisations_themelead DROP CONSTRAINT lead_of_an_enrolment_of_its_programme;
ALTER TABLE organisations_wish DROP CONSTRAINT wish_for_a_theme_of_its_programme;
ALTER TABLE organisations_wish DROP CONSTRAINT wish_of_an_enrolment_of_its_programme;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_lists_in_order"),
        ("organisations", "0004_lists_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("peer", "peer group"),
                            ("link", "link group"),
                            ("course", "course"),
                        ],
                        default="peer",
                        max_length=6,
                    ),
                ),
                (
                    "name_nl",
                    models.CharField(blank=True, max_length=80, verbose_name="name in Dutch"),
                ),
                (
                    "name_fr",
                    models.CharField(blank=True, max_length=80, verbose_name="name in French"),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                ),
                ("is_closed", models.BooleanField(default=False)),
                ("least_members", models.PositiveSmallIntegerField(default=4)),
                ("wished_members", models.PositiveSmallIntegerField(default=7)),
                ("most_members", models.PositiveSmallIntegerField(default=10)),
                ("together", models.PositiveIntegerField(default=0)),
                ("stage_spread", models.PositiveSmallIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="themes",
                        to="organisations.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ThemeIdea",
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
                            ("open", "to answer"),
                            ("accepted", "became a theme"),
                            ("declined", "not now"),
                        ],
                        default="open",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="theme_ideas",
                        to="organisations.enrolment",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="organisations.theme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThemeLead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="led_themes",
                        to="organisations.enrolment",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.programme",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="organisations.theme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("relation", models.PositiveSmallIntegerField(default=0)),
                ("stage", models.PositiveSmallIntegerField(default=0)),
                ("is_longer_on_road", models.BooleanField(default=False)),
                ("minds_being_only", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wish",
                        to="organisations.enrolment",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="organisations.programme",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="organisations.theme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeetingPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("address", models.CharField(blank=True, max_length=160, verbose_name="address")),
                ("day_parts", models.PositiveIntegerField(default=0)),
                ("offers", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "cell",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.cell",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_places",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "postal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.postalplace",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("id", "organisation"), name="meeting_place_belongs_to_organisation"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation", "name"),
                        name="one_live_meeting_place_per_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day_parts__range", (0, 2097151))),
                        name="a_place_is_open_at_known_day_parts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("offers__range", (0, 127))),
                        name="a_place_offers_known_bits",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                fields=("id", "programme"), name="theme_belongs_to_programme"
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), models.Q(("name_nl", ""), _negated=True)),
                fields=("programme", "name_nl"),
                name="one_live_theme_per_name_nl",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), models.Q(("name_fr", ""), _negated=True)),
                fields=("programme", "name_fr"),
                name="one_live_theme_per_name_fr",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), models.Q(("name_en", ""), _negated=True)),
                fields=("programme", "name_en"),
                name="one_live_theme_per_name_en",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_en", ""), ("name_fr", ""), ("name_nl", ""), _negated=True
                ),
                name="a_theme_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["peer", "link", "course"])),
                name="theme_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("least_members__gte", 2),
                    ("most_members__gte", models.F("wished_members")),
                    ("most_members__lte", 30),
                    ("wished_members__gte", models.F("least_members")),
                ),
                name="members_wished_lie_between_least_and_most",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(("together__range", (0, 254))),
                name="relations_together_are_known_bits",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage_spread__range", (0, 8))), name="stages_differ_by_0_to_8"
            ),
        ),
        migrations.AddConstraint(
            model_name="themeidea",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("enrolment",),
                name="one_open_idea_per_enrolment",
            ),
        ),
        migrations.AddConstraint(
            model_name="themeidea",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "accepted", "declined"])),
                name="idea_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="themeidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), ("theme__isnull", False)),
                    models.Q(models.Q(("state", "accepted"), _negated=True), ("theme", None)),
                    _connector="OR",
                ),
                name="an_accepted_idea_is_a_theme",
            ),
        ),
        migrations.AddConstraint(
            model_name="themeidea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True), ("answered_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="an_answered_idea_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="themelead",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "theme"), name="a_volunteer_names_a_theme_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation__in", [0, 1, 2, 3, 4, 5, 6, 7])),
                name="relation_of_a_wish_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", [0, 1, 2, 3, 4])), name="stage_of_a_wish_is_known"
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
