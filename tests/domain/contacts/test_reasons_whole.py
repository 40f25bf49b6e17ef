"""All that is said of two contacts, in its order, and nothing besides."""

import pytest

from xerolink.adapters.embedded.similarity import similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.domain.contacts.evidence import Asked, Comparison
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.reasons import reasons
from xerolink.domain.contacts.terms import Term

Told = tuple[str, ...]
Written = tuple[str, ...]
"""Name, email, phone and address of a contact, as far as it has them."""


def profile(name: str, email: str = "", phone: str = "", address: str = "") -> Profile:
    return Profile.of(SyncedFields(name, email, Phone(phone), Address((address,))))


def said(one: Written, other: Written, bearers: int = 1) -> Told:
    """*bearers*: how many host contacts have the email of the *one* who is asked for."""
    mine = profile(*one)
    asked = Asked(mine, {Term(f"e:{mine.email}"): Hits(bearers)}, 1000)
    compared = Comparison(asked, embedded_weights(), similarity).measure(profile(*other))
    return reasons(asked, compared)


SOME = "some words of the name are the same"
HOLDS = "one name holds the other"
NAMES = [
    ("Hotel Acme", "Acme Hotel", ("same words in another order",)),
    ("Acme Hotels", "Acme Hotels Auckland", (HOLDS,)),
    ("Acme Hotels Auckland", "Acme Hotels", (HOLDS,)),
    ("Acme Hotels Auckland", "Acme Hotels Otago", (SOME,)),
    ("Acme Hotels", "Acme Hotels Ltd", ("same name but for its form",)),
    ("Acme", "Acme Hotels", (SOME,)),
    ("B Hill", "Bill Hill", (SOME, "initial B = Bill")),
    ("Bill Hill", "Bill Hall", (SOME, "spelling: Hill, Hall")),
    ("Bill Hill", "Bill Hull Quay", (SOME, "spelling: Hill, Hull")),
    ("Assoc of Bakers", "Association of Bakers", (SOME, "Assoc = Association")),
    ("Ann Bill", "Ann William", (SOME,)),
    ("Ann Bill", "Ann Billy", (SOME, "beginning: Bill, Billy")),
    ("Acme Sun", "Acme Sunny", (SOME, "beginning: Sun, Sunny")),
    ("Acme Intl", "Acme International", (SOME, "Intl = International")),
    ("Ann Hill Jr", "Ann Hill", ("same name but for its form",)),
    ("Ann Hill Jr", "Ann Hill Sr", ("another generation", SOME)),
    ("Ann Hill", "Bob Hill", ("given names differ", SOME)),
    ("Acme No 1", "Acme No 2", ("numbers differ", SOME)),
    (
        "Seeds Sun Flower",
        "Sunflower Seeds",
        ("same letters, other spaces", "beginning: Sun, Sunflower"),
    ),
    (
        "Sun Flower",
        "Sunf Lower",
        ("same letters, other spaces", "beginning: Sun, Sunf", "spelling: Flower, Lower"),
    ),
    (
        "Acme Pty Ltd",
        "Acme Proprietary Limited",
        ("same name but for its form", "Pty = Proprietary", "Ltd = Limited"),
    ),
    ("Acme Ltd", "Acme Ltd Limited", ("same name but for its form",)),
    ("Acme Ltd Limited", "Acme Ltd", ("same name but for its form",)),
    ("Acme Hotels Ltd", "Acme Limited", (SOME, "Ltd = Limited")),
    ("Acme Ltd", "Acme GmbH", ("same name but for its form",)),
]


@pytest.mark.parametrize(("one", "other", "told"), NAMES, ids=[f"{a}, {b}" for a, b, _ in NAMES])
def test_of_two_names_it_is_said_how_they_are_alike(one: str, other: str, told: Told) -> None:
    assert said((one,), (other,)) == told


