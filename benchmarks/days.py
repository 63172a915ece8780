"""What years of work leave behind around invented people: names that come twice, talks, papers, mails, signs of life, looks, pairs.

Without it most lists of a team would be empty, and quick for that alone. For measuring only: rows are written past the services,
always the same for the same ids. Whoever waits has waited long, so that nearly everybody is due: the hardest case.
"""

from typing import Any

# A number from 0 to 999 that looks thrown, the same each time; `kind` makes another throw of the same id.
_DICE = """CREATE OR REPLACE FUNCTION pg_temp.dice(id bigint, kind int) RETURNS int LANGUAGE sql IMMUTABLE
AS 'SELECT abs(hashint8(id * 64 + kind)::bigint) %% 1000 :: int'"""
_FIRST = "Lien Jan An Bram Fatima Kobe Griet Wout Amina Tom Els Youssef Hilde Pieter Sofie Mohamed Leen Karel Nele Omar"
_LAST = (
    "Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters De Dubois Lambert Dupont"
)
_PEOPLE = """UPDATE accounts_person p SET
    name_to_use = (string_to_array(%(first)s, ' '))[1 + mod(pg_temp.dice(p.id, 1), 20)]
        || repeat('a', mod(pg_temp.dice(p.id, 2), 6)),
    family_name = (string_to_array(%(last)s, ' '))[1 + mod(pg_temp.dice(p.id, 3), 13)] || pg_temp.dice(p.id, 4),
    email = CASE WHEN pg_temp.dice(p.id, 5) < 3 THEN 'couple' || p.id / 40 || '@people.example' ELSE p.email END,
    phone = CASE WHEN pg_temp.dice(p.id, 6) < 600 THEN '+32470' || lpad(mod(p.id, 1000000)::text, 6, '0')
        WHEN pg_temp.dice(p.id, 6) < 605 THEN '+32471' || lpad((p.id / 200)::text, 6, '0') ELSE '' END
    FROM organisations_enrolment e WHERE e.person_id = p.id AND e.organisation_id = %(organisation)s"""
# One in five hundred registered twice.
_TWICE = """UPDATE accounts_person p SET name_to_use = q.name_to_use, family_name = q.family_name, email = q.email,
    birth_year = q.birth_year FROM accounts_person q, organisations_enrolment e
    WHERE e.person_id = p.id AND q.id = p.id - 1 AND pg_temp.dice(p.id, 36) < 2 AND e.organisation_id = %(organisation)s"""
_STATES = """UPDATE organisations_enrolment e SET
    state = CASE WHEN d < 40 THEN 'applied' WHEN d < 70 THEN 'intake' WHEN d < 100 THEN 'paused'
        WHEN d < 140 THEN 'left' ELSE 'active' END,
    waiting_since = CASE WHEN d < 70 THEN NULL ELSE waiting_since END,
    coordinator_id = (%(colleagues)s::bigint[])[1 + mod(pg_temp.dice(id, 8), 5)]
    FROM (SELECT id AS pk, pg_temp.dice(id, 7) AS d FROM organisations_enrolment) thrown
    WHERE thrown.pk = e.id AND e.organisation_id = %(organisation)s"""
_TALKS = """INSERT INTO organisations_talk (enrolment_id, state, at, way, planned_at, ended_at, version)
    SELECT e.id, d.state, now() + interval '1 hour' * (pg_temp.dice(e.id, 10) - 200), 'phone', now(),
        CASE WHEN d.state = 'planned' THEN NULL ELSE now() END, 1
    FROM organisations_enrolment e CROSS JOIN LATERAL (SELECT CASE
        WHEN e.state = 'intake' AND pg_temp.dice(e.id, 9) < 500 THEN 'planned'
        WHEN e.state = 'intake' AND pg_temp.dice(e.id, 9) < 700 THEN 'missed'
        WHEN e.state = 'active' AND pg_temp.dice(e.id, 9) < 200 THEN 'held' END AS state) d
    WHERE d.state IS NOT NULL AND e.organisation_id = %(organisation)s"""
