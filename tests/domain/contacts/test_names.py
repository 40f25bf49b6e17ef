"""A name taken apart."""

import pytest

from xerolink.domain.contacts.names import Name, parse
from xerolink.domain.contacts.plain_words import plain_words


def name(text: str) -> Name:
    return parse(plain_words(text))


OWN_WORDS = [
    ("Great Southern Plantations Co Pty Ltd", ("great", "southern", "plantations")),
    ("Mills, Julie A", ("julie", "a", "mills")),
    ("Mr Terry Roy Jackson", ("terry", "roy", "jackson")),
    ("Dr Susan Alberti AO", ("susan", "alberti")),
    ("Joseph N. Abraham, Jr.", ("joseph", "n", "abraham")),
    ("Joseph Abraham III", ("joseph", "abraham")),
    ("Leaf Acquisition Corp III", ("leaf", "acquisition", "iii")),
    ("The Society of Ringers", ("society", "ringers")),
    ("Ltd", ("ltd",)),
    ("A. E. Wright", ("a", "e", "wright")),
    ("Company of Cooks", ("company", "cooks")),
    ("Jason Teo", ("jason", "teo")),
    ("Foras Teo", ("foras",)),
]


@pytest.mark.parametrize(("text", "words"), OWN_WORDS, ids=[text for text, _ in OWN_WORDS])
def test_a_name_has_words_of_its_own(text: str, words: tuple[str, ...]) -> None:
    assert name(text).words == words


def test_legal_forms_are_known_by_what_they_mean() -> None:
    assert name("Acme Ltd").legal == name("Acme Limited").legal


def test_a_legal_form_that_is_written_out_means_what_its_short_one_means() -> None:
    assert name("Acme Limited Liability Company").legal == name("Acme L.L.C.").legal


def test_initials_are_those_of_joining_words_too() -> None:
    assert name("The University of London Ltd").initials == "uol"


def test_a_name_that_is_divided_has_parts() -> None:
    assert name("Hill Pty Ltd t/as The Corner Shop").parts == ("hill", "cornershop")


def test_a_name_that_is_not_divided_has_none() -> None:
    assert name("Hill Pty Ltd").parts == ()


PERSONAL = [("Bill Hill", 2), ("Ms Q Hill", 2), ("Q Hill", 1), ("Hill Hotels", 0), ("Bill Ltd", 0)]


@pytest.mark.parametrize(("text", "personal"), PERSONAL, ids=[text for text, _ in PERSONAL])
def test_a_title_a_given_name_or_an_initial_makes_it_personal(text: str, personal: int) -> None:
    assert name(text).personal == personal


def test_nothing_has_no_words() -> None:
    assert name("").words == ()
