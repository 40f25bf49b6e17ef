"""How two words may mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.adapters.embedded.similarity import similarity
from xerolink.domain.contacts.given_names import GIVEN_NAMES
from xerolink.domain.contacts.kinship import (
    ALIKE,
    BEGINS,
    BEGINS_FAR,
    INITIAL,
    INITIALS,
    NICKNAME,
    SHORTENED,
    SIBLING,
    Distance,
    given_kinship,
    initials_of,
    kinship,
    paired,
    spelling,
)

KIN = [
    ("bill", "william", NICKNAME),
    ("liz", "beth", SIBLING),
    ("assoc", "association", SHORTENED),
    ("eqpt", "equipment", SHORTENED),
    ("universidad", "university", SHORTENED),
    ("b", "brendan", INITIAL),
    ("techno", "technolog", BEGINS),
    ("enerygy", "energy", 858),
    ("desouza", "souza", BEGINS),
]


@pytest.mark.parametrize(("asked", "other", "kin"), KIN, ids=[f"{a}-{b}" for a, b, _ in KIN])
def test_words_are_kin(asked: str, other: str, kin: int) -> None:
    assert kinship(asked, other, similarity) == kin


def test_two_given_names_are_not_one_misspelt() -> None:
    assert kinship("george", "georgia", similarity) < 500


def test_one_number_is_no_initial_of_another() -> None:
    assert kinship("i", "ii", similarity) == 0


def test_one_side_is_no_misspelling_of_another() -> None:
    assert kinship("north", "south", similarity) == 0


def test_a_name_may_begin_with_initials_without_points() -> None:
    assert given_kinship("aj", "andrew", similarity) == INITIALS


def test_a_short_given_name_is_no_initials() -> None:
    assert given_kinship("jo", "jacqueline", similarity) < ALIKE


@given(st.sampled_from(sorted(GIVEN_NAMES)), st.sampled_from(sorted(GIVEN_NAMES)))
def test_kinship_is_the_same_both_ways(asked: str, other: str) -> None:
    assert kinship(asked, other, similarity) == kinship(other, asked, similarity)


def test_each_word_has_one_partner() -> None:
    found = paired(("bill", "billy"), ("william",), ("", ""), similarity)
    assert [other for _, other, _ in found] == ["william"]


def test_family_names_are_no_nicknames() -> None:
    assert paired(("abram",), ("abraham",), ("abram", "abraham"), similarity)[0][2] < NICKNAME


def test_initials_are_of_all_words_or_of_a_run() -> None:
    words = ("fellowship", "of", "rings")
    assert [initials_of(word, words) for word in ("for", "or", "ro")] == [2, 1, 0]


def alike(kin: int) -> Distance:
    """Any two words are alike by so much."""
    return lambda asked, other: kin


@pytest.mark.parametrize(("near", "kin"), [(1000, 850), (SIBLING, 700), (SIBLING - 1, 424)])
def test_given_names_of_different_people_are_less_kin_than_their_letters_say(
    near: int, kin: int
) -> None:
    """By 150 where they are as near as siblings, else half."""
    assert kinship("george", "georgia", alike(near)) == kin


SPELT = [
    ("i", "ii", 0),
    ("i", "ivan", INITIAL),
    ("brendan", "b", INITIAL),
    ("b", "carl", 0),
    ("tec", "techno", BEGINS),
    ("techno", "tec", BEGINS),
    ("tech", "technolo", BEGINS),
    ("tech", "technolog", BEGINS_FAR),
    ("te", "tech", 650),
    ("acme", "acmehotel", BEGINS_FAR),
    ("acme", "zenithes", 650),
    ("acme", "zenithest", 0),
    ("acme", "acne", 650),
]


@pytest.mark.parametrize(("asked", "other", "kin"), SPELT, ids=[f"{a}-{b}" for a, b, _ in SPELT])
def test_words_that_are_no_given_names_are_kin_by_how_they_are_spelt(
    asked: str, other: str, kin: int
) -> None:
    """A beginning of three letters or more; otherwise their letters, unless one is twice as long.

    Here the letters of any two are alike by 650.
    """
    assert spelling(asked, other, alike(650)) == kin


@pytest.mark.parametrize(("kin", "found"), [(ALIKE, [("acme", "acne", ALIKE)]), (ALIKE - 1, [])])
def test_from_half_on_two_words_are_partners(kin: int, found: list[tuple[str, str, int]]) -> None:
    assert paired(("acme",), ("acne",), ("", ""), alike(kin)) == found


def test_the_nearest_of_two_words_is_the_partner() -> None:
    def distance(asked: str, _: str) -> int:
        return {"aaaa": 600, "bbbb": 900}[asked]

    assert paired(("aaaa", "bbbb"), ("cccc",), ("", ""), distance) == [("bbbb", "cccc", 900)]


@pytest.mark.parametrize(
    ("word", "whole"),
    [("a", 0), ("ab", 2), ("abcdefgh", 2), ("abcdefghi", 0)],
    ids=["one letter", "two", "eight", "nine"],
)
def test_initials_have_two_letters_to_eight(word: str, whole: int) -> None:
    assert initials_of(word, [f"{letter}word" for letter in word]) == whole
