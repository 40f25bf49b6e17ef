"""From scores to probabilities: what each has of all odds, and what the best leaves the others."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.evidence import Asked
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.suggest import probabilities, shares, suggest
from xerolink.domain.contacts.weights import Chances, Steps, Weights
from xerolink.domain.identity import HostContactId

EVEN = 12_000
"""In a book of so many contacts it is as likely as not that none of them is the one."""
TABLE = Steps((200, 400), (100, 400, 900))
"""A share of a fifth is worth 40%, of two fifths 90%, less is worth 10%."""


@pytest.mark.parametrize(
    ("scores", "parts"),
    [([], []), ([0], [500]), ([0, 0], [333, 333]), ([693], [666]), ([-20_000], [0])],
)
def test_each_has_its_part_of_all_odds_and_nobody_has_even_ones(
    scores: list[int], parts: list[int]
) -> None:
    """Of natural logarithms 693 thousandths double the odds."""
    assert shares(scores, EVEN) == parts


def test_of_twice_as_many_contacts_twice_as_many_look_alike() -> None:
    assert shares([694], 2 * EVEN) == shares([0], EVEN)


def test_a_book_of_a_few_contacts_makes_nobody_likelier() -> None:
    assert shares([0], 3) == shares([0], 300)


@pytest.mark.parametrize(
    ("scores", "chances"),
    [
        ([], []),
        ([0], [900]),
        ([2000, 0], [900, 100]),
        ([405, 0], [900, 100]),
        ([0, 0], [400, 400]),
        ([3000, 3000, -9000], [500, 500, 0]),
        ([0, -400, -400, -400], [400, 100, 100, 100]),
    ],
    ids=[
        "nobody",
        "one",
        "another far behind",
        "another close behind has what is left",
        "two are equal",
        "two are sure, and leave nothing",
        "several have what they are worth",
    ],
)
def test_the_best_has_what_it_is_worth_and_the_others_what_that_leaves(
    scores: list[int], chances: list[int]
) -> None:
    assert probabilities(scores, EVEN, TABLE) == chances


RISING = st.lists(st.integers(0, 1000), min_size=4, max_size=4).map(sorted)
SCORES = st.lists(st.integers(-9000, 9000), max_size=6).map(lambda many: sorted(many, reverse=True))


@given(SCORES, RISING)
def test_who_scores_less_is_not_likelier(scores: list[int], worth: list[int]) -> None:
    found = probabilities(scores, EVEN, Steps((100, 500, 900), tuple(worth)))
    assert all(one >= other for one, other in pairwise(found))


def certain(chance: int) -> Steps:
    return Steps((), (chance,))


WEIGHTS = Weights(
    0,
    {},
    beside_a_conflict=Chances(firms=certain(10), people=certain(20)),
    beside_a_no_match=Chances(firms=certain(30), people=certain(40)),
)


@pytest.mark.parametrize(
    ("name", "no_match", "chance"),
    [
        ("Acme Hotels Ltd", False, 10),
        ("Ann Hill", False, 20),
        ("Acme Hotels Ltd", True, 30),
        ("Ann Hill", True, 40),
    ],
)
def test_a_probability_is_of_names_like_this_and_of_books_that_have_it_or_may_not(
    name: str, no_match: bool, chance: int
) -> None:
    profile = Profile.of(SyncedFields(name))
    asked = Asked(profile, {}, 1, no_match)
    (found,) = suggest(asked, {HostContactId("h"): profile}, WEIGHTS, lambda one, other: 0)
    assert found.probability == chance


def test_where_two_are_sure_nothing_is_left_for_one_who_is_worth_nothing() -> None:
    assert probabilities([3000, 3000, -9000], EVEN, Steps((400,), (0, 900))) == [500, 500, 0]


FIRM = Profile.of(SyncedFields("Acme Hotels Ltd"))
HOST = HostContactId("h")


@pytest.mark.parametrize(
    ("least", "beside", "told"),
    [(10, (), 1), (11, (), 0), (11, (HOST,), 1)],
    ids=["as likely as asked for", "less likely", "less likely, and found by the exact rule"],
)
def test_whoever_is_less_likely_is_left_out_but_for_those_that_the_exact_rule_found(
    least: int, beside: tuple[HostContactId, ...], told: int
) -> None:
    """In a table where everybody has 10 thousandths."""
    asked = Asked(FIRM, {}, 1)
    found = suggest(asked, {HOST: FIRM}, WEIGHTS, lambda one, other: 0, least=least, beside=beside)
    assert len(found) == told


def test_where_nobody_says_how_likely_those_who_are_not_at_all_are_told_too() -> None:
    never = Chances(certain(0), certain(0))
    weights = Weights(0, {}, never, never)
    assert len(suggest(Asked(FIRM, {}, 1), {HOST: FIRM}, weights, lambda one, other: 0)) == 1
