"""The rules and the score once more, for the verifier: written from the text of the rules, on the columns as they come, without
packing, order or short cuts of the search. A fault in one of the two shows as a difference. Compiled; see `verifying`."""

import numpy as np
from numba import njit

FULL = 1000


@njit(inline="always")
def share(one, i, other, j):
    """Do row i of one table of words and row j of another have a bit in common?"""
    for word in range(one.shape[1]):
        if one[i, word] & other[j, word]:
            return True
    return False


@njit(inline="always")
def count_bits(bits):
    left = np.uint64(bits)
    count = 0
    while left:
        left &= left - np.uint64(1)
        count += 1
    return count


@njit(inline="always")
def wish_about_age(side, i, other_year, year):
    """0: no wish, or nobody knows; 1: met; 2: missed; 3: wished, and the other's age is not known."""
    low, high = side.wish_age_from[i], side.wish_age_to[i]
    if low <= 0 and high <= 0:
        return 0
    if other_year == 0:
        return 3
    age = year - other_year
    if age < low or (high > 0 and age > high):
        return 2
    return 1


@njit(inline="always")
def accepts(side, i, gender, other_year, year, wants_gender, wants_age):
    """Are the musts of one met by the other?"""
    wish = side.wish_gender[i]
    if wants_gender and side.gender_is_must[i] and wish != 0 and wish & gender == 0:
        return False
    return not (
        wants_age and side.age_is_must[i] and wish_about_age(side, i, other_year, year) >= 2
    )


@njit(inline="always")
def allowed(a, i, b, j, metres, touching, rules):
    """Does the pair of volunteer i and seeker j break no hard rule (kept apart and the minimum score aside)?"""
    meets_afar = a.forms[i] & b.forms[j] & rules.at_a_distance
    is_far = metres > a.limit[i] or metres > b.limit[j]
    if rules.reach and is_far and not meets_afar and not touching:
        return False
    if rules.language and rules.language_level > 0 and not share(a.spoken, i, b.spoken, j):
        return False
    when = a.day_parts[i], b.day_parts[j]
    if rules.time and when[0] and when[1] and count_bits(when[0] & when[1]) < rules.common:
        return False
    if rules.form and a.forms[i] and b.forms[j] and a.forms[i] & b.forms[j] == 0:
        return False
    if rules.no_go and (share(a.nogos, i, b.likes, j) or share(b.nogos, j, a.likes, i)):
        return False
    if rules.access and b.needs[j] & ~a.offers[i]:
        return False
    return accepts(
        a, i, b.gender[j], b.birth_year[j], rules.year, rules.gender, rules.age
    ) and accepts(b, j, a.gender[i], a.birth_year[i], rules.year, rules.gender, rules.age)