# Four of ten were spoken to in the last eleven weeks and looked at in the last seven, two of ten longer ago.
_CONTACTS = """INSERT INTO waitlist_contact (enrolment_id, at)
    SELECT e.id, now() - interval '1 day' * (CASE WHEN pg_temp.dice(e.id, 11) < 400
        THEN mod(pg_temp.dice(e.id, 12), 77) ELSE 85 + pg_temp.dice(e.id, 12) END)
    FROM organisations_enrolment e WHERE e.state = 'active' AND pg_temp.dice(e.id, 11) < 600 AND e.organisation_id = %(organisation)s"""
_LOOKS = """INSERT INTO matching_look (enrolment_id, at)
    SELECT e.id, now() - interval '1 day' * (CASE WHEN pg_temp.dice(e.id, 13) < 400
        THEN mod(pg_temp.dice(e.id, 14), 49) ELSE 57 + pg_temp.dice(e.id, 14) END)
    FROM organisations_enrolment e WHERE e.state = 'active' AND pg_temp.dice(e.id, 13) < 600 AND e.organisation_id = %(organisation)s"""
_SIGNS = """INSERT INTO waitlist_sign (public_id, enrolment_id, state, sent_at, sent_on, answered_at, wish, way)
    SELECT gen_random_uuid(), e.id, s.state, s.at, s.at::date,
        CASE WHEN s.state = 'renewed' THEN s.at + interval '1 day' END,
        CASE WHEN s.state = 'renewed' THEN 'yes' ELSE '' END, CASE WHEN s.state = 'renewed' THEN 'link' ELSE '' END
    FROM organisations_enrolment e CROSS JOIN generate_series(1, 3) AS turn
    CROSS JOIN LATERAL (SELECT now() - interval '4 weeks' * (turn - 0.5) AS at, CASE
        WHEN pg_temp.dice(e.id, 15) < 50 THEN 'missed'
        WHEN turn = 1 AND pg_temp.dice(e.id, 16) < 200 THEN 'asked'
        WHEN pg_temp.dice(e.id, 16 + turn) < 300 THEN 'missed' ELSE 'renewed' END AS state) s
    WHERE e.state = 'active' AND pg_temp.dice(e.id, 15) < 600 AND e.organisation_id = %(organisation)s"""
_MESSAGES = """INSERT INTO notifications_message (public_id, person_id, organisation_id, kind, context, dedupe_key, state,
        created_at, due_at, why)
    SELECT gen_random_uuid(), e.person_id, e.organisation_id, 'organisations.welcome', '{}', 'measured:' || e.id || ':' || turn,
        'planned', m.at, m.at, ''
    FROM organisations_enrolment e CROSS JOIN generate_series(1, 3) AS turn
    CROSS JOIN LATERAL (SELECT now() - interval '1 day' * pg_temp.dice(e.id, 20 + turn) AS at) m
    WHERE e.organisation_id = %(organisation)s"""
_DELIVERIES = """INSERT INTO notifications_delivery (message_id, channel, state, created_at, due_at, attempts, failure, sent_at)
    SELECT m.id, CASE WHEN d.state IN ('created', 'told') THEN 'hand' ELSE 'mail' END,
        CASE d.state WHEN 'told' THEN 'sent' ELSE d.state END, m.created_at, m.created_at, 1,
        CASE d.state WHEN 'permanent' THEN 'smtp_550' ELSE '' END, CASE WHEN d.state IN ('sent', 'told') THEN m.created_at END
    FROM notifications_message m CROSS JOIN LATERAL (SELECT CASE WHEN pg_temp.dice(m.id, 24) < 3 THEN 'permanent'
        WHEN pg_temp.dice(m.id, 24) < 12 THEN 'created' WHEN pg_temp.dice(m.id, 24) < 50 THEN 'told' ELSE 'sent' END AS state) d
    WHERE m.dedupe_key LIKE 'measured:%%' AND m.organisation_id = %(organisation)s"""
