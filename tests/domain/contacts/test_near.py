"""Names that are alike but for how a firm is written."""

import pytest
from hypothesis import given

from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.near import near_name
from xerolink.domain.contacts.normalise import match_keys, name_key
from xerolink.testing.strategies import odd_text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme", "Acme Ltd"),
        ("Acme Limited", "ACME, Ltd."),
        ("Acme Pty Ltd", "Acme P.t.y. L.t.d."),
        ("Acme", "Acme Inc."),
        ("Müller GmbH", "Muller"),
        ("Smith & Sons", "Smith and Sons"),
        ("Smith, John", "John Smith"),
        ("O'Neil", "ONeil"),
        ("O\u2019Neil", "O'Neil"),
        ("Harbour-View", "Harbour View"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert near_name(one) == near_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Acme", "Acme Trading"), ("Smith", "Smyth"), ("Smith Ltd", "Jones Ltd"), ("A1", "A2")],
)
def test_not_alike(one: str, other: str) -> None:
    assert near_name(one) != near_name(other)


def test_what_is_left_of_a_name_is_its_words_in_order() -> None:
    assert near_name("Smith & Sons (Dún-Laoghaire) Ltd.") == "and dun laoghaire smith sons"


@pytest.mark.parametrize("name", ["", " ", "Ltd", "Pty. Ltd.", "!?"])
def test_name_that_says_nothing_resembles_nobody(name: str) -> None:
    assert match_keys(SyncedFields(name)).near is None


@given(odd_text(), odd_text())
def test_equal_names_are_alike(one: str, other: str) -> None:
    assert name_key(one) != name_key(other) or near_name(one) == near_name(other)
