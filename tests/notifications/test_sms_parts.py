"""What an SMS costs: worked examples, and a plain cutter beside the count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.sms_parts import Parts, parts_of, with_plain_marks

EXAMPLES = [
    ("", Parts("gsm", 0, 1)),
    ("a" * 160, Parts("gsm", 160, 1)),
    ("a" * 161, Parts("gsm", 161, 2)),
    ("a" * 306, Parts("gsm", 306, 2)),
    ("a" * 307, Parts("gsm", 307, 3)),
    ("€" * 80, Parts("gsm", 160, 1)),
    ("€" * 81, Parts("gsm", 162, 2)),
    # 153 is odd: an escape never ends a part, so that 76 go in each.
    ("€" * 152, Parts("gsm", 304, 2)),
    ("€" * 153, Parts("gsm", 306, 3)),
    ("é" * 160, Parts("gsm", 160, 1)),
    ("Ça va", Parts("gsm", 5, 1)),
    ("ça va", Parts("ucs2", 5, 1)),
    ("ê" * 70, Parts("ucs2", 70, 1)),
    ("ê" * 71, Parts("ucs2", 71, 2)),
    ("ê" * 134, Parts("ucs2", 134, 2)),
    ("ê" * 135, Parts("ucs2", 135, 3)),
    ("👋" * 35, Parts("ucs2", 70, 1)),
    # 67 is odd: a sign of two halves never falls apart, so that 33 go in each.
    ("👋" * 66, Parts("ucs2", 132, 2)),
    ("👋" * 67, Parts("ucs2", 134, 3)),
    ("a\x1bb", Parts("ucs2", 3, 1)),
]


@pytest.mark.parametrize(("text", "told"), EXAMPLES)
def test_a_text_has_as_many_parts_as_a_provider_counts(text, told):
    assert parts_of(text) == told


def test_the_default_alphabet_has_127_signs_and_an_escape():
    signs = [sign for sign in map(chr, range(0x10000)) if parts_of(sign).encoding == "gsm"]

    assert (len([s for s in signs if parts_of(s).units == 1]), len(signs)) == (127, 127 + 10)


def cut(text, room, size):
    parts = [""]
    for sign in text:
        if sum(map(size, parts[-1] + sign)) > room:
            parts.append("")
        parts[-1] += sign
    return len(parts)


@given(st.text("ab€[é", min_size=150, max_size=700))
def test_a_long_text_of_the_default_alphabet_is_cut_without_parting_an_escape(text):
    told = parts_of(text)

    assert told.parts == (1 if told.units <= 160 else cut(text, 153, lambda s: 1 + (s in "€[")))


@given(st.text("aê👋", min_size=60, max_size=400).map(lambda text: text + "ê"))
def test_a_long_text_of_other_signs_is_cut_without_parting_a_sign(text):
    told = parts_of(text)

    assert told.units == len(text.encode("utf-16-be")) / 2
    assert told.parts == (1 if told.units <= 70 else cut(text, 67, lambda s: 1 + (s == "👋")))


def test_marks_of_print_cost_no_more_than_those_of_an_old_telephone():
    assert parts_of(with_plain_marks("J’ai – “oui”…")).encoding == "gsm"


def test_letters_stay_as_they_are():
    assert with_plain_marks("Françoise à l’école") == "Françoise à l'école"
