"""Everything by which the index finds a contact, whole, under the version that stands for it.

Whoever changes a term changes `INDEX_VERSION` too, or the indexes that are kept stay as they were.
"""

import pytest

from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.terms import INDEX_VERSION, sound, terms

VERSION = 6
Written = tuple[str, ...]
"""Name, email, phone and address of a contact, as far as it has them."""
WHOLE = [
    (
        ("Bill Hill", "Ann@Hill.example", "+64 9 555 0101", "1 High Street, 1010"),
        """
        e:ann@hill.example | l:ann | d:hill.example | t:95550101 | z:1010 | j:billhill |
        w:bill | w:hill | k:b*l | g:william*l | k:hbl | i:bihi | a:bill | a:hill |
        a:billhill | s:bl | s:*l | w:billhill | 3:bil | 3:ill | 3:llh | 3:lhi | 3:hil
        """,
    ),
    (
        ("Acme Hotels of Otago Pty Ltd",),
        """
        j:acmehotelsotago | w:acme | w:hotels | w:otago | k:a*tk | k:o*km | i:acot | a:aho
        | a:ahoopl | a:ahoo | a:acme | a:hotels | s:*km | s:*tl | s:*tk | w:acmehotels |
        w:hotelsotago | 3:acm | 3:cme | 3:meh | 3:eho | 3:hot | 3:ote | 3:tel | 3:els |
        3:lso | 3:sot | 3:ota | 3:tag | 3:ago
        """,
    ),
    (
        ("Ka Te Quays",),
        """
        j:katequays | w:ka | w:te | w:quays | k:kks | k:qka | i:kaqu | a:ktq | s:ks |
        w:kate | w:tequays | 3:kat | 3:ate | 3:teq | 3:equ | 3:qua | 3:uay | 3:ays
        """,
    ),
    (
        ("FDSS",),
        """
        j:fdss | w:fdss | a:fdss | s:ft | 3:fds | 3:dss
        """,
    ),
    (
        ("Quayle",),
        """
        j:quayle | w:quayle | a:quayle | s:kl | 3:qua | 3:uay | 3:ayl | 3:yle
        """,
    ),
    (
        ("BP",),
        """
        j:bp | w:bp
        """,
    ),
    (
        ("Ann Mary Jo Day Hill",),
        """
        j:annmaryjodayhill | w:ann | w:mary | w:jo | w:day | w:hill | k:a*l | g:ann*l |
        g:nancy*l | k:h*n | g:maria*l | g:marian*l | g:marie*l | g:mary*l | g:miriam*l |
        g:rosemary*l | g:joan*l | g:joanna*l | g:joanne*l | g:joseph*l | g:josephine*l |
        i:anhi | a:amjdh | a:amj | a:amjd | s:mr | s:*l | w:annmary | w:maryjo | w:joday |
        w:dayhill | 3:ann | 3:nnm | 3:nma | 3:mar | 3:ary | 3:ryj | 3:yjo | 3:jod | 3:oda |
        3:day | 3:ayh | 3:yhi | 3:hil | 3:ill
        """,
    ),
    (
        ("Food Drink Sector Skills Council Poole",),
        """
        j:fooddrinksectorskillscouncilpoole | w:food | w:drink | w:sector | w:skills |
        w:council | w:poole | a:fdsscp | a:fds | a:fdss | a:fdssc | s:ft | s:trnk | s:sktr
        | s:skl | s:knsl | s:pl | w:fooddrink | w:drinksector | w:sectorskills |
        w:skillscouncil | w:councilpoole | 3:foo | 3:ood | 3:odd | 3:ddr | 3:dri | 3:rin |
        3:ink | 3:nks | 3:kse | 3:sec | 3:ect | 3:cto | 3:tor | 3:ors | 3:rsk | 3:ski |
        3:kil | 3:ill | 3:lls | 3:lsc | 3:sco | 3:cou | 3:oun | 3:unc | 3:nci | 3:cil |
        3:ilp | 3:lpo | 3:poo | 3:ool | 3:ole
        """,
    ),
    (
        ("Ab Cd Ef Gh Ij Kl Mn Op",),
        """
        j:abcdefghijklmnop | w:ab | w:cd | w:ef | w:gh | w:ij | w:kl | w:mn | w:op |
        a:acegikmo | a:cegikmo | a:ace | a:aceg | a:acegi | a:acegik | w:abcd | w:cdef |
        w:efgh | w:ghij | w:ijkl | w:klmn | w:mnop | 3:abc | 3:bcd | 3:cde | 3:def | 3:efg
        | 3:fgh | 3:ghi | 3:hij | 3:ijk | 3:jkl | 3:klm | 3:lmn | 3:mno | 3:nop
        """,
    ),
    (
        ("Ab Cd Ef Gh Ij Kl Mn Op Qr",),
        """
        j:abcdefghijklmnopqr | w:ab | w:cd | w:ef | w:gh | w:ij | w:kl | w:mn | w:op | w:qr
        | a:cegikmoq | a:ace | a:aceg | a:acegi | a:acegik | w:abcd | w:cdef | w:efgh |
        w:ghij | w:ijkl | w:klmn | w:mnop | w:opqr | 3:abc | 3:bcd | 3:cde | 3:def | 3:efg
        | 3:fgh | 3:ghi | 3:hij | 3:ijk | 3:jkl | 3:klm | 3:lmn | 3:mno | 3:nop | 3:opq |
        3:pqr
        """,
    ),
]
IDS = [
    "a person, with email, phone and postcode",
    "a firm with a legal form",
    "three words with a short one",
    "one that is initials",
    "one word",
    "two letters",
    "five words",
    "six words",
    "eight words",
    "nine words",
]


