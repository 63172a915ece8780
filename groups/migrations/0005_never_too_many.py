"""What the database holds of groups of peers by itself, also when two transactions run at once.

Never more members than the group's most; who leads is a volunteer; only people of a group say whether they come, and never more of them
come than there are places; a gathering's moment is what its clock shows; theme and room are the programme's own.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION groups_never_more_members_than_most() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed integer;
BEGIN
    IF NEW.role <> 'member' THEN
        IF (SELECT side FROM organisations_enrolment WHERE id = NEW.enrolment_id) <> 'volunteer' THEN
            RAISE EXCEPTION 'enrolment % is no volunteer''s', NEW.enrolment_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'only_a_volunteer_leads_a_group';
        END IF;
        RETURN NEW;
    END IF;
    -- The row lock makes two who come at once wait for each other; the one who waited then counts the other.
    SELECT most INTO allowed FROM groups_peergroup WHERE group_id = NEW.group_id FOR NO KEY UPDATE;
    IF allowed <= (SELECT count(*) FROM groups_seat
                   WHERE group_id = NEW.group_id AND state = 'taken' AND role = 'member' AND id <> NEW.id) THEN
        RAISE EXCEPTION 'never_more_members_than_most: group % is full', NEW.group_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'never_more_members_than_most';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER never_more_members_than_most BEFORE INSERT OR UPDATE ON groups_seat
    FOR EACH ROW WHEN (NEW.state = 'taken') EXECUTE FUNCTION groups_never_more_members_than_most();

CREATE FUNCTION groups_most_holds_all_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.most < (SELECT count(*) FROM groups_seat
                   WHERE group_id = NEW.group_id AND state = 'taken' AND role = 'member') THEN
        RAISE EXCEPTION 'group % has more members than %', NEW.group_id, NEW.most
            USING ERRCODE = 'check_violation', CONSTRAINT = 'most_holds_all_members';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM groups_group g JOIN organisations_theme t ON t.id = NEW.theme_id AND t.programme_id = g.programme_id
        WHERE g.id = NEW.group_id AND g.kind = t.kind
    ) OR NEW.place_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM groups_group g JOIN organisations_programme p ON p.id = g.programme_id
        JOIN organisations_meetingplace m ON m.id = NEW.place_id AND m.organisation_id = p.organisation_id
        WHERE g.id = NEW.group_id
    ) THEN
        RAISE EXCEPTION 'theme or room of another programme for group %', NEW.group_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'theme_and_room_are_the_programmes_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER most_holds_all_members BEFORE INSERT OR UPDATE ON groups_peergroup
    FOR EACH ROW EXECUTE FUNCTION groups_most_holds_all_members();

CREATE FUNCTION groups_who_comes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE allowed integer; owner bigint;
BEGIN
    -- The row lock makes two who take the last place at once wait for each other.
    SELECT most, group_id INTO allowed, owner FROM groups_gathering WHERE id = NEW.gathering_id FOR NO KEY UPDATE;
    IF TG_OP = 'INSERT' AND NOT EXISTS (
        SELECT 1 FROM groups_seat WHERE id = NEW.seat_id AND group_id = owner AND state = 'taken'
    ) THEN
        RAISE EXCEPTION 'seat % is not in the group of gathering %', NEW.seat_id, NEW.gathering_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_comes_is_in_the_group';
    END IF;
    IF NEW.said = 'yes' AND allowed <= (SELECT count(*) FROM groups_attendance a JOIN groups_seat s ON s.id = a.seat_id
            WHERE a.gathering_id = NEW.gathering_id AND a.said = 'yes' AND s.role = 'member' AND s.state = 'taken' AND a.id <> NEW.id)
       AND (SELECT role FROM groups_seat WHERE id = NEW.seat_id) = 'member' THEN
        RAISE EXCEPTION 'never_more_come_than_places: gathering % is full', NEW.gathering_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'never_more_come_than_places';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER never_more_come_than_places BEFORE INSERT OR UPDATE OF said ON groups_attendance
    FOR EACH ROW EXECUTE FUNCTION groups_who_comes();

ALTER TABLE groups_gathering
    ADD CONSTRAINT a_gathering_is_when_its_clock_says CHECK (starts_at AT TIME ZONE zone = day + begins),
    ADD CONSTRAINT a_gathering_takes_as_long_as_it_says CHECK (ends_at = starts_at + minutes * interval '1 minute');
"""
BACKWARD = """
ALTER TABLE groups_gathering
    DROP CONSTRAINT a_gathering_is_when_its_clock_says, DROP CONSTRAINT a_gathering_takes_as_long_as_it_says;
DROP TRIGGER never_more_come_than_places ON groups_attendance;
DROP FUNCTION groups_who_comes();
DROP TRIGGER most_holds_all_members ON groups_peergroup;
DROP FUNCTION groups_most_holds_all_members();
DROP TRIGGER never_more_members_than_most ON groups_seat;
DROP FUNCTION groups_never_more_members_than_most();
"""


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_peer_groups"), ("organisations", "0005_themes")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
