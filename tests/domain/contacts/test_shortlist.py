"""Who is worth a close look."""

import pytest

from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.shortlist import AT_MOST, LISTED, shortlist, telling
from xerolink.domain.contacts.terms import Term

ACME, PTY = Term("w:acme"), Term("w:hotel")


def test_who_shares_the_rarer_term_comes_first() -> None:
    found = {ACME: Hits(1, ("b",)), PTY: Hits(90, ("a",))}
    assert shortlist((ACME, PTY), found, 1000) == ("b", "a")


def test_equals_come_by_id() -> None:
    assert shortlist((ACME,), {ACME: Hits(2, ("b", "a"))}, 1000) == ("a", "b")


def test_a_term_of_very_many_finds_nobody() -> None:
    assert shortlist((ACME,), {ACME: Hits(LISTED + 1)}, 1000) == ()


def test_a_shortlist_is_short() -> None:
    many = tuple(f"h{n:03}" for n in range(LISTED))
    assert len(shortlist((ACME,), {ACME: Hits(LISTED, many)}, 1000)) == AT_MOST


def test_who_shares_far_less_than_the_first_is_left_out_beyond_the_first_few() -> None:
    crowd = tuple(f"h{n:03}" for n in range(200))
    found = {ACME: Hits(1, ("one",)), PTY: Hits(200, crowd)}
    assert len(shortlist((ACME, PTY), found, 300)) < AT_MOST


def test_nothing_found_is_nobody() -> None:
    assert shortlist((ACME,), {}, 1000) == ()


# Which terms are used


@pytest.mark.parametrize(("bearers", "used"), [(LISTED, (ACME,)), (LISTED + 1, ())])
def test_a_term_is_used_that_no_more_bear_than_are_listed(
    bearers: int, used: tuple[Term, ...]
) -> None:
    assert telling((ACME,), {ACME: Hits(bearers)}) == used


@pytest.mark.parametrize(("third", "used"), [(200, 4), (201, 3)])
def test_once_more_than_eight_hundred_are_counted_more_common_terms_are_left_out(
    third: int, used: int
) -> None:
    """The fourth is used while the first three have eight hundred bearers, and no longer."""
    totals = {"w:a": third, "w:b": 300, "w:c": 300, "w:d": 300}
    found = {Term(term): Hits(total) for term, total in totals.items()}
    assert telling(tuple(found), found) == tuple(found)[:used]


# Who is near


def test_whoever_is_alone_in_the_book_is_found() -> None:
    assert shortlist((ACME,), {ACME: Hits(1, ("a",))}, 1) == ("a",)


def test_a_word_of_one_tells_more_than_a_word_of_two() -> None:
    found = {ACME: Hits(1, ("c",)), PTY: Hits(2, ("a", "b"))}
    assert shortlist((ACME, PTY), found, 1000) == ("c", "a", "b")


COMMON = 100
"""Bearers: few enough to be listed, too many for anybody to be looked at in any case."""
EMAIL, WORD, SOUND = Term("e:a@x.example"), Term("w:hill"), Term("k:ahl")
BEGINNINGS = Term("i:anhi")
"""The last three tell 110, 90 and 60 hundredths of their rarity."""
SIX = tuple(f"six{n}" for n in range(6))


def test_of_many_who_share_much_the_one_who_shares_most_comes_first() -> None:
    found = {EMAIL: Hits(COMMON, (*SIX, "z")), SOUND: Hits(COMMON, ("z",))}
    assert shortlist((EMAIL, SOUND), found, 1_000_000) == ("z", *SIX)


@pytest.mark.parametrize(("bearers", "near"), [(COMMON, ("z",)), (COMMON + 1, ())])
def test_beyond_six_whoever_shares_three_tenths_of_what_the_first_shares_is_near(
    bearers: int, near: tuple[str, ...]
) -> None:
    """Beginnings of as many bearers are three tenths of word and sound, of one more are less."""
    found = {
        WORD: Hits(COMMON, SIX),
        SOUND: Hits(COMMON, SIX),
        BEGINNINGS: Hits(bearers, ("z",)),
    }
    assert shortlist(tuple(found), found, 1_000_000) == (*SIX, *near)


# Who is looked at in any case

FEW = 8
"""Of so many bearers a whole email, phone, word or acronym finds all."""


@pytest.mark.parametrize(
    ("term", "bearers", "found"),
    [("w:acme", FEW, ("six0", "z")), ("w:acme", FEW + 1, ("six0",)), ("s:*km", 1, ("six0",))],
    ids=["a word of few", "a word of more", "a sound of one"],
)
def test_whoever_shares_a_whole_word_with_few_is_looked_at_beside_the_nearest(
    term: str, bearers: int, found: tuple[str, ...]
) -> None:
    hits = {
        Term("e:a@x.example"): Hits(1, ("six0",)),
        Term("t:55501010"): Hits(1, ("six0",)),
        Term(term): Hits(bearers, ("z",)),
    }
    assert shortlist(tuple(hits), hits, 1000, at_most=1) == found


def test_no_more_than_eight_are_looked_at_beside_the_nearest() -> None:
    words = {Term(f"w:{n}"): Hits(FEW, tuple(f"{n}{at}" for at in range(FEW))) for n in "abc"}
    nearest = {EMAIL: Hits(1, ("one",))}
    assert len(shortlist((EMAIL, *words), {**nearest, **words}, 1000, at_most=1)) == FEW
