"""Who is worth a close look."""

from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.shortlist import AT_MOST, LISTED, shortlist
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