_PAPERS = """UPDATE organisations_clearance c SET valid_until = current_date + pg_temp.dice(c.id, 28) - 15
    FROM organisations_enrolment e WHERE e.id = c.enrolment_id AND pg_temp.dice(c.id, 29) < 600 AND e.organisation_id = %(organisation)s"""
_EVENTS = """INSERT INTO core_event (at, kind, subject_type, subject_id, person_id, organisation_id, data)
    SELECT e.applied_at + interval '1 week' * turn, CASE turn WHEN 0 THEN 'organisations.enrolment_applied'
        ELSE 'organisations.enrolment_activated' END, 'organisations.enrolment', e.id, e.person_id, e.organisation_id, '{}'
    FROM organisations_enrolment e CROSS JOIN generate_series(0, 1) AS turn WHERE e.organisation_id = %(organisation)s"""
# Each tenth of both sides is or was in a pair, numbered in one order.
_SIDES = """CREATE TEMP TABLE pair ON COMMIT PRESERVE ROWS AS
    WITH sides AS (
        SELECT e.id, e.side, row_number() OVER (PARTITION BY e.side ORDER BY e.id) AS nr FROM organisations_enrolment e
        WHERE e.state = 'active' AND pg_temp.dice(e.id, 30) < 100 AND e.organisation_id = %(organisation)s
            AND NOT EXISTS (SELECT FROM groups_seat t WHERE t.enrolment_id = e.id)
    )
    SELECT v.id AS volunteer, s.id AS seeker, nextval(pg_get_serial_sequence('groups_group', 'id')) AS pk,
        CASE WHEN d < 80 THEN 'introduced' WHEN d < 180 THEN 'trial' WHEN d < 750 THEN 'active' WHEN d < 800 THEN 'closing'
            ELSE 'closed' END AS state, now() - interval '8 hours' * d AS at, pg_temp.dice(v.id, 32) AS d2
    FROM sides v JOIN sides s ON s.nr = v.nr AND v.side = 'volunteer' AND s.side = 'seeker'
    CROSS JOIN LATERAL (SELECT pg_temp.dice(v.id, 31) AS d) thrown"""
_GROUPS = """INSERT INTO groups_group (id, public_id, kind, programme_id, state, formed_at, clicked_at, trial_at, review_on,
        closing_at, closed_at)
    SELECT pk, gen_random_uuid(), 'pair', %(programme)s, state, at, at, at, at::date + 60,
        CASE WHEN state IN ('closing', 'closed') THEN now() END, CASE WHEN state = 'closed' THEN now() END FROM pair;
    INSERT INTO groups_seat (enrolment_id, number, state, group_id, held_at, taken_at, freed_at)
    SELECT unnest(ARRAY[volunteer, seeker]), 1, CASE WHEN state = 'closed' THEN 'freed' ELSE 'taken' END, pk, at, at,
        CASE WHEN state = 'closed' THEN now() END FROM pair;
    INSERT INTO groups_session (public_id, group_id, state, moments, starts_at, place, with_coordinator, created_at)
    SELECT gen_random_uuid(), pk, CASE WHEN state = 'introduced' THEN 'planned' ELSE 'took_place' END, ARRAY[at], at, %(place)s, false, at
    FROM pair WHERE state <> 'introduced' OR d2 < 500;
    INSERT INTO followup_closure (group_id, reason, started_at, procedure)
    SELECT pk, 'goal', now(), '' FROM pair WHERE state IN ('closing', 'closed');
    INSERT INTO followup_checkin (public_id, seat_id, kind, state, due_at, asked_at, deadline_at, answered_at, said, way)
    SELECT gen_random_uuid(), t.id, 'review', d.state, p.at, p.at, p.at, CASE WHEN d.state = 'answered' THEN now() END,
        CASE WHEN d.state <> 'answered' THEN '' WHEN p.d2 < 700 THEN 'yes' ELSE 'unsure' END, ''
    FROM pair p JOIN groups_seat t ON t.group_id = p.pk
    CROSS JOIN LATERAL (SELECT CASE WHEN p.d2 < 300 THEN 'missed' ELSE 'answered' END AS state) d
    WHERE p.state <> 'introduced';
    INSERT INTO followup_moving (public_id, seat_id, noted_at, is_out_of_reach, decision)
    SELECT gen_random_uuid(), t.id, now(), true, '' FROM groups_seat t JOIN pair p ON p.pk = t.group_id
    WHERE p.state = 'active' AND pg_temp.dice(t.id, 33) < 10;
    DROP TABLE pair"""
