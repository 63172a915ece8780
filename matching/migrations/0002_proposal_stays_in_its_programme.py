"""A proposal joins two enrolments of its own programme, and never two people who are kept apart.

Whoever forbids a pair while it is being offered waits for the other by an advisory lock on the pair of people. That a proposal
joins two people is checked once for all rows of a statement, since a search writes 100,000 at once; each row that is offered or
agreed is checked by itself.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE matching_proposal
    ADD CONSTRAINT proposal_volunteer_of_its_programme FOREIGN KEY (volunteer_id, programme_id)
        REFERENCES organisations_enrolment (id, programme_id) DEFERRABLE INITIALLY IMMEDIATE,
    ADD CONSTRAINT proposal_seeker_of_its_programme FOREIGN KEY (seeker_id, programme_id)
        REFERENCES organisations_enrolment (id, programme_id) DEFERRABLE INITIALLY IMMEDIATE;

CREATE FUNCTION matching_offer_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one bigint; other bigint; org bigint;
BEGIN
    SELECT v.person_id, s.person_id, v.organisation_id INTO one, other, org
        FROM organisations_enrolment v, organisations_enrolment s
        WHERE v.id = NEW.volunteer_id AND s.id = NEW.seeker_id;
    IF one = other THEN
        RAISE EXCEPTION 'the same person on both sides'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_joins_two_people';
    END IF;
    IF NEW.state IN ('offered', 'agreed') THEN
        PERFORM pg_advisory_xact_lock(hashtextextended(
            'exclusion:' || LEAST(one, other) || ':' || GREATEST(one, other), 0));
        IF EXISTS (SELECT 1 FROM matching_exclusion WHERE organisation_id = org
                   AND first_id = LEAST(one, other) AND second_id = GREATEST(one, other)) THEN
            RAISE EXCEPTION 'these two are kept apart'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_respects_exclusions';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER offer_is_allowed BEFORE INSERT OR UPDATE OF state ON matching_proposal
    FOR EACH ROW WHEN (NEW.state IN ('offered', 'agreed')) EXECUTE FUNCTION matching_offer_is_allowed();

CREATE FUNCTION matching_exclusion_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(
        'exclusion:' || NEW.first_id || ':' || NEW.second_id, 0));
    RETURN NEW;
END $$;
CREATE TRIGGER exclusion_waits BEFORE INSERT ON matching_exclusion
    FOR EACH ROW EXECUTE FUNCTION matching_exclusion_waits();
CREATE FUNCTION matching_proposals_join_two_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM fresh
               JOIN organisations_enrolment v ON v.id = fresh.volunteer_id
               JOIN organisations_enrolment s ON s.id = fresh.seeker_id
               WHERE v.person_id = s.person_id) THEN
        RAISE EXCEPTION 'the same person on both sides'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_joins_two_people';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER joins_two_people AFTER INSERT ON matching_proposal REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION matching_proposals_join_two_people();

"""
BACKWARD = """
DROP TRIGGER joins_two_people ON matching_proposal;
DROP FUNCTION matching_proposals_join_two_people();
DROP TRIGGER exclusion_waits ON matching_exclusion;
DROP FUNCTION matching_exclusion_waits();
DROP TRIGGER offer_is_allowed ON matching_proposal;
DROP FUNCTION matching_offer_is_allowed();
ALTER TABLE matching_proposal
    DROP CONSTRAINT proposal_seeker_of_its_programme,
    DROP CONSTRAINT proposal_volunteer_of_its_programme;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_first"),
        ("organisations", "0002_enrolment_stays_in_its_organisation"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
