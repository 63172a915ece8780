"""Text as people type it: kept as it is, without what nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import lines, one_line

any_text = st.text(st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  Ana   Peeters ", "Ana Peeters"),
        ("Ana\tPeeters\r\n", "Ana Peeters"),
        ("Ana\u00a0Peeters", "Ana Peeters"),
        ("Ana\u2028Peeters\u2029", "Ana Peeters"),
        ("Ana\x00Peeters\x7f\x85", "Ana Peeters"),
        ("\ufeffAna\u200b\u2060", "Ana"),
        ("Ana\u202eBen\u202c\u2066Cem\u2069", "AnaBenCem"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("🇧🇪 ☀️", "🇧🇪 ☀️"),
        ("عمر بن", "عمر بن"),
        ("\ud800Ana\udfff", "Ana"),
        ("'; DROP TABLE person; -- <script>", "'; DROP TABLE person; -- <script>"),
    ],
)
def test_one_line_is_kept_without_what_nobody_sees(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\n\n a  b \n\n\nc\n\n", "a b\n\n\nc"),
        ("a\u2028b", "a\nb"),
        ("a\x00\x1b[31mb", "a [31mb"),
        ("", ""),
    ],
)
def test_lines_stay_lines(typed, kept):
    assert lines(typed) == kept


@given(any_text)
def test_one_line_has_no_break_no_control_sign_and_no_double_space(typed):
    kept = one_line(typed)

    wrong = [sign for sign in kept if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]
    assert (wrong, "  " in kept, kept == kept.strip()) == ([], False, True)


@given(any_text)
def test_one_line_can_be_stored(typed):
    kept = one_line(typed)

    assert unicodedata.is_normalized("NFC", kept.encode().decode())


@given(any_text)
def test_cleaning_twice_is_cleaning_once(typed):
    assert (one_line(one_line(typed)), lines(lines(typed))) == (one_line(typed), lines(typed))
