"""What is read of a pool, in SQL: the columns of `core.copying` and what follows them; `{name}` is a parameter."""

from typing import LiteralString

from core.copying import Column

PERSON = (
    Column("ids", "i8", "e.id"),
    Column("person", "i8", "e.person_id"),
    Column("lat", "f8", "c.lat"),
    Column("lon", "f8", "c.lon"),
    Column("size_m", "i4", "c.size_km * 1000"),
    Column("reach_m", "i4", "COALESCE(p.travel_km, 0) * 1000"),
    Column("forms", "i4", "p.contact_forms"),
    Column("day_parts", "i4", "p.day_parts"),
    Column(
        "gender",
        "i2",
        "CASE pe.gender WHEN 'woman' THEN 1 WHEN 'man' THEN 2 WHEN 'other' THEN 4 ELSE 0 END",
    ),
    Column(
        "wish_gender",
        "i2",
        "(p.wish_genders ? 'woman')::int + (p.wish_genders ? 'man')::int * 2"
        " + (p.wish_genders ? 'other')::int * 4",
    ),
    Column("gender_is_must", "b1", "p.wish_gender_is_must"),
    Column("birth_year", "i2", "COALESCE(pe.birth_year, 0)"),
    Column("wish_age_from", "i2", "COALESCE(p.wish_age_from, 0)"),
    Column("wish_age_to", "i2", "COALESCE(p.wish_age_to, 0)"),
    Column("age_is_must", "b1", "p.wish_age_is_must"),
    Column("needs", "i4", "p.access_needs"),
    Column("offers", "i4", "p.access_offers"),
    Column("goals", "i4", "e.goals"),
    Column("phases", "i4", "p.life_phases"),
    Column("talk", "i2", "p.style_talk"),
    Column("pace", "i2", "p.style_pace"),
    Column("plan", "i2", "p.style_plan"),
    Column("months", "i2", "COALESCE(e.months, 0)"),
    Column(
        "waiting",
        "i8",
        "GREATEST(0, EXTRACT(EPOCH FROM {now}::timestamptz - e.waiting_since)::bigint / 86400)",
    ),
    Column("capacity", "i2", "seats.free"),
)
WHO: LiteralString = """
FROM organisations_enrolment e
JOIN accounts_person pe ON pe.id = e.person_id
JOIN accounts_profile p ON p.person_id = e.person_id
JOIN accounts_place pl ON pl.person_id = e.person_id AND pl.state = 'found'
JOIN accounts_cell c ON c.code = pl.cell_id
JOIN organisations_programme pr ON pr.id = e.programme_id
CROSS JOIN LATERAL (SELECT LEAST(e.capacity, pr.max_buddies) - count(*) AS free FROM groups_seat s
                    WHERE s.enrolment_id = e.id AND s.state IN ('held', 'taken')) seats
WHERE e.programme_id = {programme} AND e.side = ANY({sides}::varchar[]) AND e.state = 'active'
  AND seats.free > 0
  AND EXISTS (SELECT 1 FROM accounts_consent k WHERE k.person_id = e.person_id
              AND k.purpose = 'service' AND k.withdrawn_at IS NULL)
  AND (e.side = 'seeker' OR NOT EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(pr.required_clearances) AS need(kind)
        WHERE NOT EXISTS (
            SELECT 1 FROM organisations_clearance cl
            WHERE cl.enrolment_id = e.id AND cl.kind = need.kind
              AND (cl.valid_until IS NULL OR cl.valid_until >= {today}::date))))
"""
ONLY: LiteralString = " AND e.id = ANY({only}::bigint[])"
# A volunteer who looks for a buddy too has an enrolment for each: an id stands for one side only.
EACH_ON_ITS_SIDE: LiteralString = " AND e.side = CASE WHEN e.id = {seeker} THEN 'seeker' WHEN e.id = {volunteer} THEN 'volunteer' END"
# Rules that a profile alone can break; 0 stands for a rule that is off, or for somebody who did not say.
_FITS: LiteralString = """
    AND ({day_parts} = 0 OR p.day_parts = 0 OR p.day_parts & {day_parts} <> 0)
    AND ({forms} = 0 OR p.contact_forms = 0 OR p.contact_forms & {forms} <> 0)
    AND {needs} & ~p.access_offers = 0 AND p.access_needs & {not_offered} = 0
"""
# People whose own limit reaches the cell of somebody, and people who can meet from afar as this one can.
NEAR: LiteralString = (
    """ AND e.person_id IN (
    SELECT pl.person_id FROM unnest({cells}::varchar[], {metres}::integer[], {touching}::boolean[]) AS near(cell, metres, touches)
    JOIN accounts_place pl ON pl.cell_id = near.cell AND pl.state = 'found'
    JOIN accounts_profile p ON p.person_id = pl.person_id
    WHERE (near.touches OR near.metres <= COALESCE(NULLIF(p.travel_km, 0) * 1000, {default_reach_m}))"""  # noqa: S608
    + _FITS
    + """UNION
    SELECT p.person_id FROM accounts_profile p WHERE p.contact_forms = ANY({forms_from_afar}::integer[])"""
    + _FITS
    + ")"
)
# Whose lists are read: everybody who is ready, or these.
EVERYBODY: LiteralString = """
FROM (SELECT id, person_id FROM organisations_enrolment
      WHERE programme_id = {programme} AND side = ANY({sides}::varchar[]) AND state = 'active') e"""