_IMPORTS = """INSERT INTO organisations_import (public_id, organisation_id, programme_id, state, side, file_name, file_digest,
        columns, created_at, attempts, rows_total, rows_done, only_good, failure)
    SELECT gen_random_uuid(), %(organisation)s, %(programme)s, 'done', '', 'people.csv', md5(nr::text), '{}',
        now() - interval '1 day' * nr, 0, 2000, 2000, false, '' FROM generate_series(1, 60) AS nr;
    INSERT INTO organisations_importrow (batch_id, number, digest, state, values, faults)
    SELECT max(id), nr, md5(nr::text), 'skipped', %(values)s::jsonb, '[]' FROM organisations_import, generate_series(1, 2000) AS nr
    WHERE organisation_id = %(organisation)s GROUP BY nr"""
# What earlier searches found: drafts that were overtaken, and some that people said no to.
_SEARCHED = """INSERT INTO matching_proposal (public_id, programme_id, run_id, rule_set_id, volunteer_id, seeker_id, state, score, bonus, parts,
        facts, alternatives, created_at, on_hold_until, reject_reason, closed_at)
    SELECT gen_random_uuid(), programme_id, run_id, rule_set_id, volunteer_id, seeker_id,
        CASE WHEN pg_temp.dice(id, 34) < 900 THEN 'superseded' ELSE 'declined' END, score, bonus, parts, facts, alternatives,
        created_at - interval '100 days', NULL, '', created_at - interval '90 days'
    FROM matching_proposal WHERE programme_id = %(programme)s;
    UPDATE matching_proposal SET on_hold_until = current_date + 30
    WHERE programme_id = %(programme)s AND state = 'draft' AND pg_temp.dice(id, 35) < 20"""
_ASKED = """UPDATE matching_answer SET question = 'When?', question_at = now()
    WHERE enrolment_id IN (SELECT id FROM organisations_enrolment e WHERE e.organisation_id = %(organisation)s)
        AND mod(id, 4) = 0 AND state = 'asked';
    UPDATE matching_proposal SET reminded_at = now()
    WHERE programme_id = %(programme)s AND state = 'offered' AND mod(id, 3) = 0"""


def fill_before(connection: Any, programme: Any, colleagues: list[int]) -> None:
    """What is there before a search begins; `colleagues` are logins of the team that take care of people."""
    texts = (
        _DICE,
        _PEOPLE,
        _TWICE,
        _STATES,
        _TALKS,
        _CONTACTS,
        _LOOKS,
        _SIGNS,
        _MESSAGES,
        _DELIVERIES,
        _PAPERS,
    )
    _write(connection, programme, *texts, _EVENTS, _SIDES, _GROUPS, _IMPORTS, colleagues=colleagues)


def fill_after(connection: Any, programme: Any) -> None:
    """What follows a search: earlier ones as well, drafts on hold."""
    _write(connection, programme, _SEARCHED)


def fill_answers(connection: Any, programme: Any) -> None:
    """Some of those who are asked now have a question, and some were reminded."""
    _write(connection, programme, _ASKED)


def _write(connection: Any, programme: Any, *texts: str, **more: Any) -> None:
    from groups.models import Session
    from organisations.models import ImportRow

    facts = {
        "programme": programme.pk,
        "organisation": programme.organisation_id,
        "first": _FIRST,
        "last": _LAST,
        "values": ImportRow._meta.get_field("values").get_db_prep_save(
            {"name_to_use": "Lien"}, connection
        ),
        "place": Session._meta.get_field("place").get_db_prep_save("Kerkplein 1", connection),
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for text in texts:
            cursor.execute(text, facts)
        cursor.execute("RESET session_replication_role")
