"""How two names are alike, as the numbers that the model reads: each number is a claim in words."""

import pytest

from xerolink.adapters.embedded.similarity import similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.domain.contacts.evidence import Asked, Comparison
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.terms import Term

BOOK = 1000


def measured(one: str, other: str, bearers: dict[str, int] | None = None) -> dict[str, int]:
    """*bearers*: how many of the thousand host contacts bear a term of the *one*."""
    found = {Term(term): Hits(total) for term, total in (bearers or {}).items()}
    asked = Asked(Profile.of(SyncedFields(one)), found, BOOK)
    compared = Comparison(asked, embedded_weights(), similarity)
    return dict(compared.measure(Profile.of(SyncedFields(other))).measured)


# People: the hundreds tell of the family name, the tens of the given name, the ones of the middle

GIVEN = [
    ("Ann Hill", "Ann Hill", 5, "equal"),
    ("Bill Hill", "William Hill", 4, "a nickname"),
    ("Liz Hill", "Beth Hill", 3, "two nicknames of one"),
    ("Ann Hill", "A Hill", 2, "an initial"),
    ("A Hill", "A Hill", 2, "two initials"),
    ("Ann Mary Hill", "Mary Hill", 1, "the middle name of the one asked for"),
    ("Mary Hill", "Ann Mary Hill", 1, "the middle name of the other"),
    ("Ann M Hill", "Mary Hill", 1, "the middle initial"),
    ("Mary Hill", "Ann M Hill", 1, "the other's middle initial"),
    ("Don Quayle", "Charles Donald Quayle", 1, "a nickname of the middle name"),
    ("Ann Hill", "Bea Hill", 0, "another"),
    ("A Hill", "Bea Hill", 0, "another initial"),
]
FAMILY = [
    ("Ann Hill", "Ann Hill", 3, "equal"),
    ("Ann Hill", "Ann Hyll", 2, "misspelt"),
    ("Ann Vale Hill", "Ann Vale", 1, "the middle name of the one asked for"),
    ("Ann Vale", "Ann Vale Hill", 1, "the middle name of the other"),
    ("Ann Hill", "Ann Vale", 0, "another"),
]
MIDDLE = [
    ("Ann Mary Hill", "Ann Mary Hill", 9, "equal"),
    ("Ann M Hill", "Ann Mary Hill", 8, "an initial"),
    ("Ann M Hill", "Ann M Hill", 7, "equal initials"),
    ("Ann Bill Hill", "Ann William Hill", 6, "kin"),
    ("Ann Hill", "Ann Hill", 5, "none"),
    ("Ann Mary Hill", "Ann Hill", 4, "none of the other"),
    ("Ann Hill", "Ann Mary Hill", 4, "none of the one asked for"),
    ("Ann Quaile Hill", "Ann Quayne Hill", 2, "alike from afar"),
    ("Ann Mary Hill", "Ann Jo Hill", 0, "another"),
    ("Ann M Hill", "Ann Jo Hill", 0, "another initial"),
    ("Ann Mary Jo Bea Hill", "Ann Bea Hill", 9, "the third of three"),
]


def place(code: int, of: int) -> int:
    """The hundreds, tens or ones of *code*."""
    return code // of % 10


@pytest.mark.parametrize(("one", "other", "told", "why"), GIVEN, ids=[why for *_, why in GIVEN])
def test_of_two_people_the_tens_tell_of_the_given_name(
    one: str, other: str, told: int, why: str
) -> None:
    assert place(measured(one, other)["person"], 10) == told, why


@pytest.mark.parametrize(("one", "other", "told", "why"), FAMILY, ids=[why for *_, why in FAMILY])
def test_of_two_people_the_hundreds_tell_of_the_family_name(
    one: str, other: str, told: int, why: str
) -> None:
    assert place(measured(one, other)["person"], 100) == told, why


@pytest.mark.parametrize(("one", "other", "told", "why"), MIDDLE, ids=[why for *_, why in MIDDLE])
def test_of_two_people_the_ones_tell_of_the_middle_name(
    one: str, other: str, told: int, why: str
) -> None:
    found = measured(one, other)
    assert (place(found["person"], 1), found["middle"]) == (told, told), why


@pytest.mark.parametrize(
    ("one", "other", "crossed"),
    [("Hill Ann", "Ann Hill", 1000), ("B Ann", "Ann Bill", 700), ("Ann Hill", "Ann Hill", 0)],
)
def test_given_and_family_name_that_changed_places_are_told(
    one: str, other: str, crossed: int
) -> None:
    assert measured(one, other)["crossed"] == crossed


def test_a_name_that_begins_with_the_family_is_read_the_other_way_round() -> None:
    assert (
        measured("Bill Edson", "Edson William")["person"]
        == measured("Bill Edson", "William Edson")["person"]
    )


def test_of_two_firms_the_first_and_the_last_word_are_told_and_no_given_name() -> None:
    found = measured("Acme Hotels", "Quay Hotels")
    assert ("person" in found, found["first"], found["last"]) == (False, 0, 1000)


# Half of a name, and the details

EMAIL = "ann@quagga.example"


def with_email(one: str, other: str, theirs: str = EMAIL) -> dict[str, int]:
    asked = Asked(Profile.of(SyncedFields(one, EMAIL)), {}, BOOK)
    compared = Comparison(asked, embedded_weights(), similarity)
    return dict(compared.measure(Profile.of(SyncedFields(other, theirs))).measured)


def test_another_family_name_beside_the_same_email_may_be_a_married_name() -> None:
    assert with_email("Ann Quagga", "Ann Zebu")["married"] == 1