THESE: LiteralString = " FROM unnest({ids}::bigint[], {persons}::bigint[]) AS e(id, person_id)"
LANGUAGES: LiteralString = """
JOIN accounts_personlanguage l ON l.person_id = e.person_id
JOIN unnest({codes}::varchar[], {bits}::smallint[]) AS list(code, bit) ON list.code = l.language
"""
INTERESTS: LiteralString = """
JOIN accounts_personinterest i ON i.person_id = e.person_id
JOIN unnest({codes}::varchar[], {bits}::smallint[]) AS list(code, bit) ON list.code = i.interest
"""
LANGUAGE = (Column("id", "i8", "e.id"), Column("bit", "i2", "list.bit"), Column("said", "i2", "l.level"))  # fmt: skip
INTEREST = (
    Column("id", "i8", "e.id"),
    Column("bit", "i2", "list.bit"),
    Column("said", "i2", "CASE i.attitude WHEN 'like' THEN 0 WHEN 'dislike' THEN 1 ELSE 2 END"),
)
# The points that the latest finished search kept, if they are as many as there are interests; otherwise how many people like what,
# and as the bit -1 how many people there are.
_KEPT: LiteralString = """
FROM (WITH last AS (
    SELECT r.points FROM matching_matchrun r WHERE r.programme_id = {programme} AND r.state = 'finished'
    ORDER BY r.finished_at DESC, r.id DESC LIMIT 1
), kept AS MATERIALIZED (
    SELECT points FROM last WHERE jsonb_array_length(points) = {interests}
), pool AS MATERIALIZED (
SELECT e.person_id"""
_COUNTED: LiteralString = """ AND NOT EXISTS (SELECT 1 FROM kept))
SELECT true, each.nr - 1, each.points::bigint FROM kept, jsonb_array_elements_text(kept.points) WITH ORDINALITY AS each(points, nr)
UNION ALL
SELECT false, -1, count(*) FROM pool
UNION ALL
SELECT false, list.bit, count(*) FROM pool
JOIN accounts_personinterest i ON i.person_id = pool.person_id AND i.attitude = 'like'
JOIN unnest({codes}::varchar[], {bits}::smallint[]) AS list(code, bit) ON list.code = i.interest
WHERE NOT EXISTS (SELECT 1 FROM kept) -- again: otherwise the join begins before it knows that the pool is empty
GROUP BY list.bit) AS counted(is_kept, bit, number)
"""
POINTS: LiteralString = _KEPT + WHO + _COUNTED
POINT = (
    Column("is_kept", "b1", "counted.is_kept"),
    Column("bit", "i2", "counted.bit"),
    Column("number", "i8", "counted.number"),
)
# Never again: pairs kept apart, pairs that said no or were rejected, pairs that were together, and open proposals.
APART: LiteralString = """
FROM (
SELECT v.id, s.id FROM matching_exclusion x
JOIN organisations_enrolment v ON v.person_id = x.first_id AND v.organisation_id = x.organisation_id
JOIN organisations_enrolment s ON s.person_id = x.second_id AND s.programme_id = v.programme_id
WHERE v.programme_id = {programme} AND v.side = 'volunteer' AND s.side = 'seeker'
UNION
SELECT v.id, s.id FROM matching_exclusion x
JOIN organisations_enrolment v ON v.person_id = x.second_id AND v.organisation_id = x.organisation_id
JOIN organisations_enrolment s ON s.person_id = x.first_id AND s.programme_id = v.programme_id
WHERE v.programme_id = {programme} AND v.side = 'volunteer' AND s.side = 'seeker'
UNION
SELECT v.id, s.id FROM organisations_enrolment v
JOIN organisations_enrolment s ON s.programme_id = v.programme_id AND s.person_id = v.person_id
WHERE v.programme_id = {programme} AND v.side = 'volunteer' AND s.side = 'seeker'
UNION
SELECT volunteer_id, seeker_id FROM matching_proposal
WHERE programme_id = {programme}
  AND (state IN ('offered', 'agreed', 'declined', 'rejected')
       OR (state = 'draft' AND on_hold_until IS NOT NULL))
) AS pairs(volunteer, seeker)
"""
# Drafts that a search leaves as they are.
LOCKED: LiteralString = """
FROM (SELECT volunteer_id, seeker_id FROM matching_proposal
      WHERE programme_id = {programme} AND state = 'draft' AND is_locked) AS pairs(volunteer, seeker)
"""
PAIR = (Column("volunteer", "i8", "pairs.volunteer"), Column("seeker", "i8", "pairs.seeker"))
OF_VOLUNTEER: LiteralString = "WHERE pairs.volunteer = {me}"
OF_SEEKER: LiteralString = "WHERE pairs.seeker = {me}"
# Of two at once: each half is looked up through its own person, which one condition with OR would not be.
APART_OF_BOTH: LiteralString = (
    "FROM (SELECT pairs.volunteer, pairs.seeker "
    + APART
    + "WHERE pairs.volunteer = {volunteer} UNION SELECT pairs.volunteer, pairs.seeker "
    + APART
    + "WHERE pairs.seeker = {seeker}) AS pairs(volunteer, seeker)"
)
