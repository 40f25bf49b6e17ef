"""The terms by which the index finds candidates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.terms import MOST_TERMS, Term, sound, terms


def of(name: str, email: str = "") -> tuple[Term, ...]:
    return terms(Profile.of(SyncedFields(name, email)))


SHARED = [
    ("Day Corporation Pty Ltd", "Day Corp", "j:day"),
    ("FDSS", "Food and Drink Sector Skills", "a:fdss"),
    ("Bill Hill", "Hill, William", "g:william*l"),
    ("Trudy Thompson", "E. Gertrude Thomson", "g:gertrudetmsn"),
    ("Q Hill", "Quentin Hill", "k:q*l"),
    ("Ann Whyte", "Ann White", "s:wt"),
    ("Abbey Stephenson", "Stephebson, Abbry", "i:abst"),
    ("Van Dyk Quarries", "VanDyk Quarries", "w:vandyk"),
    ("Glaxo Smith Kline", "GlaxoSmithKline", "j:glaxosmithkline"),
    ("RSPCA Poole", "Royal Society Prevention Cruelty Animals Poole", "a:rspca"),
]


@pytest.mark.parametrize(("one", "other", "term"), SHARED, ids=[term for _, _, term in SHARED])
def test_two_names_of_one_share_a_term(one: str, other: str, term: str) -> None:
    assert term in set(of(one)) & set(of(other))


def test_an_email_is_found_whole_and_by_its_halves() -> None:
    assert {"e:ap@acme.example", "l:ap", "d:acme.example"} <= set(of("", "AP@acme.example"))


ALIKE = ["schmidt schmitt smith", "rodgers rogers roger", "thompson thomson", "morrice morris"]


@pytest.mark.parametrize("words", ALIKE)
def test_words_that_sound_alike_have_one_sound(words: str) -> None:
    assert len(set(map(sound, words.split()))) == 1


@given(st.text(max_size=300), st.emails())
def test_terms_are_bounded_and_none_comes_twice(name: str, email: str) -> None:
    found = of(name, email)
    assert len(set(found)) == len(found) <= MOST_TERMS


def test_who_has_nothing_has_no_terms() -> None:
    assert terms(Profile()) == ()
