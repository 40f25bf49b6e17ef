"""Suggestions: ranked, bounded, explained, and the same in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.adapters.embedded.similarity import edits, similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.domain.contacts.evidence import Asked
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.suggest import Suggestion, suggest
from xerolink.domain.contacts.terms import Term
from xerolink.domain.identity import HostContactId

NAMES = st.text(max_size=40) | st.lists(
    st.sampled_from(("acme", "hotels", "bill", "william", "hill", "ltd", "pty", "no", "2", "q")),
    max_size=5,
).map(" ".join)
BOOKS = st.dictionaries(st.sampled_from("abcdef"), NAMES, max_size=5)


def profile(name: str, email: str = "", phone: str = "") -> Profile:
    return Profile.of(SyncedFields(name, email, Phone(phone)))


def ranked(asked: Profile, *book: Profile) -> tuple[Suggestion, ...]:
    candidates = {HostContactId(f"h{n}"): other for n, other in enumerate(book)}
    bearers = sum(other.email == asked.email != "" for other in book)
    found = {Term(f"e:{asked.email}"): Hits(bearers)} if bearers else {}
    return suggest(Asked(asked, found, len(book)), candidates, embedded_weights(), similarity)


def first(asked: Profile, *book: Profile) -> str:
    return ranked(asked, *book)[0].host_id


RIGHT = [
    ("Acme Pty Ltd", "ACME Limited", "Acne Clinic"),
    ("Bill Hill", "William Hill", "Bill Vale"),
    ("Paul A. Abraham", "Paul Andrew Abraham", "Paulette Abraham"),
    ("FDSS", "Food and Drink Sector Skills", "FDS Engineering"),
    ("UoL", "University of London", "Uolander Group"),
    ("Hill, Quentin", "Quentin Hill", "Hill Quarries"),
    ("Hill Trust II", "Hill Family Trust II", "Hill Trust I"),
    ("A W Edwards Pty Ltd", "AW Edwards", "Edwards"),
    ("Scout Group 12", "12 Scout Group", "Scout Group 13"),
    (
        "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432",
        "Ivan Petrov",
        "Ivana Petrova",
    ),
]


@pytest.mark.parametrize(("asked", "right", "wrong"), RIGHT, ids=[asked for asked, _, _ in RIGHT])
def test_the_right_one_comes_before_the_like(asked: str, right: str, wrong: str) -> None:
    assert first(profile(asked), profile(wrong), profile(right)) == "h1"


def test_the_same_email_tells_two_of_one_name_apart() -> None:
    asked = profile("Ann Hill", "ann@hill.example")
    assert first(asked, profile("Ann Hill"), profile("Ann Hill", "ann@hill.example")) == "h1"


def test_a_mailbox_of_several_says_of_how_many() -> None:
    asked = profile("Acme", "books@firm.example")
    rivals = [profile(name, "books@firm.example") for name in ("Bravo", "Carol", "Delta")]
    assert "shared mailbox of 3" in ranked(asked, *rivals)[0].reasons


def test_twins_share_the_chance() -> None:
    asked = profile("Acme Ltd", "ap@acme.example")
    twins = [profile("Acme Ltd", "ap@acme.example")] * 2
    assert ranked(asked, *twins)[0].probability <= 500


def test_nobody_is_suggested_from_an_empty_book() -> None:
    assert ranked(profile("Acme")) == ()


def test_missing_is_not_different() -> None:
    asked = profile("Acme", "ap@acme.example")
    bare, other = ranked(asked, profile("Acme"), profile("Acme", "zz@zenith.example"))
    assert (bare.host_id, bare.score > other.score) == ("h0", True)


@given(NAMES, BOOKS)
def test_the_chances_of_all_are_never_above_one(name: str, book: dict[str, str]) -> None:
    assert (
        sum(one.probability for one in ranked(profile(name), *map(profile, book.values()))) <= 1000
    )


@given(NAMES, BOOKS)
def test_the_order_of_the_candidates_is_of_no_matter(name: str, book: dict[str, str]) -> None:
    candidates = {HostContactId(i): profile(other) for i, other in book.items()}
    turned = dict(reversed(candidates.items()))
    asked = Asked(profile(name), {}, len(book))
    weights = embedded_weights()
    assert suggest(asked, candidates, weights, similarity) == suggest(
        asked, turned, weights, similarity
    )


@given(NAMES, BOOKS, st.integers(0, 1000))
def test_leaving_the_unlikely_out_changes_nothing_about_the_others(
    name: str, book: dict[str, str], least: int
) -> None:
    candidates = {HostContactId(i): profile(other) for i, other in book.items()}
    asked, weights = Asked(profile(name), {}, len(book)), embedded_weights()
    beside = frozenset(map(HostContactId, "ab"))
    everybody = suggest(asked, candidates, weights, similarity)
    wanted = [one for one in everybody if one.probability >= least or one.host_id in beside]
    told = suggest(asked, candidates, weights, similarity, least=least, beside=beside)
    assert told == tuple(wanted)


@given(NAMES, BOOKS)
def test_what_is_installed_changes_nothing(name: str, book: dict[str, str]) -> None:
    candidates = {HostContactId(i): profile(other) for i, other in book.items()}
    asked, weights = Asked(profile(name), {}, len(book)), embedded_weights()
    assert suggest(asked, candidates, weights, similarity) == suggest(
        asked, candidates, weights, lambda one, two: similarity(one, two, edits)
    )


@given(NAMES, BOOKS)
def test_the_likeliest_is_first(name: str, book: dict[str, str]) -> None:
    found = ranked(profile(name), *map(profile, book.values()))
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


ODD = ["x" * 10_000, "e" + "\u0301" * 10_000, "\u202eabc" * 3_000, "🎉" * 10_000, "!?" * 5_000]
ODDEST = [*ODD, "hill " * 1_000, "a " * 1_000]


@pytest.mark.parametrize("name", ODDEST, ids=[f"odd-{n}" for n in range(len(ODDEST))])
def test_an_odd_name_is_suggested_like_any_other(name: str) -> None:
    assert len(ranked(profile(name), *map(profile, ODDEST))) == len(ODDEST)


TWO = [
    ("Smith Holdings No 1 Pty Ltd", "Smith Holdings No 2 Pty Ltd"),
    ("John Smith Jr", "John Smith Sr"),
    ("Ann Hill", "Bob Hill"),
]


@pytest.mark.parametrize(("asked", "other"), TWO, ids=[asked for asked, _ in TWO])
def test_nobody_is_likely_whose_name_says_that_he_is_another(asked: str, other: str) -> None:
    """Whatever else they share: numbered firms, father and son, and spouses share it all."""
    shared = ("office@smith.example", "5550147 01")
    assert ranked(profile(asked, *shared), profile(other, *shared))[0].probability <= 500


NUMBERED = [
    ("5th Balham Scout Group", "6th Balham Scout Group"),
    ("Silver Acquisition Corp IV", "Silver Acquisition Corp V"),
    ("Mrs Hill's Third Settlement", "Mrs Hill's Second Settlement"),
]


@pytest.mark.parametrize(("asked", "other"), NUMBERED, ids=[asked for asked, _ in NUMBERED])
def test_one_with_another_number_is_not_likely_by_its_name(asked: str, other: str) -> None:
    assert ranked(profile(asked), profile(other))[0].probability <= 500


SAME_NUMBER = [
    ("Second Silver Fund", "2nd Silver Fund"),
    ("Silver Acquisition Corp IV", "Silver Acquisition Corporation 4"),
    ("Silver Acquisition Corp 2", "Silver Acquisition Corporation Two"),
]


@pytest.mark.parametrize(("asked", "other"), SAME_NUMBER, ids=[asked for asked, _ in SAME_NUMBER])
def test_a_number_that_is_written_otherwise_speaks_against_nobody(asked: str, other: str) -> None:
    assert "numbers differ" not in ranked(profile(asked), profile(other))[0].reasons


def test_a_namesake_who_shares_no_detail_is_not_likely() -> None:
    mine = SyncedFields(
        "Ann Hill", "a@a.example", Phone("5550147 01"), Address(("1 High St, Poole",))
    )
    other = SyncedFields(
        "Ann Hill", "b@b.example", Phone("5550999 22"), Address(("9 Low Rd, York",))
    )
    assert ranked(Profile.of(mine), Profile.of(other))[0].probability <= 500


@given(NAMES, BOOKS)
def test_the_likeliest_is_told_the_highest_probability(name: str, book: dict[str, str]) -> None:
    found = [one.probability for one in ranked(profile(name), *map(profile, book.values()))]
    assert found == sorted(found, reverse=True)
