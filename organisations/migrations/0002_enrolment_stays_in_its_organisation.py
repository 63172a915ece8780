"""An enrolment cannot name a programme of another organisation: a key over both columns."""

from django.db import migrations

FORWARD = """
ALTER TABLE organisations_enrolment ADD CONSTRAINT enrolment_programme_of_its_organisation
    FOREIGN KEY (programme_id, organisation_id)
    REFERENCES organisations_programme (id, organisation_id) DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE organisations_import ADD CONSTRAINT import_programme_of_its_organisation
    FOREIGN KEY (programme_id, organisation_id)
    REFERENCES organisations_programme (id, organisation_id) DEFERRABLE INITIALLY IMMEDIATE;
"""
BACKWARD = """
ALTER TABLE organisations_enrolment DROP CONSTRAINT enrolment_programme_of_its_organisation;
ALTER TABLE organisations_import DROP CONSTRAINT import_programme_of_its_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