def test_another_given_name_beside_the_same_email_may_be_one_of_a_household() -> None:
    assert with_email("Ann Quagga", "Bill Quagga")["household"] == 1


def test_half_of_a_name_without_a_detail_in_common_is_no_tie() -> None:
    assert with_email("Ann Quagga", "Ann Zebu", "bill@zebu.example")["married"] == 0


def test_half_of_a_name_is_not_told_where_all_of_it_is_shared() -> None:
    assert not with_email("Ann Quagga", "Ann Quagga").keys() & {"married", "household"}


def test_half_of_a_name_is_not_told_where_there_are_no_details() -> None:
    assert not measured("Ann Quagga", "Ann Zebu").keys() & {"married", "household"}


# The shape of the names

SHAPE = [
    ("Acme Hotels", "Acme Hotels", {"start": 10, "order": 2, "weakest": 1000, "kin_count": 0}),
    ("Acme Hotels", "Acme Houses", {"start": 6, "order": 0, "weakest": 500, "kin_count": 1}),
    ("A F Quagga", "Ann Fay Quagga", {"weakest": 1000, "kin_count": 0, "initials": 2}),
    ("Acme", "Acme Hotels", {"start": 4, "first": 1000, "last": 167}),
    ("Acme", "Zenith", {"start": 0}),
    ("Hotel Acme Quay", "Acme Quay Hotel", {"start": 0, "order": 1}),
    ("Sun Flower Seeds", "Sunflower Seeds", {"spacing": 2, "weakest": 950}),
    ("Acme 12", "Acme 13", {"numbers": 2}),
    ("Acme 12", "Acme", {"numbers": 1}),
    ("Acme", "Acme Trust II", {"numbers": 1}),
    ("Acme 12", "Acme 12", {"numbers": 0}),
    ("Acme 4x", "Acme", {"numbers": 1}),
    ("Acme x4", "Acme", {"numbers": 1}),
    ("Acme", "Acme", {"legal": 4}),
    ("Acme Ltd", "Acme", {"legal": 3}),
    ("Acme", "Acme Ltd", {"legal": 3}),
    ("Acme Ltd", "Acme Limited", {"legal": 2}),
    ("Acme Pty Ltd", "Acme Ltd", {"legal": 1}),
    ("Acme Ltd", "Acme GmbH", {"legal": 0}),
    ("FDSS", "Food Drink Sector Skills", {"acronym": 16}),
    ("Food Drink Sector Skills Poole", "FDSS Poole", {"acronym": 16}),
    ("Hill Pty Ltd t/a The Corner Shop", "Corner Shop", {"part": 1}),
    ("Corner Shop", "Hill Pty Ltd t/a The Corner Shop", {"part": 1}),
    ("Hill t/a Quay Shop", "Corner Shop", {"part": 0}),
]


@pytest.mark.parametrize(("one", "other", "told"), SHAPE, ids=[f"{a}, {b}" for a, b, _ in SHAPE])
def test_the_shape_of_two_names_is_told(one: str, other: str, told: dict[str, int]) -> None:
    found = measured(one, other)
    assert {name: found[name] for name in told} == told


def test_names_that_nothing_divides_have_no_parts() -> None:
    assert "part" not in measured("Acme", "Acme")


# Words by their rarity

RARE = {"w:acme": 1, "w:hotels": 500}
"""One bears "acme", half of the book bears "hotels"."""


def test_who_shares_the_rare_word_shares_more_than_who_shares_the_common_one() -> None:
    rare = measured("Acme Hotels", "Acme Quay", RARE)
    common = measured("Acme Hotels", "Quay Hotels", RARE)
    assert rare["asked_share"] > common["asked_share"]


def test_all_of_a_name_that_the_other_holds_is_shared() -> None:
    found = measured("Acme", "Acme Hotels")
    assert (found["asked_share"], found["asked_left"]) == (1000, 0)
    assert found["other_share"] < 1000 < found["other_left"]


def test_of_names_that_share_nothing_all_is_left() -> None:
    found = measured("Acme", "Zenith")
    assert (found["asked_share"], found["other_share"], found["shared"]) == (0, 0, 0)


def test_a_word_that_is_kin_counts_by_how_near_it_is() -> None:
    """Half of "hotels", which is all that is not shared, is what "houses" has of it."""
    found = measured("Hotels", "Houses")
    assert (found["asked_share"], found["other_share"]) == (500, 500)


def test_a_word_that_is_kin_counts_less_than_one_that_is_shared() -> None:
    kin, shared = measured("Hotels", "Houses"), measured("Hotels", "Hotels")
    assert kin["shared"] < kin["alike"] < shared["alike"] == shared["shared"]


def test_the_rarest_word_that_is_shared_and_the_rarest_that_is_left_are_told() -> None:
    found = measured("Acme Zebu Hotels", "Acme Hotels Quagga", RARE)
    whole = measured("Acme", "Acme", RARE)
    assert (found["rarest"], found["asked_rarest_left"]) == (whole["rarest"], found["asked_left"])


@pytest.mark.parametrize(
    ("other", "grams"), [("Acmes", 1000), ("Acm", 500), ("Cme", 500), ("Zenith", 0)]
)
def test_three_letters_in_a_row_that_are_shared_are_counted(other: str, grams: int) -> None:
    """Of "Acme", which has two such runs."""
    assert measured("Acme", other)["grams"] == grams


def test_a_run_of_letters_that_all_bear_tells_less() -> None:
    """Nobody else has "acm", and nearly everybody has "cme"."""
    common = {"3:acm": 1, "3:cme": BOOK}
    assert measured("Acme", "Acm", common)["grams"] > measured("Acme", "Cme", common)["grams"]
