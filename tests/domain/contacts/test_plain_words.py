"""What a name is reduced to before anything is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.firm_words import WRITTEN_OUT
from xerolink.domain.contacts.plain_words import LONGEST, plain_words

WRITTEN = [
    ("ACME P.t.y Ltd.", "acme pty ltd"),
    ("Jörgen O\u2019Neil & Sons", "jorgen oneil and sons"),
    ("Łukasz Ørsted-Weiß", "lukasz orsted weiss"),
    ("\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432", "ivan petrov"),
    ("Smith, John", "smith , john"),
    ("J Smith T/As Smith's Autos", "j smith t/a smiths autos"),
    ("Mur Pty Ltd as trustee for the Mur Trust", "mur pty ltd atf the mur trust"),
    ("Day Corporation P/L", "day corporation pl"),
    ("ALHMWU - ACT", "alhmwu / act"),
    ("Mr.J.Hill", "mr j hill"),
    ("J.R. Hill", "j r hill"),
    ("P.T. Hill Tbk", "pt hill tbk"),
    ("St.Kilda Eng.Co.Pty.Ltd.", "st kilda eng co pty ltd"),
    ("www.acme.com.au", "acme"),
    ("Acme.com, Inc.", "acme , inc"),
    ("Bell Ltd operating as Bell's Autos", "bell ltd t/a bells autos"),
    ("0707757 BC O/A Bell Nursery", "0707757 bc t/a bell nursery"),
    ("Bell Ltd f/k/a Tone Ltd", "bell ltd t/a tone ltd"),
    ("Bell, a division of Tone Ltd", "bell , t/a tone ltd"),
    ("Mur Pty Ltd <Mur Super Fund A/C>", "mur pty ltd ( mur super fund )"),
    ("Mur Ltd as custodian for Dell", "mur ltd atf dell"),
    ("Limited Liability Company Acme", "llc acme"),
    ("Acme Sp. z o.o.", "acme spzoo"),
    ("\uff21\uff23\uff2d\uff25\u3000Ltd", "acme ltd"),
    ("🎉 ... !!", ""),
]


@pytest.mark.parametrize(("name", "plain"), WRITTEN, ids=[plain for _, plain in WRITTEN])
def test_a_name_is_written_plainly(name: str, plain: str) -> None:
    assert plain_words(name) == plain


TRADING = (
    *("dba", "aka", "fka", "trading as", "known as", "operating as", "doing business as"),
    *("carrying on business as", "formerly", "formally", "previously"),
    *("a division of", "a subsidiary of", "T/A", "d/b/a", "o/a"),
)


@pytest.mark.parametrize("written", TRADING)
def test_a_further_name_is_told_in_many_ways(written: str) -> None:
    assert plain_words(f"Bell {written} Tone") == "bell t/a tone"


TRUSTED = (
    *("atf", "ttee for", "trustee of", "as the trustees for", "as agent for", "as nominee of"),
    *("as custodian for", "as responsible entity of"),
)


@pytest.mark.parametrize("written", TRUSTED)
def test_whose_trust_it_is_is_told_in_many_ways(written: str) -> None:
    assert plain_words(f"Bell {written} Tone") == "bell atf tone"


@pytest.mark.parametrize("written", WRITTEN_OUT)
def test_a_legal_form_of_several_words_is_its_short_one(written: str) -> None:
    assert plain_words(f"Bell ({written})") == f"bell ( {WRITTEN_OUT[written]} )"


@given(st.text(max_size=400))
def test_plain_words_are_bounded(text: str) -> None:
    assert len(plain_words(text)) <= LONGEST


ODD = ["x" * 10_000, "e" + "\u0301" * 10_000, "\u202e" * 10_000, "ﷺ" * 10_000, "- " * 5_000]


@pytest.mark.parametrize("name", ODD, ids=["letters", "marks", "direction", "ligatures", "dashes"])
def test_an_endless_name_is_read_no_further_than_it_counts(name: str) -> None:
    assert len(plain_words(name)) <= LONGEST


def test_the_signs_of_a_script_are_no_accents() -> None:
    assert len(set(map(plain_words, ("राम", "रोम", "रमा", "ガス", "カス", "กิน", "กัน")))) == 7
