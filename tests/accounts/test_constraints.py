"""What must hold, the database holds too: each rule refused once in raw SQL."""

import pytest
from django.db import IntegrityError, connection

from accounts import services
from tests.clock import NOW
from tests.people import make_person
from tests.teams import make_user

pytestmark = pytest.mark.django_db

REFUSED = [
    (
        "INSERT INTO accounts_user (email, language, password, is_active, is_staff, is_superuser,"
        " date_joined) VALUES ('ANA@example.org', 'nl', '', true, false, false, now())",
        "one_login_per_email",
    ),
    ("UPDATE accounts_person SET birth_year = 1899", "birth_year_is_a_year_of_our_time"),
    ("UPDATE accounts_person SET birth_year = 2101", "birth_year_is_a_year_of_our_time"),
    ("UPDATE accounts_person SET name_to_use = ''", "person_has_a_name_to_use"),
    ("UPDATE accounts_personlanguage SET level = 4", "level_is_one_of_three"),
    (
        "INSERT INTO accounts_personlanguage (person_id, language, level)"
        " SELECT person_id, language, 1 FROM accounts_personlanguage",
        "one_level_per_person_and_language",
    ),
    ("UPDATE accounts_personinterest SET attitude = 'love'", "attitude_is_one_of_three"),
    (
        "INSERT INTO accounts_personinterest (person_id, interest, attitude)"
        " SELECT person_id, interest, 'no_go' FROM accounts_personinterest",
        "one_attitude_per_person_and_interest",
    ),
    ("UPDATE accounts_profile SET day_parts = 1 << 21", "day_parts_are_known_bits"),
    ("UPDATE accounts_profile SET contact_forms = 1 << 6", "contact_forms_are_known_bits"),
    ("UPDATE accounts_profile SET access_needs = 1 << 7", "access_needs_are_known_bits"),
    ("UPDATE accounts_profile SET access_offers = 1 << 7", "access_offers_are_known_bits"),
    ("UPDATE accounts_profile SET life_phases = 1 << 9", "life_phases_are_known_bits"),
    ("UPDATE accounts_profile SET travel_km = 0", "travel_is_between_1_and_100_km"),
    ("UPDATE accounts_profile SET travel_km = 101", "travel_is_between_1_and_100_km"),
    (
        "UPDATE accounts_profile SET wish_age_from = 60, wish_age_to = 59",
        "wished_age_runs_upwards",
    ),
    ("UPDATE accounts_profile SET style_talk = 2", "style_talk_is_a_side"),
    ("UPDATE accounts_profile SET style_pace = -2", "style_pace_is_a_side"),
    ("UPDATE accounts_profile SET style_plan = 2", "style_plan_is_a_side"),
    (
        "INSERT INTO accounts_consent (person_id, purpose, text_version, given_at, given_how)"
        " SELECT person_id, purpose, 'x', now(), 'page' FROM accounts_consent",
        "one_live_consent_per_purpose",
    ),
    (
        "INSERT INTO accounts_disclosure (person_id, part, shown)"
        " SELECT person_id, part, 'proposal' FROM accounts_disclosure",
        "one_choice_per_part",
    ),
    (
        "INSERT INTO accounts_cell (code, size_km, lat, lon) VALUES ('x', 2, 48.86, 2.35)",
        "cell_lies_in_belgium",
    ),
    (
        "INSERT INTO accounts_cell (code, size_km, lat, lon) VALUES ('x', 2, 'NaN', 4)",
        "cell_lies_in_belgium",
    ),
    (
        "INSERT INTO accounts_postalplace (postcode, nis, name_nl, name_fr, locality, province_nl,"
        " province_fr, search_names, repaired, cell_id) SELECT postcode, nis, '', '', '', '', '',"
        " '{}', '', cell_id FROM accounts_postalplace",
        "one_row_per_postcode_and_municipality",
    ),
    ("UPDATE accounts_place SET state = 'lost', cell_id = NULL", "place_state_is_known"),
    ("UPDATE accounts_place SET cell_id = NULL", "a_found_place_has_a_cell_and_no_other"),
    ("UPDATE accounts_place SET state = 'failed'", "a_found_place_has_a_cell_and_no_other"),
]


@pytest.mark.parametrize(("statement", "constraint"), REFUSED)
def test_the_database_refuses(statement, constraint):
    ana = make_person("Ana", user=make_user("ana@example.org"))
    services.change_disclosures(person=ana, choices={"age": "never"}, by=None, now=NOW)

    with connection.cursor() as cursor, pytest.raises(IntegrityError) as refusal:
        cursor.execute(statement)
    assert refusal.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize("column", ["user_id", "public_id"])
def test_a_login_and_a_public_id_belong_to_one_person(column):
    ana, ben = make_person("Ana", user=make_user()), make_person("Ben", user=make_user())

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=column):
        cursor.execute(
            f"UPDATE accounts_person SET {column} ="
            f" (SELECT {column} FROM accounts_person WHERE id = %s) WHERE id = %s",
            [ana.pk, ben.pk],
        )


def test_somebody_has_one_place():
    make_person("Ana")

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="person_id"):
        cursor.execute(
            "INSERT INTO accounts_place (person_id, typed, state, version, attempts, failure,"
            " changed_at) SELECT person_id, '', 'pending', 1, 0, '', now() FROM accounts_place"
        )


@pytest.mark.parametrize("table", ["accounts_cell", "accounts_postalplace"])
def test_a_cell_or_postcode_where_somebody_lives_stays(table):
    make_person("Ana")

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=table):
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM {table}")