def test_of_a_name_that_was_cut_no_more_is_said_than_that_words_are_the_same() -> None:
    """The rest of it may be anything."""
    long = " ".join(f"word{n}" for n in range(40))
    assert said(("word0 word1 word2",), (long,)) == (SOME,)


AT_HOME = "1 High Street, Poole"
PHONE = "021 555 0147"
EMAIL = "ann@x.example"
MARRIED = "surname differs, same given name and {}: married name?"
COUPLES = [
    (("Ann Hill",), ("Ann Vale",), (SOME,)),
    (
        ("Ann Hill", EMAIL),
        ("Ann Vale", EMAIL),
        ("same email", SOME, MARRIED.format("email")),
    ),
    (("Ann Hill", EMAIL), ("Ann Vale", "vale@y.example"), (SOME,)),
    (
        ("Ann Hill", "", PHONE),
        ("Ann Vale", "", PHONE),
        ("same phone", SOME, MARRIED.format("phone")),
    ),
    (
        ("Ann Hill", EMAIL, PHONE, AT_HOME),
        ("Ann Vale", EMAIL, PHONE, AT_HOME),
        ("same email", "same phone", "same address", SOME, MARRIED.format("address")),
    ),
]


@pytest.mark.parametrize(("one", "other", "told"), COUPLES, ids=range(len(COUPLES)))
def test_another_surname_is_told_with_what_it_may_be_explained_by(
    one: Written, other: Written, told: Told
) -> None:
    assert said(one, other) == told


SURNAMES = [
    ("Ann Mary Hill", "Ann Mary Vale", True),
    ("Ann Vale Hill", "Ann Vale", True),
    ("Ann Hill", "Ann Hill Vale", False),
    ("Ann Vale", "Ann", False),
    ("Ann", "Ann Vale", False),
    ("Ann Hill Ltd", "Ann Vale", False),
    ("Ann Hill", "Ann Vale Ltd", False),
    ("Ann Hill", "Bea Vale", False),
    ("Jo Hu", "Jo Li", True),
    ("Ann Mary H", "Ann Vale", False),
    ("Ann Hill", "Ann Vale M", False),
    ("A Hill", "A Vale", False),
]


@pytest.mark.parametrize(
    ("one", "other", "married"), SURNAMES, ids=[f"{a}, {b}" for a, b, _ in SURNAMES]
)
def test_a_surname_is_the_last_word_of_a_person_s_name_that_the_other_lacks(
    one: str, other: str, married: bool
) -> None:
    told = said((one, "", "", AT_HOME), (other, "", "", AT_HOME))
    assert (MARRIED.format("address") in told) is married


@pytest.mark.parametrize(
    ("bearers", "told"),
    [(1, ("same email",)), (2, ("same email", "shared mailbox of 2"))],
)
def test_a_mailbox_is_shared_from_two_on(bearers: int, told: Told) -> None:
    assert said(("Acme", EMAIL), ("Zenith", EMAIL), bearers) == told


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("High Street", "High Street", ()),
        ("High Street Poole", "High Street Poole", ("same address",)),
        ("1 High Street Poole Dorset", "1 High Street Poole Devon", ("same address",)),
        ("1 High Street Poole", "1 High Street Wareham", ()),
        ("2 Low Road 1010", "9 High Street 1010", ("same postcode",)),
    ],
)
def test_an_address_is_the_same_by_four_of_five_words_where_it_has_several(
    one: str, other: str, told: Told
) -> None:
    assert said(("Acme", "", "", one), ("Zenith", "", "", other)) == told


def test_six_reasons_are_told_at_most_details_first() -> None:
    mine = ("Bill J Hill Pty Ltd", EMAIL, PHONE, AT_HOME)
    other = ("William Jim Hill Proprietary Limited", EMAIL, PHONE, AT_HOME)
    told = said(mine, other, bearers=4)
    assert told[:4] == ("same email", "shared mailbox of 4", "same phone", "same address")
    assert len(told) == 6
