"""A volunteer's seat is taken only when the papers that the programme requires are valid on that day, whoever writes it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION groups_introduced_only_when_clear() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE lacking text; required jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'taken' AND OLD.enrolment_id = NEW.enrolment_id THEN
        RETURN NEW;
    END IF;
    -- The row locks make this wait for a paper or a requirement that is being changed, and make such a change wait for this.
    SELECT p.required_clearances INTO required
        FROM organisations_enrolment e JOIN organisations_programme p ON p.id = e.programme_id
        WHERE e.id = NEW.enrolment_id AND e.side = 'volunteer' FOR KEY SHARE OF p;
    PERFORM 1 FROM organisations_clearance WHERE enrolment_id = NEW.enrolment_id ORDER BY id FOR SHARE;
    SELECT needed.kind INTO lacking FROM jsonb_array_elements_text(required) AS needed (kind)
        WHERE NOT EXISTS (
            SELECT 1 FROM organisations_clearance c WHERE c.enrolment_id = NEW.enrolment_id AND c.kind = needed.kind
                AND (c.valid_until IS NULL OR c.valid_until >= (NEW.taken_at AT TIME ZONE 'UTC')::date)
        ) LIMIT 1;
    IF lacking IS NOT NULL THEN
        RAISE EXCEPTION 'introduced_only_when_clear: enrolment % lacks %', NEW.enrolment_id, lacking
            USING ERRCODE = 'check_violation', CONSTRAINT = 'introduced_only_when_clear';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER introduced_only_when_clear BEFORE INSERT OR UPDATE ON groups_seat
    FOR EACH ROW WHEN (NEW.state = 'taken') EXECUTE FUNCTION groups_introduced_only_when_clear();
"""
BACKWARD = """
DROP TRIGGER introduced_only_when_clear ON groups_seat;
DROP FUNCTION groups_introduced_only_when_clear();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0002_seats_within_capacity"),
        ("organisations", "0002_enrolment_stays_in_its_organisation"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
