"""What suggestions know of a contact."""

from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import MOST_WORDS, Profile


def test_what_is_unknown_is_missing() -> None:
    assert Profile.of(SyncedFields()) == Profile()


def test_an_email_that_is_none_is_missing() -> None:
    assert Profile.of(SyncedFields(billing_email="n/a")).email == ""


def test_a_phone_is_its_joined_digits() -> None:
    phone = Phone(number="555 0147", area="(303)", country="+1")
    assert Profile.of(SyncedFields(primary_phone=phone)).phone == "13035550147"


def test_a_phone_without_digits_is_missing() -> None:
    assert Profile.of(SyncedFields(primary_phone=Phone("ask Ann"))).phone == ""


def test_the_postcode_of_an_address_of_one_line_is_its_end() -> None:
    line = Address(("Flat 10, Page Bypass, South Dianeside, B53 9EE",))
    assert Profile.of(SyncedFields(billing_address=line)).postcode == "b539ee"


def test_a_postcode_of_its_own_comes_first() -> None:
    address = Address(("1 High St 90210",), postal_code="L18 5UY")
    assert Profile.of(SyncedFields(billing_address=address)).postcode == "l185uy"


@given(st.lists(st.text(max_size=30), max_size=60).map(" ".join))
def test_the_words_of_a_name_are_bounded(name: str) -> None:
    assert len(Profile.of(SyncedFields(name)).name.split()) <= MOST_WORDS


def test_the_same_word_a_thousand_times_is_bounded() -> None:
    assert len(Profile.of(SyncedFields("ltd " * 1000)).name.split()) <= MOST_WORDS


def test_what_stands_in_for_a_postcode_is_missing() -> None:
    assert Profile.of(SyncedFields(billing_address=Address(postal_code="n/a"))).postcode == ""


def test_a_phone_of_one_digit_is_missing() -> None:
    assert Profile.of(SyncedFields(primary_phone=Phone("0000 000 000"))).phone == ""


def test_an_email_that_is_too_long_is_missing_and_never_cut() -> None:
    assert Profile.of(SyncedFields(billing_email=f"a@{'x' * 200}.example")).email == ""
