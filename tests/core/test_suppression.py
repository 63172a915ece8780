"""What is hidden in a table, attacked by somebody who subtracts and knows how it is done."""

from collections.abc import Iterator
from string import ascii_lowercase

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.suppression import Hidden, K, hide

HIDEABLE = 3  # rows whose values the attacker tries out; more only give more room


def column(*counts):
    return dict(zip(ascii_lowercase, counts, strict=False))


def hidden(*counts, **more):
    return "".join(sorted(hide(column(*counts), total=sum(counts), **more).rows))


def test_large_groups_are_shown():
    assert hidden(5, 20, 30) == ""


def test_a_zero_is_shown():
    assert hidden(0, 20, 30) == ""


@pytest.mark.parametrize("small", [1, 4])
def test_a_small_group_is_hidden(small):
    assert "a" in hidden(small, 20, 30, 40)


def test_one_small_group_takes_the_smallest_other_with_it():
    assert hidden(3, 40, 9, 30) == "ac"


def test_two_small_groups_do_not_hide_each_other():
    assert hidden(4, 4, 30, 40) == "abc"


def test_a_group_that_is_hardly_large_enough_does_not_hide_a_small_one():
    assert hidden(1, 5, 20, 40) == "abc"


def test_a_zero_hides_nobody():
    assert hidden(3, 0, 12, 40) == "ac"


def test_when_nothing_is_left_to_hide_the_total_is_hidden():
    assert hide(column(3, 5), total=8).total


def test_a_small_total_hides_everything():
    assert hide(column(4, 0), total=4) == Hidden(frozenset("ab"), total=True)


def test_without_anybody_nothing_is_hidden():
    assert hide(column(0, 0), total=0) == Hidden(frozenset())


def part(counts, of, gone=()):
    return hide(column(*counts), total=sum(counts), of=column(*of), of_total=sum(of), gone=gone)


def test_a_small_part_is_hidden():
    assert "a" in part((2, 10, 15), (20, 30, 40)).rows


def test_a_small_rest_is_hidden_too():
    assert "a" in part((18, 10, 15), (20, 30, 40)).rows


def test_nobody_and_everybody_are_shown():
    assert part((0, 30, 15), (20, 30, 40)).rows == frozenset()


def test_a_part_of_what_is_hidden_is_hidden():
    assert "a" in part((10, 10, 15), (20, 30, 40), gone="a").rows


def test_a_part_of_what_is_hidden_cannot_be_worked_out_either():
    assert len(part((10, 10, 15), (20, 30, 40), gone="a").rows) > 1


def test_a_small_total_of_parts_hides_all_parts():
    assert part((2, 1), (20, 30)) == Hidden(frozenset("ab"), total=True)


def sums(parts: int, total: int) -> Iterator[tuple[int, ...]]:
    """All ways to make `total` of so many counts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in sums(parts - 1, total - first):
            yield (first, *others)


def possible(counts, told, **more):
    """Row → every number that a hidden count may be, for who knows the table, its total and how hiding works."""
    rows = sorted(told.rows)
    found: dict[str, set[int]] = {row: set() for row in rows}
    for guess in sums(len(rows), sum(counts[row] for row in rows)):
        tried = counts | dict(zip(rows, guess, strict=True))
        fits = all(tried[row] <= whole for row, whole in more.get("of", {}).items())
        if fits and hide(tried, total=sum(counts.values()), **more) == told:
            for row, count in zip(rows, guess, strict=True):
                found[row].add(count)
    return found


TABLES = st.lists(st.one_of(st.integers(0, K), st.integers(0, 25)), min_size=1, max_size=6).map(
    lambda counts: column(*counts)
)


def is_small(count, whole=None):
    return 0 < count < K or (whole is not None and 0 < whole - count < K)


@given(TABLES)
def test_no_hidden_number_can_be_worked_out_from_the_shown_ones(counts):
    told = hide(counts, total=sum(counts.values()))
    assume(told.rows and not told.total and len(told.rows) <= HIDEABLE + 1)
    rows = sorted(told.rows)
    # Worse than what a reader knows: which of the hidden ones are the small ones.
    limits = [range(1, K) if counts[row] < K else range(K, 1000) for row in rows]
    tables = [
        guess
        for guess in sums(len(rows), sum(counts[row] for row in rows))
        if all(count in limit for count, limit in zip(guess, limits, strict=True))
    ]

    for row, guesses in zip(rows, zip(*tables, strict=True), strict=True):
        assert len(set(guesses)) > 1
        assert counts[row] >= K or set(guesses) == {*range(1, K)}


@given(TABLES)
def test_who_knows_the_method_finds_no_small_number_either(counts):
    told = hide(counts, total=sum(counts.values()))
    assume(told.rows and not told.total and len(told.rows) <= HIDEABLE)

    found = possible(counts, told)

    assert all(len(found[row]) > 1 for row in told.rows if is_small(counts[row]))


@given(TABLES)
def test_a_small_number_is_never_shown(counts):
    told = hide(counts, total=sum(counts.values()))

    assert all(counts[row] in (0, *range(K, 1000)) for row in set(counts) - told.rows)


@given(TABLES, st.lists(st.integers(0, 25), min_size=6, max_size=6))
def test_who_knows_the_method_finds_no_small_part(counts, rests):
    of = {row: counts[row] + rest for row, rest in zip(counts, rests, strict=False)}
    whole = {"of": of, "of_total": sum(of.values())}
    whole["gone"] = hide(of, total=whole["of_total"]).rows
    told = hide(counts, total=sum(counts.values()), **whole)
    assume(any(counts.values()))  # that nobody at all was matched is no secret
    assume(told.rows and not told.total and len(told.rows) <= HIDEABLE)

    found = possible(counts, told, **whole)

    assert all(len(found[row]) > 1 for row in told.rows if is_small(counts[row], of[row]))


@given(TABLES, st.integers(1, 5))
def test_the_names_of_the_groups_hide_nothing(counts, turn):
    names = [*counts]
    other = dict(zip(names[turn:] + names[:turn], counts.values(), strict=True))
    told, again = (hide(each, total=sum(each.values())) for each in (counts, other))

    assert sorted(counts[r] for r in told.rows) == sorted(other[r] for r in again.rows)
    assert told.total == again.total
