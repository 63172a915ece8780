"""Who stopped in a programme sits in no group of it and waits for none, whoever writes it.

A pair is not meant: it has a goodbye of its own. The check on an enrolment comes at the end of the transaction, when its seats are free.
"""

from django.db import migrations

# Who stopped before this held: without a message, since nobody did anything now.
TIDY = """
INSERT INTO groups_leaving (seat_id, left_at)
    SELECT s.id, now() FROM groups_seat s JOIN organisations_enrolment e ON e.id = s.enrolment_id JOIN groups_group g ON g.id = s.group_id
    WHERE s.state = 'taken' AND e.state IN ('left', 'declined') AND g.kind <> 'pair';
UPDATE groups_seat s SET state = 'freed', freed_at = now() FROM organisations_enrolment e, groups_group g
    WHERE e.id = s.enrolment_id AND g.id = s.group_id AND s.state = 'taken' AND e.state IN ('left', 'declined') AND g.kind <> 'pair';
UPDATE groups_seat s SET state = 'freed', freed_at = now() FROM groups_wait w, organisations_enrolment e
    WHERE w.seat_id = s.id AND w.state = 'offered' AND s.state = 'held' AND e.id = w.enrolment_id AND e.state IN ('left', 'declined');
UPDATE groups_wait w SET state = 'gone' FROM organisations_enrolment e
    WHERE e.id = w.enrolment_id AND w.state IN ('waiting', 'offered') AND e.state IN ('left', 'declined');
"""
FORWARD = """
CREATE FUNCTION groups_only_who_is_there() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE now_is text;
BEGIN
    -- The row lock makes this wait for who is just stopping, and makes stopping wait for this.
    SELECT state INTO now_is FROM organisations_enrolment WHERE id = NEW.enrolment_id FOR SHARE;
    IF now_is IN ('left', 'declined') AND (TG_TABLE_NAME = 'groups_wait' OR EXISTS (
        SELECT 1 FROM groups_group WHERE id = NEW.group_id AND kind <> 'pair'
    )) THEN
        RAISE EXCEPTION 'enrolment % stopped', NEW.enrolment_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_left_comes_into_no_group';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_left_comes_into_no_group BEFORE INSERT OR UPDATE OF state, group_id, enrolment_id ON groups_seat
    FOR EACH ROW WHEN (NEW.state = 'taken') EXECUTE FUNCTION groups_only_who_is_there();
CREATE TRIGGER who_left_waits_for_no_group BEFORE INSERT OR UPDATE OF state, group_id, enrolment_id ON groups_wait
    FOR EACH ROW WHEN (NEW.state IN ('waiting', 'offered')) EXECUTE FUNCTION groups_only_who_is_there();

CREATE FUNCTION groups_who_left_is_in_none() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM organisations_enrolment WHERE id = NEW.id AND state IN ('left', 'declined')
    ) AND (EXISTS (
        SELECT 1 FROM groups_seat s JOIN groups_group g ON g.id = s.group_id
        WHERE s.enrolment_id = NEW.id AND s.state = 'taken' AND g.kind <> 'pair'
    ) OR EXISTS (
        SELECT 1 FROM groups_wait WHERE enrolment_id = NEW.id AND state IN ('waiting', 'offered')
    )) THEN
        RAISE EXCEPTION 'enrolment % is in a group, or waits for one', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_left_is_in_no_group';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER who_left_is_in_no_group AFTER UPDATE OF state ON organisations_enrolment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('left', 'declined'))
    EXECUTE FUNCTION groups_who_left_is_in_none();
"""
BACKWARD = """
DROP TRIGGER who_left_is_in_no_group ON organisations_enrolment;
DROP FUNCTION groups_who_left_is_in_none();
DROP TRIGGER who_left_waits_for_no_group ON groups_wait;
DROP TRIGGER who_left_comes_into_no_group ON groups_seat;
DROP FUNCTION groups_only_who_is_there();
"""


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_never_too_many"), ("organisations", "0005_themes")]
    operations = [
        migrations.RunSQL(TIDY, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
