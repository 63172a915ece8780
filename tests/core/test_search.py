"""Letters as a search compares them: the same in Python as in the database."""

import pytest
from django.db.models import Value

from accounts.models import User
from core.search import PlainLetters, plain_letters

WORDS = ("García", "ÍÑIGO", "Ayşe", "Łukasz", "Nguyễn", "Đoàn", "فاطمة", "Öztürk", "plain", "")


def test_accents_and_capitals_do_not_count():
    assert plain_letters("GARCÍA Ayşe Nguyễn Łukasz") == "garcia ayse nguyen lukasz"


@pytest.mark.django_db
@pytest.mark.parametrize("word", WORDS)
def test_the_database_makes_the_same_letters(word):
    User.objects.create_user("somebody@example.org")

    assert User.objects.values_list(PlainLetters(Value(word)), flat=True)[0] == plain_letters(word)
