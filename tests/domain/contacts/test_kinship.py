"""How two words may mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.adapters.embedded.similarity import similarity
from xerolink.domain.contacts.given_names import GIVEN_NAMES
from xerolink.domain.contacts.kinship import (
    BEGINS,
    INITIAL,
    NICKNAME,
    SHORTENED,
    SIBLING,
    initials_of,
    kinship,
    paired,
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
]


@pytest.mark.parametrize(("asked", "other", "kin"), KIN, ids=[f"{a}-{b}" for a, b, _ in KIN])
def test_words_are_kin(asked: str, other: str, kin: int) -> None:
    assert kinship(asked, other, similarity) == kin


def test_two_given_names_are_not_one_misspelt() -> None:
    assert kinship("george", "georgia", similarity) < 500


def test_one_number_is_no_initial_of_another() -> None:
    assert kinship("i", "ii", similarity) == 0


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
