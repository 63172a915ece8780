"""The event log is only added to: the database refuses to change or remove a line."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION core_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A login that is removed leaves its events behind without it; nothing else of a line may change.
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL
       AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the event log is append-only' USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'events_are_append_only';
END $$;
CREATE TRIGGER events_are_append_only BEFORE UPDATE OR DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_event_is_append_only();
"""
BACKWARD = """
DROP TRIGGER events_are_append_only ON core_event;
DROP FUNCTION core_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_first")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
