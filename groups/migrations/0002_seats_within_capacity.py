"""What the database holds of groups by itself, also when two transactions run at once.

A live seat's number never exceeds the capacity of its enrolment; a signature is for the text as it is, by somebody of the group; a
closed group has no taken seat when the transaction ends.
"""

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
CREATE FUNCTION groups_signature_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE current integer; owner bigint;
BEGIN
    -- The row lock makes this wait for a change of the text that is under way.
    SELECT version, group_id INTO current, owner FROM groups_agreement WHERE id = NEW.agreement_id FOR SHARE;
    IF NEW.version <> current OR NOT EXISTS (
        SELECT 1 FROM groups_seat WHERE id = NEW.seat_id AND group_id = owner AND state = 'taken'
    ) THEN
        RAISE EXCEPTION 'signature under version %, the text is version %', NEW.version, current
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_signature_is_for_the_text_as_it_is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_signature_is_for_the_text_as_it_is BEFORE INSERT OR UPDATE ON groups_signature
    FOR EACH ROW EXECUTE FUNCTION groups_signature_fits();

CREATE FUNCTION groups_closed_is_empty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM groups_seat WHERE group_id = NEW.id AND state = 'taken')
       AND (SELECT state FROM groups_group WHERE id = NEW.id) = 'closed' THEN
        RAISE EXCEPTION 'group % is closed and has a taken seat', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_group_has_no_taken_seat';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_closed_group_has_no_taken_seat AFTER UPDATE OF state ON groups_group
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'closed')
    EXECUTE FUNCTION groups_closed_is_empty();
"""
BACKWARD = """
DROP TRIGGER a_closed_group_has_no_taken_seat ON groups_group;
DROP FUNCTION groups_closed_is_empty();
DROP TRIGGER a_signature_is_for_the_text_as_it_is ON groups_signature;
DROP FUNCTION groups_signature_fits();
DROP TRIGGER seat_within_capacity ON groups_seat;
DROP FUNCTION groups_seat_within_capacity();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_first"),
        ("organisations", "0002_enrolment_stays_in_its_organisation"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
