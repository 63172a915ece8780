"""The rules and the score once more, for the verifier: written from the text of the rules, on the columns as they come, without
packing, order or short cuts of the search. A fault in one of the two shows as a difference. Compiled; see `verifying`."""

import numpy as np
from numba import njit

FULL = 1000


@njit(inline="always")
def share(some, others):
    """Do two rows of words have a bit in common?"""
    return (some[0] & others[0]) | (some[1] & others[1]) != 0


@njit(inline="always")
def count_bits(bits):
    """Added up in pairs, fours and eights (Knuth, TAOCP 4A, 7.1.3)."""
    n = np.uint64(bits)
    n -= (n >> np.uint64(1)) & np.uint64(0x5555555555555555)
    n = (n & np.uint64(0x3333333333333333)) + ((n >> np.uint64(2)) & np.uint64(0x3333333333333333))
    n = (n + (n >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((n * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(inline="always")
def wish_about_age(me, other_year, year):
    """0: no wish, or nobody knows; 1: met; 2: missed; 3: wished, and the other's age is not known."""
    low, high = me.wish_age_from, me.wish_age_to
    if low <= 0 and high <= 0:
        return 0
    if other_year == 0:
        return 3
    age = year - other_year
    if age < low or (high > 0 and age > high):
        return 2
    return 1


@njit(inline="always")
def accepts(me, other, rules):
    """Are the musts of one met by the other?"""
    wish = me.wish_gender
    if rules.gender and me.gender_is_must and wish != 0 and wish & other.gender == 0:
        return False
    if not rules.age or not me.age_is_must:
        return True
    return wish_about_age(me, other.birth_year, rules.year) < 2


@njit(inline="always")
def allowed(v, s, metres, touching, rules):
    """Does the pair of volunteer v and seeker s break no hard rule (kept apart and the minimum score aside)?"""
    meets_afar = v.forms & s.forms & rules.at_a_distance
    is_far = metres > v.limit or metres > s.limit
    if rules.reach and is_far and not meets_afar and not touching:
        return False
    if rules.language and rules.language_level > 0 and not share(v.spoken, s.spoken):
        return False
    when = count_bits(v.day_parts & s.day_parts)
    if rules.time and v.day_parts and s.day_parts and when < rules.common:
        return False
    if rules.form and v.forms and s.forms and v.forms & s.forms == 0:
        return False
    if rules.no_go and (share(v.nogos, s.likes) or share(s.nogos, v.likes)):
        return False
    if rules.access and s.needs & ~v.offers:
        return False
    return accepts(v, s, rules) and accepts(s, v, rules)


@njit(inline="always")
def sums(v, s, metres, weight, points, per_mille, year, lowest):
    """Σ weight · value and Σ weight over the parts that both answered; per_mille[x, y] is ⌊1000 · x / y⌋.

    (-1, 1) as soon as the mean cannot reach `lowest` any more, even if all that is to come were best.
    """
    top, bottom = np.int64(0), np.int64(0)
    if v.said_reach or s.said_reach:
        limit = min(v.limit, s.limit)
        top += weight[0] * (FULL - FULL * min(metres, limit) // max(limit, 1))
        bottom += weight[0]
    if v.day_parts and s.day_parts:
        common = count_bits(v.day_parts & s.day_parts)
        value = 0
        if common >= 3:
            value = FULL
        elif common == 2:
            value = 800
        elif common == 1:
            value = 500
        top += weight[1] * value
        bottom += weight[1]
    if v.goals and s.goals:
        met = count_bits(v.goals & s.goals)
        top += weight[2] * per_mille[met, count_bits(s.goals)]
        bottom += weight[2]
    rest = weight[3] + weight[4] + weight[5] + weight[6] + weight[7] + weight[8]
    if top + FULL * rest < lowest * (bottom + rest):
        return np.int64(-1), np.int64(1)
    if v.any_likes and s.any_likes:
        rare = 0
        for word in range(2):
            both = v.likes[word] & s.likes[word]
            while both:
                others = both & (both - np.uint64(1))
                rare += points[64 * word + count_bits((both ^ others) - np.uint64(1))]
                both = others
        top += weight[3] * (FULL if rare >= 60 else per_mille[rare, 60])
        bottom += weight[3]
    if v.any_dislikes and s.any_dislikes:
        both_dislike = 0
        for word in range(2):
            both_dislike += count_bits(v.dislikes[word] & s.dislikes[word])
        top += weight[4] * min(FULL, 500 * both_dislike)
        bottom += weight[4]
    if v.phases and s.phases:
        common = count_bits(v.phases & s.phases)
        top += weight[5] * (FULL if common >= 2 else 700 * common)
        bottom += weight[5]
    answered, fits = 0, 0
    for trait in range(3):
        mine, yours = v.style[trait], s.style[trait]
        if mine and yours:
            answered += 1
            # A listener goes well with a talker; pace and planning go well when they are alike.
            fits += (mine != yours) if trait == 0 else (mine == yours)
    if answered:
        top += weight[6] * per_mille[fits, answered]
        bottom += weight[6]
    if v.months > 0 and s.months > 0:
        shorter, longer = min(v.months, s.months), max(v.months, s.months)
        top += weight[7] * (FULL * shorter // longer)
        bottom += weight[7]
    stated, missed = 0, 0
    for mine, yours in ((v.wish_gender, s.gender), (s.wish_gender, v.gender)):
        if mine and yours:
            stated += 1
            missed += mine & yours == 0
    for wish in (
        wish_about_age(v, s.birth_year, year),
        wish_about_age(s, v.birth_year, year),
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
        one, other = a[v[n]], b[s[n]]
        if allowed(one, other, metres[n], touching[n], rules):
            top, bottom = sums(one, other, metres[n], weight, points, per_mille, rules.year, 0)
            scores[n] = top // max(bottom, 1)
    return scores


@njit(nogil=True, cache=True)
def raise_profits(
    a,
    b,
    seekers,
    starts,
    order,
    places,
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

    `seekers` live in one place. Rows starts[p]:starts[p + 1] of `a` and `price` are the volunteers order[row] of place p, who travels
    farthest first; `places` are those to look at, metres[n] and touching[n] how far the n-th of them is. `apart` are sorted keys
    volunteer · (number of seekers) + j.
    """
    width = np.int64(len(profit))
    for n in range(len(places)):
        p = places[n]
        for j in seekers:
            s = b[j]
            skips_reach = touching[n] or not rules.reach or s.forms & rules.at_a_distance != 0
            if not skips_reach and metres[n] > s.limit:
                continue
            for row in range(starts[p], starts[p + 1]):
                v = a[row]
                if not skips_reach and metres[n] > v.limit:
                    break
                # The lowest score that would be worth noting.
                lowest = max(rules.minimum, ((profit[j] - gain[j] + price[row]) >> 1) + 1)
                if lowest > FULL or not allowed(v, s, metres[n], touching[n], rules):
                    continue
                top, bottom = sums(v, s, metres[n], weight, points, per_mille, rules.year, lowest)
                if top < lowest * bottom or (bottom == 0 and lowest > 0):
                    continue
                key = order[row] * width + j
                where = np.searchsorted(apart, key)
                if where < len(apart) and apart[where] == key:
                    continue
                profit[j] = 2 * (top // max(bottom, 1)) + gain[j] - price[row]
