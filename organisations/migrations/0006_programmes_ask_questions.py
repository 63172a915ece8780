"""Questions of a programme's own, in versions; an answer stays inside the programme of its enrolment and of its form."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields

INSIDE = """
ALTER TABLE organisations_intakeanswer ADD CONSTRAINT answer_of_an_enrolment_of_its_programme
    FOREIGN KEY (enrolment_id, programme_id)
    REFERENCES organisations_enrolment (id, programme_id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_intakeanswer ADD CONSTRAINT answer_to_a_form_of_its_programme
    FOREIGN KEY (form_id, programme_id)
    REFERENCES organisations_intakeform (id, programme_id) DEFERRABLE INITIALLY IMMEDIATE;
"""
ANYWHERE = """
ALTER TABLE organisations_intakeanswer DROP CONSTRAINT answer_of_an_enrolment_of_its_programme;
ALTER TABLE organisations_intakeanswer DROP CONSTRAINT answer_to_a_form_of_its_programme;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_programmes_have_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("questions", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intake_forms",
                        to="organisations.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("said", core.fields.SealedJSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                        related_name="intake_answers",
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
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="organisations.intakeform",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="intakeform",
            constraint=models.UniqueConstraint(
                fields=("programme", "version"), name="one_intake_form_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeform",
            constraint=models.UniqueConstraint(
                fields=("id", "programme"), name="form_belongs_to_programme"
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeanswer",
            constraint=models.UniqueConstraint(
                fields=("enrolment", "code"), name="one_answer_per_question"
            ),
        ),
        migrations.RunSQL(INSIDE, ANYWHERE),
    ]