@njit(inline="always")
def sums(a, i, b, j, metres, weight, points, per_mille, year, lowest):
    """Σ weight · value and Σ weight over the parts that both answered; per_mille[x, y] is ⌊1000 · x / y⌋.

    (-1, 1) as soon as the mean cannot reach `lowest` any more, even if all that is to come were best.
    """
    top, bottom = np.int64(0), np.int64(0)
    if a.said_reach[i] or b.said_reach[j]:
        limit = min(a.limit[i], b.limit[j])
        top += weight[0] * (FULL - FULL * min(metres, limit) // max(limit, 1))
        bottom += weight[0]
    if a.day_parts[i] and b.day_parts[j]:
        common = count_bits(a.day_parts[i] & b.day_parts[j])
        value = 0
        if common >= 3:
            value = FULL
        elif common == 2:
            value = 800
        elif common == 1:
            value = 500
        top += weight[1] * value
        bottom += weight[1]
    if a.goals[i] and b.goals[j]:
        met = count_bits(a.goals[i] & b.goals[j])
        top += weight[2] * per_mille[met, count_bits(b.goals[j])]
        bottom += weight[2]
    rest = weight[3] + weight[4] + weight[5] + weight[6] + weight[7] + weight[8]
    if top + FULL * rest < lowest * (bottom + rest):
        return np.int64(-1), np.int64(1)
    if a.any_likes[i] and b.any_likes[j]:
        rare = 0
        for word in range(a.likes.shape[1]):
            both = a.likes[i, word] & b.likes[j, word]
            at = 64 * word
            while both:
                if both & np.uint64(1):
                    rare += points[at]
                both >>= np.uint64(1)
                at += 1
        top += weight[3] * (FULL if rare >= 60 else per_mille[rare, 60])
        bottom += weight[3]
    if a.any_dislikes[i] and b.any_dislikes[j]:
        both_dislike = 0
        for word in range(a.dislikes.shape[1]):
            both_dislike += count_bits(a.dislikes[i, word] & b.dislikes[j, word])
        top += weight[4] * min(FULL, 500 * both_dislike)
        bottom += weight[4]
    if a.phases[i] and b.phases[j]:
        common = count_bits(a.phases[i] & b.phases[j])
        top += weight[5] * (FULL if common >= 2 else 700 * common)
        bottom += weight[5]
    answered, fits = 0, 0
    for trait in range(3):
        mine, yours = a.style[i, trait], b.style[j, trait]
        if mine and yours:
            answered += 1
            # A listener goes well with a talker; pace and planning go well when they are alike.
            fits += (mine != yours) if trait == 0 else (mine == yours)
    if answered:
        top += weight[6] * per_mille[fits, answered]
        bottom += weight[6]
    if a.months[i] > 0 and b.months[j] > 0:
        shorter, longer = min(a.months[i], b.months[j]), max(a.months[i], b.months[j])
        top += weight[7] * (FULL * shorter // longer)
        bottom += weight[7]
    stated, missed = 0, 0
    for mine, yours in ((a.wish_gender[i], b.gender[j]), (b.wish_gender[j], a.gender[i])):
        if mine and yours:
            stated += 1
            missed += mine & yours == 0
    for wish in (
        wish_about_age(a, i, b.birth_year[j], year),
        wish_about_age(b, j, a.birth_year[i], year),
    ):
        if wish in (1, 2):
            stated += 1
            missed += wish == 2
    if stated:
        top += weight[8] * per_mille[stated - missed, stated]
        bottom += weight[8]
    return top, bottom


@njit(nogil=True, cache=True)
def score_pairs(a, b, v, s, metres, touching, rules, weight, points, per_mille):
    """The score of each pair of positions, -1 where a hard rule is broken."""
    scores = np.full(len(v), -1, np.int64)
    for n in range(len(v)):
        i, j = v[n], s[n]
        if allowed(a, i, b, j, metres[n], touching[n], rules):
            top, bottom = sums(a, i, b, j, metres[n], weight, points, per_mille, rules.year, 0)
            scores[n] = top // max(bottom, 1)
    return scores


@njit(nogil=True, cache=True)
def raise_profits(
    a,
    b,
    seekers,
    starts,
    order,
    metres,
    touching,
    apart,
    gain,
    price,
    rules,
    weight,
    points,
    per_mille,
    profit,
):
    """Raise profit[j] of each of these seekers to the best of 2 · score + gain[j] - price[i] over all allowed pairs.

    `seekers` live in one place; volunteers order[starts[p]:starts[p + 1]] live at metres[p] from there. `apart` are sorted keys
    i · (number of seekers) + j.
    """
    width = np.int64(len(profit))
    for p in range(len(metres)):
        for j in seekers:
            cannot_come = metres[p] > b.limit[j] and not touching[p]
            if rules.reach and cannot_come and b.forms[j] & rules.at_a_distance == 0:
                continue
            for at in range(starts[p], starts[p + 1]):
                i = order[at]
                # The lowest score that would be worth noting.
                lowest = max(rules.minimum, (profit[j] - gain[j] + price[i]) // 2 + 1)
                if lowest > FULL or not allowed(a, i, b, j, metres[p], touching[p], rules):
                    continue
                top, bottom = sums(
                    a, i, b, j, metres[p], weight, points, per_mille, rules.year, lowest
                )
                if top < lowest * bottom or (bottom == 0 and lowest > 0):
                    continue
                key = i * width + j
                where = np.searchsorted(apart, key)
                if where < len(apart) and apart[where] == key:
                    continue
                profit[j] = 2 * (top // max(bottom, 1)) + gain[j] - price[i]
