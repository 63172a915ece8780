"""A live seat's number never exceeds the capacity of its enrolment, also when two transactions run at once."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION groups_seat_within_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed integer;
BEGIN
    -- The row lock makes this wait for a change of the capacity that is under way.
    SELECT capacity INTO allowed FROM organisations_enrolment WHERE id = NEW.enrolment_id FOR SHARE;
    IF NEW.number > allowed THEN
        RAISE EXCEPTION 'seat % of % does not exist', NEW.number, allowed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seat_within_capacity';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seat_within_capacity BEFORE INSERT ON groups_seat
    FOR EACH ROW EXECUTE FUNCTION groups_seat_within_capacity();
"""
BACKWARD = """
DROP TRIGGER seat_within_capacity ON groups_seat;
DROP FUNCTION groups_seat_within_capacity();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_first"),
        ("organisations", "0002_enrolment_stays_in_its_organisation"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
