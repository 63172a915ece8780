"""What a search of 100,000 proposals pays a row: keys checked twice, indexes that another begins with, a look at two people each.

The keys of both sides stay checked together with the programme (0002). That a proposal joins two people is checked once for all
rows of a statement; each row that is offered or agreed is checked as before.
"""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
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

DROP TRIGGER offer_is_allowed ON matching_proposal;
CREATE TRIGGER offer_is_allowed BEFORE INSERT OR UPDATE OF state ON matching_proposal
    FOR EACH ROW WHEN (NEW.state IN ('offered', 'agreed')) EXECUTE FUNCTION matching_offer_is_allowed();
"""
BACKWARD = """
DROP TRIGGER offer_is_allowed ON matching_proposal;
CREATE TRIGGER offer_is_allowed BEFORE INSERT OR UPDATE OF state ON matching_proposal
    FOR EACH ROW EXECUTE FUNCTION matching_offer_is_allowed();
DROP TRIGGER joins_two_people ON matching_proposal;
DROP FUNCTION matching_proposals_join_two_people();
"""


def _key(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(to=to, **{"on_delete": django.db.models.deletion.CASCADE, **more})


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0005_runs_keep_their_points"),
        ("organisations", "0004_look_after_weeks"),
    ]

    operations = [
        migrations.AlterField(
            "proposal",
            "programme",
            _key("organisations.programme", db_index=False, related_name="proposals"),
        ),
        migrations.AlterField(
            "proposal",
            "rule_set",
            _key(
                "matching.ruleset",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
            ),
        ),
        migrations.AlterField(
            "proposal",
            "seeker",
            _key(
                "organisations.enrolment", db_constraint=False, related_name="proposals_as_seeker"
            ),
        ),
        migrations.AlterField(
            "proposal",
            "volunteer",
            _key(
                "organisations.enrolment",
                db_constraint=False,
                related_name="proposals_as_volunteer",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