def profile(name: str, email: str = "", phone: str = "", address: str = "") -> Profile:
    return Profile.of(SyncedFields(name, email, Phone(phone), Address((address,))))


@pytest.mark.parametrize(("written", "found_by"), WHOLE, ids=IDS)
def test_a_contact_is_found_by_these_terms_in_this_order(written: Written, found_by: str) -> None:
    told = " ".join(found_by.split()).split(" | ")
    assert (INDEX_VERSION, list(terms(profile(*written)))) == (VERSION, told)


@pytest.mark.parametrize(
    ("name", "found"), [("Acme of Otago", True), ("Acme Hotels of Otago", False)]
)
def test_up_to_three_words_are_found_as_they_are_written_too(name: str, found: bool) -> None:
    assert (f"j:{name.replace(' ', '').lower()}" in terms(profile(name))) is found


@pytest.mark.parametrize(("phone", "found"), [("12345", ()), ("123456", ("t:123456",))])
def test_a_phone_of_six_digits_or_more_finds_somebody(phone: str, found: Written) -> None:
    assert terms(profile("", phone=phone)) == found


def test_a_term_is_no_longer_than_eighty_letters() -> None:
    assert {len(term) for term in terms(profile("x" * 100)) if term.startswith(("j", "w"))} == {80}


SOUNDS = [
    ("phoenix", "fnk"),
    ("buckley", "bkl"),
    ("ghent", "knt"),
    ("ash", "*s"),
    ("hill", "*l"),
    ("schmidt", "smt"),
    ("thompson", "tmsn"),
    ("rodgers", "rkr"),
    ("knight", "nkt"),
    ("whyte", "wt"),
    ("powell", "pl"),
    ("morrice", "mr"),
    ("cqzdvgj", "kstfk"),
    ("aeiouhy", "*"),
    ("anna", "*n"),
    ("lola", "l"),
]


@pytest.mark.parametrize(("word", "heard"), SOUNDS, ids=[word for word, _ in SOUNDS])
def test_a_word_sounds_by_its_consonants(word: str, heard: str) -> None:
    """Those that sound alike are one, none stands twice in a row, and a vowel begins with "*"."""
    assert sound(word) == heard
