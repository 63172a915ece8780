"""An enrolment cannot name a programme of another organisation, nor an answer another programme: keys over both columns."""

from django.db import migrations

FORWARD = """
ALTER TABLE organisations_enrolment ADD CONSTRAINT enrolment_programme_of_its_organisation
    FOREIGN KEY (programme_id, organisation_id)
    REFERENCES organisations_programme (id, organisation_id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_import ADD CONSTRAINT import_programme_of_its_organisation
    FOREIGN KEY (programme_id, organisation_id)
    REFERENCES organisations_programme (id, organisation_id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_intakeanswer ADD CONSTRAINT answer_of_an_enrolment_of_its_programme
    FOREIGN KEY (enrolment_id, programme_id)
    REFERENCES organisations_enrolment (id, programme_id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_intakeanswer ADD CONSTRAINT answer_to_a_form_of_its_programme
    FOREIGN KEY (form_id, programme_id)
    REFERENCES organisations_intakeform (id, programme_id) DEFERRABLE INITIALLY IMMEDIATE;
"""
BACKWARD = """
ALTER TABLE organisations_intakeanswer DROP CONSTRAINT answer_of_an_enrolment_of_its_programme;
ALTER TABLE organisations_intakeanswer DROP CONSTRAINT answer_to_a_form_of_its_programme;
ALTER TABLE organisations_enrolment DROP CONSTRAINT enrolment_programme_of_its_organisation;
ALTER TABLE organisations_import DROP CONSTRAINT import_programme_of_its_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
